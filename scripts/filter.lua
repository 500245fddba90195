-- Tests of rows, made from a filter as people write it: filter.of { judge = "<=2", physician = ">=4", unsafe = true }.
-- scripts/box/filter.lua has the fields and how a comparison is written; reports (`rows{}`) and the REPL share both.
local fields = require "box.filter"
local meant = require "meant"
local opinions = require "opinions"
local states = require "states"
local words = require "words"

local M = {}

M.comparison = fields.comparison

---The physicians' mean of a row's answer as a whole, on their own scale; nil where nobody rated it.
function M.physician(row)
  local sum, count = 0, 0
  for _, opinion in ipairs(row.ratings and opinions.of(row.ratings) or {}) do
    sum, count = sum + opinion.value, count + 1
  end
  return count > 0 and sum / count or nil
end

---Highest less lowest readable score of a row; nil without one.
function M.spread(row)
  local low, high
  for _, judging in ipairs(row.judgings) do
    local score = judging.state == "scored" and judging.score
    if score then low, high = math.min(low or score, score), math.max(high or score, score) end
  end
  return low and high - low
end

---The conversation that an item is a round of: "MK/5".
function M.conversation(item) return ("%s/%s"):format(item.category, item.group) end

local function of_item(name)
  return function(row) return row.item[name] end
end

local function of_answer(name)
  return function(row) return row.answer[name] or false end
end

local function of_state(name)
  return function(row, limits) return states.of(row, limits)[name] end
end

local VALUES = {
  model = function(row) return row.model end,
  item = function(row) return row.item.id end,
  conversation = function(row) return M.conversation(row.item) end,
  category = of_item "category", subcategory = of_item "subcategory", scene = of_item "scene",
  difficulty = of_item "difficulty", language = of_item "language", round = of_item "round",
  sample = function(row) return row.sample or 1 end,
  state = of_state "state", judge = of_state "score", unsafe = of_state "unsafe", unreadable = of_state "unreadable",
  failed = of_state "failed",
  physician = M.physician, spread = M.spread,
  cut = of_answer "cut", empty = of_answer "empty", refusal = of_answer "refusal",
}

---The value that a filter compares, by the field's name: what columns of a report show too.
function M.value(name, row, limits) return VALUES[name](row, limits) end

local function field_of(name)
  local names = {}
  for i, field in ipairs(fields.fields) do
    if field.name == name then return field end
    names[i] = field.name
  end
  return nil, words.here()("desk_no_filter", tostring(name), meant(name, names), table.concat(names, ", "))
end

local function is_one_of(wanted)
  local set = {}
  for _, one in ipairs(type(wanted) == "table" and wanted or { wanted }) do set[one] = true end
  return function(value) return set[value] == true end
end

-- The test of one field's value.
local function test_of(field, wanted)
  if field.type == "yes or no" then
    if type(wanted) ~= "boolean" then return nil, ("'%s' is true or false"):format(field.name) end
    return function(value) return value == wanted end
  end
  if field.type == "text or texts" then return is_one_of(wanted) end
  local compare = fields.comparison(wanted)
  if not compare then
    return nil, ("'%s' is compared as in \"<=2\", \"2..4\" or 3, and this is '%s'"):format(field.name, tostring(wanted))
  end
  return function(value) return value ~= nil and compare(value) end
end

---A test of rows; a mistake in the filter raises, and says what there is.
---@param given table<string, any> empty: every row fits
---@param limits table<string, number>? of states.limits, for what depends on a judge's limit (4 without)
---@return fun(row: table): boolean
function M.of(given, limits)
  local tests = {}
  for name, wanted in pairs(given) do
    local field, problem = field_of(name)
    local test
    if field then test, problem = test_of(field, wanted) end
    if not test then error(problem, 0) end
    tests[#tests + 1] = { value = VALUES[name], fits = test }
  end
  limits = limits or {}
  return function(row)
    for _, test in ipairs(tests) do
      if not test.fits(test.value(row, limits)) then return false end
    end
    return true
  end
end

---The rows that fit, in their order.
function M.rows(rows, given, limits)
  local fits, found = M.of(given, limits), {}
  for _, row in ipairs(rows) do
    if fits(row) then found[#found + 1] = row end
  end
  return found
end

return M
