-- Reads a CSV of physicians' ratings: one line for each answer (with a column for each dimension of a generated text,
-- if wanted) or for each answer and point or dimension. Everything that is wrong is told at once, with its line.
local csv = require "csv"
local findings = require "findings"
local map = require "textlevels"
local ratings = require "ratings"
local sheet_table = require "sheet_table"
local text = require "viva.text"
local textfile = require "textfile"

local M = {}

-- What the columns are called; the first name is the one used here.
M.columns = {
  { "code", "编号" }, { "item", "题目" }, { "model", "模型" }, { "sample", "第几份" }, { "rater", "评分人" },
  { "point", "要点" }, { "dimension", "维度" }, { "value", "评分" }, { "simulated", "模拟" },
}

local POINT = { low = 0, high = 1, words = { met = 1, ["not met"] = 0, ["not_met"] = 0, ["n/a"] = "not_applicable",
  ["not applicable"] = "not_applicable", not_applicable = "not_applicable", ["满足"] = 1, ["不满足"] = 0,
  ["不适用"] = "not_applicable" } }
local TWO = { usable = 1, ["not usable"] = 0, yes = 1, no = 0, ["可用"] = 1, ["不可用"] = 0, ["是"] = 1, ["否"] = 0 }
local YES = { yes = true, ["true"] = true, ["1"] = true, ["是"] = true, ["SIMULATED"] = true }

