-- Reads what a judge model says of each point of a checklist: met, not met or not applicable, with the words of the
-- answer that show it. As tolerant as the grammar of verdicts: a list of objects, an object by number, a lone object
-- for a lone point, or lines of prose. What is not plainly said of a point is unreadable for it, never "not met".
local values = require "box.verdict_values"
local words = require "box.verdict_words"

local M = {}

local STATES = {}
for state, said in pairs {
  met = [[met|yes|true|satisfied|fulfilled|present|pass|passed|满足|已满足|完全满足|是|符合|做到|已做到|达到|已达到|出现|已出现|有]],
  not_met = [[not met|unmet|no|false|not satisfied|not fulfilled|absent|missing|not present|fail|failed|不满足|未满足|没有满足|否|
    不符合|未做到|没有做到|未达到|没有达到|未出现|没有出现|没有|无]],
  not_applicable = [[not applicable|n/a|na|does not apply|不适用|无关|不涉及]],
} do
  for one in said:gmatch("[^|]+") do STATES[one:match("^%s*(.-)%s*$")] = state end
end

local function set(names)
  local found = {}
  for name in names:gmatch("%S+") do found[name] = true end
  return found
end

local LISTS = set [[points pointstates criteria checklist items results rubric rubrics 要点 各要点 评分要点 逐点 逐条 标准 评分标准]]
local NUMBERS = set [[point id number no num nr index n 编号 序号 号 要点 要点编号 标准]]
local SAYINGS = set [[state status verdict result met criteriamet judgement judgment 状态 结论 结果 判定 是否满足 满足 是否做到]]
local QUOTES = set [[quote quotes quotation evidence words 引文 引用 原文 依据 证据]]

---What a value says of a point: "met", "not_met", "not_applicable", or nil.
function M.state(value, fold)
  if type(value) == "boolean" then return value and "met" or "not_met" end
  if type(value) ~= "string" then return nil end
  local s = values.simplify(fold(value)):gsub("[%[%]%(%)]", ""):match("^%s*(.-)[%s%.!;]*$")
  if STATES[s] then return STATES[s] end
  local first = s:match("^(.-)%s*[,%.:;%-]")
  return first and STATES[first] or nil
end

local function pick(object, names)
  for key, value in next, object do
    if type(key) == "string" and names[words.plain(key)] then return value end
  end
end

local function text_of(value)
  if type(value) == "table" then value = table.concat(value, " ... ") end
  return type(value) == "string" and value:find("%S") and value or nil
end

-- The reading: found.states by number, found.known (number -> true), found.by_text, found.count.

local function number_of(value, found)
  if type(value) == "number" then return math.tointeger(value) end
  if type(value) ~= "string" then return nil end
  local folded = found.fold(value)
  local digits = folded:match("^%D*(%d+)%D*$")
  local other = found.by_text[value] or found.by_text[folded:match("^%s*(.-)%s*$")]
  return other or digits and #folded < 24 and math.tointeger(tonumber(digits)) or nil
end

local function note(found, number, state, quote)
  if not number or not found.known[number] or not state then return end
  local earlier = found.states[number]
  if earlier and earlier.state ~= state then state = "two" end
  found.states[number] = { state = state, quote = quote or earlier and earlier.quote }
end

local function take_entry(found, entry, number)
  if type(entry) ~= "table" then return note(found, number, M.state(entry, found.fold)) end
  local own = number_of(pick(entry, NUMBERS), found)
  note(found, own or number, M.state(pick(entry, SAYINGS), found.fold), text_of(pick(entry, QUOTES)))
end

-- A list without numbers counts by position where it has an entry for each point.
local function take_list(found, list)
  for i, entry in ipairs(list) do take_entry(found, entry, #list == #found.numbers and found.numbers[i] or nil) end
end

local function take_map(found, map)
  for key, entry in next, map do take_entry(found, entry, number_of(key, found)) end
end

local function take_points(found, value)
  if type(value) ~= "table" then return end
  if #value > 0 then take_list(found, value) else take_map(found, value) end
end

local function points_in(object, name)
  if object[name] ~= nil then return object[name] end
  local plain = words.plain(name)
  for key, value in next, object do
    if type(key) == "string" and (words.plain(key) == plain or LISTS[words.plain(key)]) and type(value) == "table" then
      return value
    end
  end
end

local function take_object(found, object, name)
  local value = points_in(object, name)
  if value ~= nil then return take_points(found, value) end
  local number = number_of(pick(object, NUMBERS), found) or #found.numbers == 1 and found.numbers[1] or nil
  if number and pick(object, SAYINGS) ~= nil then return take_entry(found, object, number) end
  take_map(found, object)
end

local HEADS = set [[point p no no. 要点 第 criterion item 标准]]
HEADS[""] = true

local function quote_of(line)
  return line:match('"([^"]+)"') or line:match("“(.-)”") or line:match("「(.-)」")
end

local function take_line(found, line)
  local simple = values.simplify(line)
  local head, number, rest = simple:match("^([^%d\n]-)(%d+)(.*)$")
  if not head or not HEADS[head:gsub("[%[%(%s]+$", ""):match("^[%-%s>#*]*(.*)$")] then return end
  for _, unit in ipairs { "条", "点", "项" } do rest = rest:gsub("^" .. unit, "") end
  rest = rest:gsub("^[%s%.%)%]:%-、]+", ""):gsub("\"", "")
  note(found, math.tointeger(tonumber(number)), M.state(rest, found.fold), quote_of(line))
end

---Reads the states of points from what verdict.lua made of a reply.
---@param opened { objects: table[], rest: string, fold: function } its JSON objects and the text around them
---@param points { number: integer, text: string }[] those that were asked for
---@param name string what the judge file calls the field
---@return table<integer, { state: string, quote: string? }> by number; state "two" where a point is said to be both
function M.read(opened, points, name)
  local found = { states = {}, known = {}, by_text = {}, numbers = {}, fold = opened.fold }
  for i, point in ipairs(points) do
    found.known[point.number], found.by_text[point.text], found.numbers[i] = true, point.number, point.number
  end
  for _, object in ipairs(opened.objects) do
    if object.value then take_object(found, object.value, name) end
  end
  if next(found.states) == nil then
    for line in opened.fold(opened.rest):gmatch("[^\n]+") do take_line(found, line) end
  end
  return found.states
end

return M
