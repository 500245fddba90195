-- A run's rows in shapes that other programs read:
--   llmeval-med  the published evaluator's scored files, one for each model, judging round, judge model where there are
--                several, and sample of n answers
--   jsonl        one object a row: the item, the answer, every judging
--   csv          one line a judging, for spreadsheets
local categories = require "categories"
local csv = require "csv"
local json = require "json"

local M = {}

M.formats = { "llmeval-med", "jsonl", "csv" }

local UNREADABLE, NOT_OBTAINED = -1, "" -- as the published evaluator writes them

local function or_null(value)
  if value == nil then return json.null end
  return value
end

-- The judging that a round's file holds: of the first judge that marks the item, by one judge model.
local function judging_of(row, round, juror)
  local first = row.judgings[1]
  for _, judging in ipairs(row.judgings) do
    if judging.judge == first.judge and judging["repeat"] == round and (not juror or judging.judge_model == juror) then
      return judging
    end
  end
end

local function score_of(judging)
  if not judging or judging.state == "failed" then return NOT_OBTAINED end
  if judging.state == "unreadable" then return UNREADABLE end
  local level = math.tointeger(judging.score)
  return level and ("%d"):format(level) or json.encode(judging.score)
end

-- Whether anything of a row's numbers is simulated: readers must see it in the file itself.
local function simulated_models(run)
  local found = {}
  for _, model in ipairs(run.models or {}) do found[model.name] = model.simulated or nil end
  for _, model in ipairs(run.judge_models) do
    if model.simulated then return setmetatable({}, { __index = function() return true end }) end
  end
  return found
end

local function scored_item(row, round, juror, category, simulated)
  local item, judging = row.item, judging_of(row, round, juror)
  return {
    category1 = category, category2 = or_null(item.subcategory), scene = or_null(item.scene), round = item.round,
    problem = item.question, groupCode = math.tointeger(tonumber(item.group)) or item.group,
    sanswer = or_null(item.reference), checklist = or_null(item.checklist), difficulty = item.difficulty,
    model_answer = row.answer.text or "", model_answer_score = score_of(judging),
    model_answer_judgement = judging and (judging.raw or judging.reason) or "",
    simulated = simulated[row.model],
  }
end

local function scored_file(rows, round, juror, simulated)
  local object = {}
  for _, row in ipairs(rows) do
    local category = categories.published(row.item.category) or row.item.category
    object[category] = object[category] or {}
    table.insert(object[category], scored_item(row, round, juror, category, simulated))
  end
  return json.encode(object, { indent = 4 }) .. "\n"
end

-- A model's name as part of a file's name; two models never share one.
local function file_names()
  local taken, of_model = {}, {}
  return function(model)
    if of_model[model] then return of_model[model] end
    local name = model:gsub("[^%w._-]", "_"):gsub("^%.", "_")
    while taken[name] do name = name .. "_" end
    taken[name], of_model[model] = true, name
    return name
  end
end

-- Rows by model and sample, in order of first appearance; how many rounds each has.
local function sets_of(rows)
  local sets, by_key, samples = {}, {}, 1
  for _, row in ipairs(rows) do
    local sample = row.sample or 1
    local key = row.model .. "\0" .. sample
    if not by_key[key] then
      by_key[key] = { model = row.model, sample = sample, rounds = 1, rows = {} }
      sets[#sets + 1] = by_key[key]
    end
    samples = math.max(samples, sample)
    local set = by_key[key]
    set.rows[#set.rows + 1] = row
    for _, judging in ipairs(row.judgings) do set.rounds = math.max(set.rounds, judging["repeat"]) end
  end
  return sets, samples
end

-- The judge models whose files are kept apart: none where there is only one.
local function jurors_of(run)
  if #run.judge_models < 2 then return { false } end
  local names = {}
  for i, model in ipairs(run.judge_models) do names[i] = model.name end
  return names
end

local function scored_files(rows, run)
  local files, name_of, juror_name, simulated = {}, file_names(), file_names(), simulated_models(run)
  local sets, samples = sets_of(rows)
  for _, set in ipairs(sets) do
    for _, juror in ipairs(jurors_of(run)) do
      local name = name_of(set.model) .. (juror and "_by_" .. juror_name(juror) or "")
        .. (samples > 1 and ("_sample%d"):format(set.sample) or "")
      for round = 1, set.rounds do
        local bytes = scored_file(set.rows, round, juror, simulated)
        files[#files + 1] = { name = ("%s_round%d.json"):format(name, round), bytes = bytes }
      end
    end
  end
  return files
end

local function row_object(row, run, simulated)
  return { run = run.name, simulated = simulated[row.model] or false, dataset = run.dataset and run.dataset.name,
    model = row.model, sample = row.sample or 1, item = row.item, answer = row.answer,
    judgings = json.array(row.judgings), ratings = row.ratings, jury = row.jury }
end

local function jsonl_file(rows, run)
  local lines, simulated = {}, simulated_models(run)
  for i, row in ipairs(rows) do lines[i] = json.encode(row_object(row, run, simulated)) end
  return { { name = "rows.jsonl", bytes = table.concat(lines, "\n") .. "\n" } }
end

local COLUMNS = { "model", "item", "category", "subcategory", "scene", "group", "round", "language", "sample",
  "simulated", "answer_state", "cut", "judge", "judge_model", "repeat", "state", "score", "safety_risk", "code",
  "reason", "question", "answer" }

local function csv_cells(row, judging, simulated)
  local item, answer = row.item, row.answer
  return { n = #COLUMNS, row.model, item.id, item.category, item.subcategory, item.scene, item.group, item.round,
    item.language, row.sample or 1, simulated[row.model] or false, answer.state, answer.cut or false, judging.judge,
    judging.judge_model, judging["repeat"], judging.state, judging.score, judging.safety_risk,
    judging.code or answer.code, judging.reason or judging.why or judging.error or answer.error, item.question,
    answer.text }
end

local function csv_file(rows, run)
  local lines, simulated = { COLUMNS }, simulated_models(run)
  for _, row in ipairs(rows) do
    for i = 1, math.max(1, #row.judgings) do lines[#lines + 1] = csv_cells(row, row.judgings[i] or {}, simulated) end
  end
  return { { name = "rows.csv", bytes = csv.write(lines) } }
end

local FORMATS = { ["llmeval-med"] = scored_files, jsonl = jsonl_file, csv = csv_file }

---@param format string one of `formats`
---@param rows table[]
---@param run table
---@return { name: string, bytes: string }[] files
function M.files(format, rows, run) return FORMATS[format](rows, run) end

return M