local dimensions, names = {}, {}
for _, dimension in ipairs(map.dimensions) do
  dimensions[dimension.name], names[#names + 1] = dimension, dimension.name
end

local own_name = {}
for _, list in ipairs(M.columns) do
  for _, name in ipairs(list) do own_name[name] = list[1] end
end
for _, dimension in ipairs(map.dimensions) do
  own_name[dimension.name], own_name[dimension.title.zh] = dimension.name, dimension.name
  own_name[dimension.title.en:lower()] = dimension.name
end

local own_names = {}
for name in pairs(own_name) do own_names[#own_names + 1] = name end
table.sort(own_names)

local beside = {} -- columns of a sheet that tell, and ask nothing
for _, name in ipairs(sheet_table.beside) do beside[name] = true end

-- A line by our own names, without the spaces around its values; what is empty is not there.
local function plain(item)
  local made = {}
  for name, value in pairs(item) do
    local own = own_name[text.fold(name):lower():match("^%s*(.-)%s*$")]
    local inner = own and text.fold(value):match("^%s*(.-)%s*$")
    if inner and inner ~= "" then made[own] = inner end
  end
  return made
end

local function problem(state, line, id, what, ...) findings.problem(state.found, line, id, what:format(...)) end

local function list_of(set)
  local list = {}
  for name in pairs(set) do list[#list + 1] = name end
  table.sort(list)
  return table.concat(list, ", ", 1, math.min(#list, 20)) .. (#list > 20 and ", ..." or "")
end

-- Which answer a line is about: by the code of a sheet, or by item, model and sample.
local function place_of(values, line, state)
  if not values.code then return values end
  local place = state.codes[values.code]
  if not place then return problem(state, line, nil, "no sheet has the code '%s'", values.code) end
  for _, name in ipairs { "item", "model" } do
    if values[name] and values[name] ~= place[name] then
      return problem(state, line, place.item, "the code '%s' is of another %s than '%s'", values.code, name,
        values[name])
    end
  end
  return place
end

local function row_of(values, line, state)
  local place = place_of(values, line, state)
  if not place then return nil end
  local id, model, sample = place.item, place.model, math.tointeger(tonumber(place.sample or "1"))
  if not (id and model) then
    return problem(state, line, id, "a line names 'item' and 'model', or the 'code' of a sheet")
  end
  if not state.items[id] then return problem(state, line, id, "the run has no such item") end
  if not state.models[model] then
    return problem(state, line, id, "the run has no model '%s'; it has: %s", model, list_of(state.models))
  end
  if not sample then return problem(state, line, id, "'sample' should be a whole number, not '%s'", place.sample) end
  local row = state.rows[("%s\0%s\0%d"):format(id, model, sample)]
  if not row then return problem(state, line, id, "'%s' has no sample %d of this item", model, sample) end
  if not row.answer.text then
    return problem(state, line, id, "no answer of '%s' was obtained; what was rated?", model)
  end
  if place.answer and place.answer ~= ratings.digest(row.answer.text) then
    return problem(state, line, id, "the answer of '%s' is not the one that stood on the sheet", model)
  end
  return row, place
end

-- The scale of one mark, or nil when it is told that there is none.
local function scale_of(mark, row, line, state)
  if mark.dimension then
    local dimension = dimensions[mark.dimension]
    if dimension then return dimension end
    return problem(state, line, row.item.id, "there is no dimension '%s'; there are: %s", mark.dimension,
      table.concat(names, ", "))
  end
  if mark.point then return POINT end
  local scale, why = state.scale(row)
  if not scale then return problem(state, line, row.item.id, "%s", why) end
  return scale
end

local function value_of(raw, scale)
  local word = scale.words and scale.words[raw:lower()] or scale.low == 0 and scale.high == 1 and TWO[raw:lower()]
  if word then return word end
  local number = raw:find("^[+-]?%d+%.?0*$") and math.tointeger(tonumber(raw))
  if not number then return nil, ("'%s' is no whole number"):format(raw) end
  if number < scale.low or number > scale.high then
    return nil, ("%d is not on the scale from %d to %d"):format(number, scale.low, scale.high)
  end
  return number
end

-- A point by its id or by its text.
local function point_of(said, row, line, state)
  for _, point in ipairs(row.item.points or {}) do
    if point.id == said or text.fold(point.text):match("^%s*(.-)%s*$") == said then return point.id end
  end
  problem(state, line, row.item.id, "this item has no point%s '%s'", row.item.points and "" or "s, and not", said)
end

local function marks_of(values)
  local marks = {}
  for _, name in ipairs(names) do
    if values[name] then marks[#marks + 1] = { dimension = name, raw = values[name] } end
  end
  if values.value then
    marks[#marks + 1] = { dimension = values.dimension, point = values.point, raw = values.value }
  end
  return marks
end

local function take_mark(mark, row, about, state)
  local line, id = about.line, row.item.id
  local scale = scale_of(mark, row, line, state)
  local point = mark.point and point_of(mark.point, row, line, state)
  if not scale or mark.point and not point then return end
  local value, why = value_of(mark.raw, scale)
  if not value then return problem(state, line, id, "%s", why) end
  local rating = { item = id, model = row.model, sample = row.sample or 1, answer = ratings.digest(row.answer.text),
    rater = about.rater, point = point, dimension = mark.dimension, value = value, low = scale.low, high = scale.high,
    usable_from = scale.usable_from, sheet = about.sheet, simulated = about.simulated, file = state.name,
    time = state.time, line = line }
  local key = ratings.key(rating)
  if state.seen[key] then
    return problem(state, line, id, "'%s' rated this in line %d already", rating.rater, state.seen[key])
  end
  state.seen[key] = line
  state.list[#state.list + 1] = rating
end

local function take(entry, state)
  local values = plain(entry.item)
  local marks = marks_of(values)
  if #marks == 0 then
    state.empty = state.empty + 1
    return
  end
  local row, place = row_of(values, entry.line, state)
  local rater = values.rater or state.rater
  if not rater then
    problem(state, entry.line, place and place.item, "nobody is named as 'rater'; or say --rater NAME")
  end
  if not row or not rater then return end
  local about = { line = entry.line, rater = rater, sheet = place.sheet,
    simulated = YES[values.simulated] or rater:find("^simulated") ~= nil or nil }
  state[about.simulated and "simulated" or "real"] = entry.line
  for _, mark in ipairs(marks) do take_mark(mark, row, about, state) end
end

local function new_state(path, about)
  local state = { found = findings.new(path), name = path:match("([^/]+)$"), time = about.time, rater = about.rater,
    scale = about.scale, codes = about.codes or {}, rows = {}, items = {}, models = {}, seen = {}, list = {},
    empty = 0 }
  for _, row in ipairs(about.rows) do
    state.items[row.item.id], state.models[row.model] = true, true
    state.rows[("%s\0%s\0%d"):format(row.item.id, row.model, row.sample or 1)] = row
  end
  return state
end

-- A column of another name is not read: one that is nearly one of ours is refused, others are told.
local function check_names(columns, state)
  for _, name in ipairs(columns) do
    local folded = text.fold(name):lower()
    if not own_name[folded] and not beside[folded] then
      local near = text.similar(folded, own_names)
      if near then
        problem(state, 1, nil, "there is no column '%s'; did you mean '%s'?", name, near)
      else
        findings.note(state.found, 1, nil, ("column '%s' is not read"):format(name))
      end
    end
  end
end

local function check_columns(columns, state)
  local known = {}
  for _, name in ipairs(columns) do known[own_name[text.fold(name):lower()] or ""] = true end
  check_names(columns, state)
  local marks = known.value
  for _, name in ipairs(names) do marks = marks or known[name] end
  if not marks then problem(state, 1, nil, "there is no column 'value', nor one of a dimension") end
  if not (known.code or known.item and known.model) then
    problem(state, 1, nil, "there are no columns 'item' and 'model', and no column 'code'")
  end
end

---@param path string
---@param about { rows: table[], scale: fun(row): table?, string?, codes: table?, rater: string?, time: string,
---separator: string? } `scale` gives { low, high, usable_from } for a whole answer
---@return table[]|nil ratings
---@return integer|string empty lines that hold no value, or every problem, one per line
---@return string[]|string|nil notes, or the problem's code
function M.read(path, about)
  local s, why, code = textfile.read(path)
  if not s then return nil, why, code end
  local state = new_state(path, about)
  local entries, columns = csv.read(s, state.found, about.separator)
  local before = #state.found.problems
  if #columns > 0 then check_columns(columns, state) end
  if #state.found.problems == before then
    for _, entry in ipairs(entries) do
      if not entry.broken then take(entry, state) end
    end
  end
  if state.real and state.simulated then
    problem(state, state.simulated, nil, "a file holds physicians' ratings or simulated ones, not both")
  end
  if #state.list + #state.found.problems == 0 then problem(state, nil, nil, "there is no rating in this file") end
  if #state.found.problems > 0 then return findings.fail(state.found) end
  return state.list, state.empty, findings.notes(state.found)
end

return M
