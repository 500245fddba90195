-- Texts that want to be more than text, and runs that have them in every field: for tests only.
local make = dofile "tests/lua/support/rows.lua"

local M = {}

-- What a hostile model, judge, dataset or evaluation may write.
M.texts = {
  "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<!--<script>", "]]><svg/onload=alert(1)>",
  '" onmouseover="alert(1)" x="', "' autofocus onfocus='alert(1)", "javascript:alert(1)",
  "[click](javascript:alert(1)) ![x](http://evil.example/x.png)", "`</pre>`", "=HYPERLINK(\"http://evil.example\")",
  "\u{202E}txt.exe\u{2066}", "\27[31mred", "a\0b", "{{constructor}}", "%s %d %n", "\u{2028}\u{2029}", "&lt;b&gt;", "\xFF\xFE",
}

---A run whose every text is `text`.
function M.rows(text)
  local run, rows = make.make { items = 3, models = 1, repeats = 2, answer = 50, reason = 50 }
  run.title, run.name, run.command = text, text, text
  run.dataset.name, run.dataset.title, run.dataset.digest = text, { en = text, zh = text }, text
  run.judges[1].title, run.judge_models[1].name, run.judge_models[1].model = text, text, text
  local model = run.models[1]
  model.name, model.model, model.origin, model.returned = text, text, text, { text }
  model.parameters = { [text] = text }
  run.ratings = { count = 2 * #rows, elsewhere = 0, simulated = true, raters = { text, text .. "2" } }
  for i, row in ipairs(rows) do
    row.model = text
    for _, field in ipairs { "subcategory", "scene", "question", "reference", "checklist", "difficulty" } do
      row.item[field] = text
    end
    if i == 1 then row.item.id, row.item.category, row.item.group = text, text, text end
    local answer = row.answer
    answer.text, answer.reasoning, answer.finish, answer.returned, answer.error = text, text, text, text, text
    row.ratings = { { rater = text, value = 3, low = 1, high = 5, usable_from = 4, simulated = true },
      { rater = text .. "2", value = 1, low = 0, high = 1, point = text, simulated = true } }
    if i == 2 then answer.state, answer.code, row.judgings = "failed", text, {} end
    for k, judging in ipairs(row.judgings) do
      judging.judge, judging.reason, judging.raw, judging.why = run.judges[1].name, text, text, text
      judging.safety_risk = true
      if k == 2 then judging.state, judging.code, judging.error, judging.score = "failed", text, text, nil end
    end
  end
  return run, rows
end

return M
