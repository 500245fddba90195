-- Scored files in the published evaluator's shape: an object of categories, each a list of questions with the model's
-- answer and its `model_answer_score`; one file for each judging round. A score is read as the published aggregate
-- script reads it: a number from 0 to 5, or text that holds one; "" was never obtained, anything else is unreadable.
local categories = require "categories"
local findings = require "findings"
local json = require "json"
local text = require "viva.text"
local textfile = require "textfile"

local M = {}

local HIGHEST = 5

-- A number as Python's float() takes it from text.
local function number_of(raw)
  if type(raw) == "number" then return raw end
  local s = text.fold(raw):match("^%s*(.-)%s*$"):gsub("(%d)_(%d)", "%1%2")
  local mantissa = s:match("^[+-]?([%d.]+)$") or s:match("^[+-]?([%d.]+)[eE][+-]?%d+$")
  return mantissa and mantissa:find("%d") and tonumber((s:gsub("^%+", ""))) or nil
end

-- state, score
local function read_score(raw)
  if raw == nil or raw == json.null or raw == "" then return "failed" end
  local score = number_of(raw)
  if score and score >= 0 and score <= HIGHEST then return "scored", score end
  return "unreadable"
end

local function present(value)
  if value == json.null then return nil end
  return value
end

-- What the published script knows a question by: its group and round, else its text.
local function question_id(raw)
  if raw.groupCode ~= nil and raw.round ~= nil then
    return ("%s/%s"):format(tostring(raw.groupCode), tostring(raw.round))
  end
  return type(raw.problem) == "string" and raw.problem ~= "" and "text/" .. raw.problem or nil
end

local function item_of(raw, id, category)
  return {
    id = id, category = category, subcategory = present(raw.category2), scene = present(raw.scene),
    group = raw.groupCode ~= nil and tostring(raw.groupCode) or id, round = math.tointeger(raw.round) or 1,
    language = "zh", question = present(raw.problem), reference = present(raw.sanswer),
    checklist = present(raw.checklist),
  }
end

local function entry_of(raw, category, reading)
  local line, found = reading.lines[raw], reading.found
  local question = question_id(raw)
  if not question then
    return findings.problem(found, line, nil, "has no 'groupCode' with 'round' and no 'problem': which question is it?")
  end
  local id = ("%s/%s"):format(category, question)
  local kind = type(raw.model_answer_score)
  if kind == "table" or kind == "boolean" then
    return findings.problem(found, line, id, "'model_answer_score' should be a number, or text that holds one")
  end
  if reading.seen[id] then
    findings.note(found, line, id, ("stands in line %d already; both scores count"):format(reading.seen[id]))
  end
  reading.seen[id] = reading.seen[id] or line
  if raw.model_answer_score ~= nil then reading.scores = reading.scores + 1 end
  local state, score = read_score(raw.model_answer_score)
  return { item = item_of(raw, id, category), state = state, score = score, answer = present(raw.model_answer),
    said = present(raw.model_answer_judgement), simulated = raw.simulated == true, line = line }
end

local function read_category(name, list, reading, entries)
  local found = reading.found
  if type(list) ~= "table" or (next(list) ~= nil and #list == 0) then
    return findings.problem(found, reading.lines[list], nil, ("'%s' should be a list of questions"):format(name))
  end
  local category = categories.code(name) or name
  for i, raw in ipairs(list) do
    if type(raw) == "table" then
      entries[#entries + 1] = entry_of(raw, category, reading)
    else
      findings.problem(found, reading.lines[list], nil, ("entry %d of '%s' should be an object"):format(i, name))
    end
  end
end

local function names_in_order(data, lines)
  local names, line = {}, {}
  for name, list in pairs(data) do
    names[#names + 1] = name
    line[name] = type(list) == "table" and lines[list[1] or list] or 0
  end
  table.sort(names, function(a, b)
    if line[a] ~= line[b] then return line[a] < line[b] end
    return a < b
  end)
  return names
end

local function read_all(data, lines, found)
  local reading, entries = { found = found, lines = lines, seen = {}, scores = 0 }, {}
  for _, name in ipairs(names_in_order(data, lines)) do read_category(name, data[name], reading, entries) end
  if #found.problems == 0 and reading.scores == 0 then
    findings.problem(found, nil, nil, "no question has a 'model_answer_score'; is this a scored file?")
  end
  return entries
end

---Reads one scored file.
---@param path string
---@return table[]|nil entries { item, state, score?, answer?, said?, line } in the order of the file
---@return string|string[] problems as text, or notes
---@return string? code
function M.read(path)
  local s, problem, code = textfile.read(path)
  if not s then return nil, problem, code end
  local found = findings.new(path)
  local data, lines = json.decode(s, { nan = true, lines = true })
  if data == nil then
    findings.json_problem(found, lines)
  elseif type(data) ~= "table" or #data > 0 then
    findings.problem(found, nil, nil, "an object of categories was expected, each a list of scored questions")
  else
    local entries = read_all(data, lines, found)
    if #found.problems == 0 then return entries, findings.notes(found) end
  end
  return findings.fail(found)
end

local function add_judging(row, entry, number)
  row.judgings[#row.judgings + 1] = { judge = "scored", ["repeat"] = number, state = entry.state, score = entry.score,
    reason = entry.said, asked = 0, code = entry.state == "unreadable" and "no_score" or nil }
end

---Rows of a model, from the entries of its files; file k holds judging k.
---@param model string
---@param files table[][] entries of each file
---@param sample integer? which of n answers they score
---@return table[] rows
function M.rows(model, files, sample)
  local rows, by_id = {}, {}
  for number, entries in ipairs(files) do
    for _, entry in ipairs(entries) do
      local row = by_id[entry.item.id]
      if not row then
        row = { model = model, item = entry.item, sample = sample or 1, judgings = {},
          answer = { state = "obtained", text = entry.answer, imported = true } }
        by_id[entry.item.id] = row
        rows[#rows + 1] = row
      end
      add_judging(row, entry, number)
    end
  end
  return rows
end

-- MODEL_sample2_round3.json, as `viva export` names them: model, sample.
local function named(path)
  local base = path:match("([^/]+)$"):gsub("%.json$", "")
  local model = base:match("^(.+)_round%d+$")
  if not model then return nil end
  local own, sample = model:match("^(.+)_sample(%d+)$")
  return own or model, sample and math.tointeger(tonumber(sample)) or 1
end

---Which files belong together: by the names that `viva export` gives; files of other names are rounds of one model.
---@param paths string[]
---@param model string? the name of the one model that all files are of
---@return { model: string, sample: integer, paths: string[] }[]
function M.sets(paths, model)
  local sets, by_key = {}, {}
  local first = paths[1]:match("([^/]+)$"):gsub("%.json$", "")
  for _, path in ipairs(paths) do
    local name, sample = named(path)
    name, sample = model or name or first, sample or 1
    local key = name .. "\0" .. sample
    if not by_key[key] then
      by_key[key] = { model = name, sample = sample, paths = {} }
      sets[#sets + 1] = by_key[key]
    end
    table.insert(by_key[key].paths, path)
  end
  return sets
end

return M
