-- Named sources of a report that say where it comes from: the run, the models, the judges, and how to make it again.
local intervals = require "intervals"
local json = require "json"
local words_of = require "words"

local M = {}

local function pair(rows, name, value)
  if value == nil or value == "" then return end
  rows[#rows + 1] = { { text = name, head = true }, { text = value, wide = true } }
end

local function two_columns(context, rows)
  return { block = "table", plain = true, bodies = { { rows = rows } },
    columns = { { title = context.words "what" }, { title = context.words "value" } } }
end

local function value_text(value)
  if type(value) ~= "table" then return tostring(value) end
  return #value > 0 and table.concat(value, "/") or json.encode(value)
end

-- Settings as text, by name; what is empty or off goes without saying.
local function sorted_pairs(t)
  local list = {}
  for key, value in pairs(t or {}) do
    if value and not (type(value) == "table" and next(value) == nil) then
      list[#list + 1] = ("%s = %s"):format(key, value_text(value))
    end
  end
  table.sort(list)
  return table.concat(list, ", ")
end

---Answers asked for, and what became of them and of their judgings.
function M.count(rows)
  local counts = { answers = #rows, obtained = 0, not_obtained = 0, judgings = 0, scored = 0, unreadable = 0,
    failed = 0 }
  for _, row in ipairs(rows) do
    local obtained = row.answer.state == "obtained"
    counts.obtained = counts.obtained + (obtained and 1 or 0)
    counts.not_obtained = counts.not_obtained + (obtained and 0 or 1)
    for _, judging in ipairs(row.judgings) do
      counts.judgings = counts.judgings + 1
      counts[judging.state] = (counts[judging.state] or 0) + 1
    end
  end
  return counts
end

local function counts_text(context)
  local counts, words = M.count(context.rows), context.words
  return words("counts_answers", counts.answers, counts.obtained, counts.not_obtained) .. " "
    .. words("counts_judgings", counts.judgings, counts.scored, counts.unreadable, counts.failed)
end

local function named_digests(files)
  local list = {}
  for i, file in ipairs(files or {}) do list[i] = ("%s, SHA-256 %s"):format(file.name, file.digest) end
  return table.concat(list, "; ")
end

---What a run was: dataset, judge, counts. The head of every report.
function M.run(context)
  local run, words, rows = context.run, context.words, {}
  local dataset = run.dataset
  local title = words_of.pick(dataset.title, context.language) or dataset.name
  local judges = {}
  for i, model in ipairs(run.judge_models) do judges[i] = model.name end
  pair(rows, words "run", run.name)
  pair(rows, words "created", run.created)
  pair(rows, words "dataset", ("%s · %s · %s"):format(title, words("items_count", dataset.count),
    words(dataset.validated and "validated" or "unvalidated")))
  pair(rows, words "judged_by", table.concat(judges, ", "))
  pair(rows, words "filter", sorted_pairs(run.filter))
  pair(rows, words "counts", counts_text(context))
  return two_columns(context, rows)
end

local function names_returned(context, model)
  local names = {}
  for i, name in ipairs(model.returned or {}) do
    names[i] = name == model.model and name or ("%s (%s)"):format(name, context.words "differs")
  end
  return table.concat(names, ", ")
end

local function model_row(context, model, purpose)
  local words = context.words
  local parameters = sorted_pairs(model.parameters)
  local kind = model.simulated and words "simulated" or model.imported and words "imported" or model.origin or ""
  return { { text = model.name, head = true }, { text = purpose }, { text = model.model or "" },
    { text = names_returned(context, model) }, { text = kind, tone = model.simulated and "warn" or nil },
    { text = parameters ~= "" and parameters or words "provider_default" } }
end

---The models, as they were asked for and as they named themselves.
function M.models(context)
  local words, rows = context.words, {}
  for i, model in ipairs(context.run.models) do rows[i] = model_row(context, model, words "answers_of") end
  for _, model in ipairs(context.run.judge_models) do
    rows[#rows + 1] = model_row(context, model, words "judging_of")
  end
  return { block = "table", bodies = { { rows = rows } }, columns = {
    { title = words "model" }, { title = words "note" }, { title = words "requested" }, { title = words "returned" },
    { title = words "origin" }, { title = words "parameters" } } }
end

---The judge files, by their digests.
function M.judges(context)
  local words, rows = context.words, {}
  for i, judge in ipairs(context.run.judges) do
    rows[i] = { { text = words_of.pick(judge.title, context.language) or judge.name, sub = judge.name, head = true },
      { text = ("%g"):format(judge.usable_from or 4) }, { text = ("%d"):format(judge.repeats or 1) },
      { text = judge.digest, code = true } }
    if judge.combine then table.insert(rows[i], 4, { text = words("rule_" .. judge.combine) }) end
  end
  local columns = { { title = words "judge" }, { title = words "usable_from", number = true },
    { title = words "repeats", number = true }, { title = words "digest" } }
  if #context.run.judge_models > 1 then table.insert(columns, 4, { title = words "combined_by" }) end
  return { block = "table", bodies = { { rows = rows } }, columns = columns }
end

---Versions, digests, counts and the commands that make the run and the report again.
function M.provenance(context)
  local run, words, rows = context.run, context.words, {}
  pair(rows, words "versions", sorted_pairs(run.versions))
  pair(rows, words "dataset", ("%s, SHA-256 %s"):format(run.dataset.name, run.dataset.digest or ""))
  pair(rows, words "report_file", ("%s, SHA-256 %s"):format(context.report.name, context.report.digest))
  pair(rows, words "checklists", named_digests(run.checklists))
  pair(rows, words "convention", context.convention)
  pair(rows, words "answers_per_item", ("%d"):format(run.answers or 1))
  if run.adaptive then pair(rows, words "adaptive", words("adaptive_on", run.adaptive, run.spared)) end
  pair(rows, words "repeats", run.repeats and ("%d"):format(run.repeats) or words "by_judge_file")
  pair(rows, words "counts", counts_text(context))
  local other = context.other and context.other.run
  if other then
    pair(rows, words "compared_with", ("%s, %s, SHA-256 %s"):format(other.name, other.created or "",
      other.dataset.digest or ""))
    pair(rows, words "command", other.command)
  end
  pair(rows, words "seeds", words("seeds_value", intervals.seed, intervals.draws))
  pair(rows, words "command", run.command)
  pair(rows, words "command_report", context.command)
  return two_columns(context, rows)
end

-- What every report ends with, unless its file says where it stands.
local ENDING = {
  { block = "heading", en = "Provenance", zh = "来源" },
  { block = "table", from = "models", title = { en = "Models", zh = "模型" } },
  { block = "table", from = "judges", title = { en = "Judges", zh = "评判标准" } },
  { block = "table", from = "provenance", title = { en = "Versions and commands", zh = "版本与命令" } },
}

---The blocks of a report with those that it ends with.
function M.ending(show)
  local whole = table.move(show, 1, #show, 1, {})
  for _, block in ipairs(show) do
    if block.from == "provenance" then return whole end
  end
  return table.move(ENDING, 1, #ENDING, #whole + 1, whole)
end

M.sources = { run = M.run, models = M.models, judges = M.judges, provenance = M.provenance }

return M
