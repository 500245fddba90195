-- Reports of texts that want to be markup, links, formulas or commands to a terminal, in every field that others write.
local experts = require "experts"
local json = require "json"
local make = dofile "tests/lua/support/rows.lua"
local reports = dofile "tests/lua/support/reports.lua"

local M = {}

local build, small = reports.build, reports.small

-- What a hostile model, judge, dataset or evaluation may write.
local HOSTILE = {
  "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<!--<script>", "]]><svg/onload=alert(1)>",
  '" onmouseover="alert(1)" x="', "' autofocus onfocus='alert(1)", "javascript:alert(1)",
  "[click](javascript:alert(1)) ![x](http://evil.example/x.png)", "`</pre>`", "=HYPERLINK(\"http://evil.example\")",
  "\u{202E}txt.exe\u{2066}", "\27[31mred", "a\0b", "{{constructor}}", "%s %d %n", "\u{2028}\u{2029}", "&lt;b&gt;", "\xFF\xFE",
}

local function hostile_rows(text)
  local run, rows = make.make { items = 3, models = 1, repeats = 2, answer = 50, reason = 50 }
  run.title, run.name, run.command = text, text, text
  run.dataset.name, run.dataset.title, run.dataset.digest = text, { en = text, zh = text }, text
  run.judges[1].title, run.judges[1].model, run.judges[1].sent = text, text, text
  local model = run.models[1]
  model.name, model.model, model.origin, model.returned = text, text, text, { text }
  model.parameters = { [text] = text }
  for i, row in ipairs(rows) do
    row.model = text
    for _, field in ipairs { "subcategory", "scene", "question", "reference", "checklist", "difficulty" } do
      row.item[field] = text
    end
    if i == 1 then row.item.id, row.item.category, row.item.group = text, text, text end
    local answer = row.answer
    answer.text, answer.reasoning, answer.finish, answer.returned, answer.error = text, text, text, text, text
    if i == 2 then answer.state, answer.code, row.judgings = "failed", text, {} end
    for k, judging in ipairs(row.judgings) do
      judging.judge, judging.reason, judging.raw, judging.why = run.judges[1].name, text, text, text
      judging.safety_risk = true
      if k == 2 then judging.state, judging.code, judging.error, judging.score = "failed", text, text, nil end
    end
  end
  return run, rows
end

-- A page's elements and attributes, as a parser sees them: names only, without the texts of scripts and styles.
local function skeleton(html)
  local seen, at = {}, 1
  while true do
    local from, to, closing, name = html:find("<(/?)([%a!][%w%-]*)", at)
    if not from then break end
    local stop = to
    local attributes = {}
    while true do -- attributes, whose values may hold anything but their own quote
      local _, value_end, key = html:find('^%s+([%w:%-]+)="[^"]*"', stop + 1)
      if not value_end then _, value_end, key = html:find("^%s+([%w:%-]+)", stop + 1) end
      if not value_end then break end
      attributes[#attributes + 1] = key
      stop = value_end
    end
    seen[#seen + 1] = closing .. name .. "(" .. table.concat(attributes, ",") .. ")"
    at = stop + 1
    if closing == "" and (name == "script" or name == "style") then
      at = html:find("</" .. name, at, true) or #html + 1
    end
  end
  return seen
end

-- Marks for hidden characters are ours, and come only with such texts.
local function without_marks(list)
  local kept, inside = {}, false
  for _, element in ipairs(list) do
    if element == "span(class)" then inside = true end
    if not inside then kept[#kept + 1] = element end
    if element == "/span()" then inside = false end
  end
  return table.concat(kept, " ")
end

M["hostile texts in every field add no element and no attribute to the page"] = function(lu)
  local plain_run, plain_rows = hostile_rows("harmless")
  local harmless = without_marks(skeleton(assert(build(plain_run, plain_rows, "html"))))
  lu.assertStrContains(harmless, "table(class)")
  for _, text in ipairs(HOSTILE) do
    local run, rows = hostile_rows(text)
    local html = assert(build(run, rows, "html"))
    lu.assertEquals(without_marks(skeleton(html)), harmless, text)
    for block in html:gmatch('<script type="application/json"[^>]*>(.-)</script>') do
      lu.assertTrue(json.decode(block) ~= nil, text)
    end
    lu.assertNil(html:find("[\0\1-\8\11\14-\31\127]"), "no control character reaches the page")
    lu.assertNil((html:gsub("<script.-</script>", "")):find("\u{202E}", 1, true), "direction marks are shown by number")
  end
  experts.close()
end

M["the page's policy names its own script and style and lets nothing else run"] = function(lu)
  local run, rows = small()
  local html = assert(build(run, rows, "html"))
  local policy = html:match('Content%-Security%-Policy" content="([^"]*)"')
  lu.assertStrContains(policy, "default-src 'none'")
  lu.assertStrContains(policy, "base-uri 'none'")
  lu.assertStrContains(policy, "form-action 'none'")
  lu.assertNotStrContains(policy, "unsafe")
  lu.assertNotStrContains(policy, "strict-dynamic")
  lu.assertNil(html:find("%son%w+="), "no inline handlers")
  lu.assertNil(html:find(" style="), "no inline styles")
  lu.assertNil(html:find("eval(", 1, true))
  lu.assertNil(html:find("innerHTML", 1, true))
  experts.close()
end

M["Markdown makes no link, picture or markup of a model's text"] = function(lu)
  for _, text in ipairs(HOSTILE) do
    local run, rows = hostile_rows(text)
    local md = assert(build(run, rows, "md"))
    lu.assertNil(md:find("<", 1, true), text)
    lu.assertNil(md:find("[^\\]%]%("), text)
    lu.assertNil(md:find("[^\\]%["), text)
    lu.assertNil(md:find("http://", 1, true), text)
  end
  experts.close()
end

M["a spreadsheet finds no formula in the CSV, and numbers stay numbers"] = function(lu)
  for _, text in ipairs { "=1+1", "+1", "-1+2", "@SUM(A1)", "\tx", "\rx", "\0=1", "＝1", "＋1", "－1", "＠x" } do
    local run, rows = hostile_rows(text)
    local lines = assert(build(run, rows, "csv"))
    lu.assertEquals(lines:sub(1, 3), "\u{FEFF}")
    for _, start in ipairs { ",=", ",+", ",-", ",@", ',"=', ',"+', ',"-', ',"@', ",\t", ',"\t', ',"\r', ",\0", ",＝", ",＋", ",－",
      ",＠" } do
      lu.assertNil(lines:find(start, 1, true), text)
    end
  end
  local run, rows = small()
  lu.assertStrMatches(assert(build(run, rows, "csv")), ".*,scored,%d,.*")
  experts.close()
end

return M
