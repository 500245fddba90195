-- Reads answers that exist already, in the published evaluator's shape (categories of questions with their
-- model_answer), as JSONL or as CSV, told apart by their content.
local categories = require "categories"
local csv = require "csv"
local findings = require "findings"
local json = require "json"
local jsonl = require "jsonl"
local textfile = require "textfile"
local words = require "words"

local M = {}

local ANSWER_KEYS = { "answer", "model_answer", "response" }

local function part(value)
  if math.type(value) == "integer" then return tostring(value) end
  return type(value) == "string" and value:find("%S") and value:match("^%s*(.-)%s*$") or nil
end

local function identity(row)
  local id = part(row.id)
  if id then return id end
  local category, group = part(row.category), part(row.group) or part(row.groupCode)
  if not (category and group) then return nil end
  return ("%s/%s/%s"):format(categories.code(category) or category, group, part(row.round) or "1")
end

local function answer_of(row)
  for _, key in ipairs(ANSWER_KEYS) do
    if row[key] ~= nil then return row[key] end
  end
end

local function same_question(theirs, ours)
  return theirs:gsub("%s+", "") == ours:gsub("%s+", "")
end

-- What is wrong with one row, told; true when it can be taken.
local function fits(row, id, line, state)
  local item = id and state.items[id]
  local question = row.problem or row.question
  local what
  if not id then
    what = "it is not said which question this answers: 'id', or 'category', 'group' and 'round', are missing"
  elseif not item then
    what = "the dataset has no such question"
  elseif type(question) == "string" and not same_question(question, item.question) then
    what = "the question is not the dataset's; these answers belong to another one"
  elseif state.lines[id] then
    what = ("answered in line %d already"):format(state.lines[id])
  end
  if what then findings.problem(state.found, line, id, what) end
  return not what
end

local function take(row, id, line, state)
  if not fits(row, id, line, state) then return end
  if row.simulated == true or row.simulated == "true" then
    findings.problem(state.found, line, id, "this answer is marked as simulated; simulated answers are not imported")
    return
  end
  local answer = answer_of(row)
  state.lines[id] = line
  if type(answer) == "number" then answer = json.encode(answer) end
  if answer == nil or answer == json.null then
    findings.note(state.found, line, id, "has no answer")
  elseif type(answer) ~= "string" then
    findings.problem(state.found, line, id, "the answer should be text")
  else
    state.list[#state.list + 1] = { id = id, text = answer, line = line }
  end
end

local function take_published(data, lines, state)
  for key, list in pairs(data) do
    local category = categories.code(tostring(key)) or tostring(key)
    for _, row in ipairs(type(list) == "table" and list or {}) do
      if type(row) == "table" then
        take(row, ("%s/%s/%s"):format(category, row.groupCode, row.round), lines[row], state)
      end
    end
  end
end

local function take_rows(entries, state)
  for _, entry in ipairs(entries) do take(entry.item, identity(entry.item), entry.line, state) end
end

-- A first line that is an object of its own, not of lists, is JSONL.
local function is_jsonl(s)
  local first = json.decode(s:match("%S[^\n]*") or "", { nan = true })
  if type(first) ~= "table" then return false end
  for _, value in pairs(first) do
    if type(value) == "table" then return false end
  end
  return next(first) ~= nil
end

local function take_json(s, state)
  local data, lines = json.decode(s, { nan = true, lines = true })
  if data == nil then
    findings.json_problem(state.found, lines)
  elseif type(data) ~= "table" then
    findings.problem(state.found, nil, nil, "answers were expected here")
  elseif #data > 0 then
    local entries = {}
    for i, row in ipairs(data) do entries[i] = type(row) == "table" and { item = row, line = lines[row] } or nil end
    take_rows(entries, state)
  else
    take_published(data, lines, state)
  end
end

local function take_all(s, state)
  if not s:find("^%s*[{%[]") then
    take_rows(csv.read(s, state.found), state)
  elseif is_jsonl(s) then
    take_rows(jsonl.read(s, state.found), state)
  else
    take_json(s, state)
  end
end

local function in_order_of(set, list)
  local place = {}
  for i, item in ipairs(set.items) do place[item.id] = i end
  table.sort(list, function(a, b) return place[a.id] < place[b.id] end)
end

---@param path string
---@param set table the dataset they answer
---@return { id: string, text: string, line: integer }[]|nil answers in the dataset's order
---@return string|string[] notes, or every problem, one per line
---@return string? code
function M.read(path, set)
  local s, problem, code = textfile.read(path)
  if not s then return nil, problem, code end
  local state = { items = {}, lines = {}, list = {}, found = findings.new(path) }
  for _, item in ipairs(set.items) do state.items[item.id] = item end
  take_all(s, state)
  if #state.list == 0 and #state.found.problems == 0 then
    findings.problem(state.found, nil, nil, "there is no answer in this file")
  end
  if #state.found.problems > 0 then return findings.fail(state.found) end
  local left = #set.items - #state.list
  if left > 0 then
    findings.note(state.found, nil, nil, words.fill("%d {question has|questions have} no answer here", left))
  end
  in_order_of(set, state.list)
  return state.list, findings.notes(state.found)
end

return M
