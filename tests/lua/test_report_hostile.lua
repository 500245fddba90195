-- Reports of texts that want to be markup, links, formulas or commands to a terminal, in every field that others write.
local experts = require "experts"
local hostile = dofile "tests/lua/support/hostile.lua"
local json = require "json"
local reports = dofile "tests/lua/support/reports.lua"

local M = {}

local build, small = reports.build, reports.small

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
  local plain_run, plain_rows = hostile.rows("harmless")
  local harmless = without_marks(skeleton(assert(build(plain_run, plain_rows, "html"))))
  lu.assertStrContains(harmless, "table(class)")
  for _, text in ipairs(hostile.texts) do
    local run, rows = hostile.rows(text)
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
  -- Our own scripts are read here; that Vega runs under this policy is for the test in the browser.
  local html = assert(build(run, rows, "html", { vega = "/nowhere" }))
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
  for _, text in ipairs(hostile.texts) do
    local run, rows = hostile.rows(text)
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
    local run, rows = hostile.rows(text)
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
