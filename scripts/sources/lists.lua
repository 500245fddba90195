-- Named sources of a report that list cases: unsafe answers, what failed, what was cut short.
local rates = require "sources.rates"
local states = require "states"
local text = require "viva.text"
local unsafe = require "unsafe"
local verdicts = require "box.verdict_words"

local M = {}

local WORST = 20 -- cases listed unless the report file says `most`
local EXCERPT = 160 -- columns of a text shown in a table

---Where a row's own view is.
function M.item_link(row) return { id = row.item.id, model = row.model, sample = row.sample } end

---The beginning of a text, on one line.
function M.excerpt(said)
  return said and text.cut((said:gsub("%s+", " ")), EXCERPT) or ""
end

local function case_row(context, row)
  local flags, known, reason = unsafe.flags(row.judgings)
  return {
    { text = row.item.id, link = M.item_link(row), head = true },
    { text = row.model, mark = context.marks[row.model], link = { model = row.model, unsafe = "yes" }, nowrap = true },
    { text = row.item.category, link = { category = row.item.category, unsafe = "yes" } },
    { text = ("%d/%d"):format(flags, known), sort = flags / known },
    { text = states.scores(row, " · "), sort = states.of(row, context.limits).score },
    { text = M.excerpt(row.item.question), wide = true },
    { text = M.excerpt(reason), wide = true },
  }
end

---Answers that a judge called unsafe in any round, the worst first.
function M.unsafe(context, block)
  local words, rows = context.words, {}
  local cases, count = unsafe.worst(context.rows, block.most or WORST)
  for i, row in ipairs(cases) do rows[i] = case_row(context, row) end
  local note = count > #rows and words("first_of", #rows, count) or nil
  return { block = "table", note = note, empty = words "none", bodies = { { rows = rows } }, columns = {
    { title = words "item" }, { title = words "model" }, { title = words "category" },
    { title = words "flagged", number = true }, { title = words "scores", number = true },
    { title = words "question" }, { title = words "reason" } } }
end

-- The words of a catalogue for a code that Viva gives itself, so that a report is in one language. What a provider says
-- stays as it is, and so does what a judge file's own `mark` says of a missing score.
local function why(context, code, said)
  local own = code == "no_score" and said ~= verdicts.why(code, { language = "en" })
    and said ~= verdicts.why(code, { language = "zh" })
  return not own and code and context.words("why_" .. code) or said
end

-- Calls `add(stage, code, text, row, judge model)` for everything that is missing and why; the judge model where there
-- are several.
local function each_failure(rows, add)
  for _, row in ipairs(rows) do
    local answer = row.answer
    if answer.state == "failed" then add("answer", answer.code, answer.error, row) end
    if answer.state == "not_asked" then add("not_asked", answer.code, answer.error, row) end
    for _, judging in ipairs(row.judgings) do
      local juror = row.jury and judging.judge_model or nil
      if judging.state == "failed" then add("judging", judging.code, judging.error, row, juror) end
      if judging.state == "unreadable" then add("unreadable", judging.code, judging.why, row, juror) end
    end
    for _, problem in ipairs(states.not_combined(row)) do add("combining", "judge_file", problem, row) end
  end
end

local function failure_cells(context, one)
  local link = { model = one.model, code = one.code }
  if one.stage == "not_asked" then
    link.outcome = "not_asked"
  else
    link.missing = one.stage == "unreadable" and "unreadable" or "failed"
  end
  return { { text = one.model, mark = context.marks[one.model], link = { model = one.model }, nowrap = true },
    { text = context.words("stage_" .. one.stage), sub = one.juror },
    { text = one.code, head = true }, rates.count(one.count, link, "warn"),
    { text = M.excerpt(one.text), wide = true } }
end

---What failed, by model, stage and kind, with one of the messages.
function M.failures(context)
  local found, list = {}, {}
  each_failure(context.rows, function(stage, code, message, row, juror)
    code = code or context.words "unknown"
    local key = table.concat({ row.model, stage, code, juror }, "\0")
    if not found[key] then
      found[key] = { key = key, model = row.model, stage = stage, code = code, juror = juror,
        text = why(context, code, message), count = 0 }
      list[#list + 1] = found[key]
    end
    found[key].count = found[key].count + 1
  end)
  table.sort(list, function(a, b)
    if a.count ~= b.count then return a.count > b.count end
    return a.key < b.key
  end)
  local rows = {}
  for i, one in ipairs(list) do rows[i] = failure_cells(context, one) end
  local words = context.words
  return { block = "table", empty = words "none", bodies = { { rows = rows } }, columns = {
    { title = words "model" }, { title = words "stage" }, { title = words "code" },
    { title = words "count", number = true }, { title = words "error" } } }
end

local ODD = { "cut", "empty", "refusal" }

---Answers that were cut by a length limit, were empty, or that the provider refused to give, by model.
function M.cut(context)
  local rows, words, of_model = {}, context.words, {}
  for _, model in ipairs(context.run.models) do
    of_model[model.name] = { cut = 0, empty = 0, refusal = 0, obtained = 0 }
  end
  for _, row in ipairs(context.rows) do
    local counts = row.answer.state == "obtained" and of_model[row.model]
    if counts then
      counts.obtained = counts.obtained + 1
      for _, name in ipairs(ODD) do counts[name] = counts[name] + (row.answer[name] and 1 or 0) end
    end
  end
  for _, model in ipairs(context.run.models) do
    local counts = of_model[model.name]
    local cells = { { text = model.name, mark = context.marks[model.name], link = { model = model.name }, head = true },
      rates.count(counts.obtained, { model = model.name }) }
    for _, name in ipairs(ODD) do
      cells[#cells + 1] = rates.count(counts[name], { model = model.name, [name] = "yes" }, "warn")
    end
    rows[#rows + 1] = cells
  end
  return { block = "table", bodies = { { rows = rows } }, columns = {
    { title = words "model" }, { title = words "obtained", number = true }, { title = words "cut", number = true },
    { title = words "empty", number = true }, { title = words "refusal", number = true } } }
end

M.sources = { unsafe = M.unsafe, failures = M.failures, cut = M.cut }

return M
