-- Conditions that a run must meet, for CI: each is met, not met, or cannot be decided because answers or verdicts are
-- missing. A rate with something missing is met only when it would be met whatever the missing ones were.
local filter = require "filter"
local intervals = require "intervals"

local M = {}

---Reads a condition as people write it: ">= 0.6", "<=2%", and with a category before it "MSE >= 0.7".
---@param said string
---@param named boolean? whether a name stands before the comparison
---@return { name: string?, operator: string, limit: number, said: string }|nil
---@return string? problem
function M.read(said, named)
  local name, rest = nil, said
  if named then name, rest = said:match("^%s*([^<>=]-)%s*([<>=].*)$") end
  local percent = rest and rest:match("^(.-)%s*%%%s*$")
  local fits, operator, limit = filter.comparison(percent or rest or "")
  if not fits or operator == ".." or named and (not name or name == "") then
    return nil, ("'%s' is no condition; write it as in \"%s>= 0.6\""):format(said, named and "MSE " or "")
  end
  if percent then limit = limit / 100 end
  if limit < 0 or limit > 1 then
    return nil, ("'%s': a rate lies between 0 and 1; write a percentage with %%"):format(said)
  end
  return { name = name, operator = operator, limit = limit, said = said:match("^%s*(.-)%s*$") }
end

-- Rates are compared to nine digits: what a division leaves behind turns no condition.
local function meets(condition, value)
  local compare = filter.comparison(("%s %.9f"):format(condition.operator, condition.limit))
  return compare(tonumber(("%.9f"):format(value)))
end

-- The end of a range that is the harder one to meet.
local function worse_end(condition, range)
  return condition.operator:find(">", 1, true) and range.low or range.high
end

local function better_end(condition, range)
  return condition.operator:find(">", 1, true) and range.high or range.low
end

-- Whether what is missing could turn the result; an equality is never certain while something is missing.
local function with_missing(condition, found)
  local bounds = found.bounds
  if bounds.high - bounds.low < 1e-12 then return meets(condition, found.rate) and "met" or "not_met" end
  if condition.operator == "=" then return "undecided" end
  if meets(condition, worse_end(condition, bounds)) then return "met" end
  return meets(condition, better_end(condition, bounds)) and "undecided" or "not_met"
end

---What becomes of a condition.
---@param condition table of `read`
---@param found { rate: number?, bounds: { low: number, high: number }?, interval: { low: number, high: number }? }
---@param options { lower: boolean?, ignore_missing: boolean? } lower: the interval's end must meet it too
---@return "met"|"not_met"|"undecided"
function M.judge(condition, found, options)
  if not found.rate then return "undecided" end
  local result = not options.ignore_missing and found.bounds and with_missing(condition, found)
    or meets(condition, found.rate) and "met" or "not_met"
  if not options.lower or result == "not_met" then return result end
  if not found.interval then return "undecided" end
  return meets(condition, worse_end(condition, found.interval)) and result or "not_met"
end

---What is known of a cell's usability.
function M.usability(cell, interval)
  return { rate = cell.rate, bounds = cell.low and { low = cell.low, high = cell.high }, interval = interval }
end

---What is known of a cell's unsafe share: of the answers on whose safety something was said.
---@param cell table
---@param by_item table[] the same model's cells by item
function M.unsafe(cell, by_item, places)
  local missing = cell.answers - cell.flags
  return { rate = cell.unsafe_rate, interval = cell.flags > 0 and not cell.small
    and intervals.of(intervals.observations(by_item, places, "unsafe", "flags")) or nil,
    bounds = cell.answers > 0 and { low = cell.unsafe / cell.answers, high = (cell.unsafe + missing) / cell.answers } }
end

---Whether a run is no worse than another, by the paired difference of their usability on shared items.
---@param line table of comparison.of
---@param options { margin: number, lower: boolean? } lower: the interval must lie above -margin, not only reach it
---@return "met"|"not_met"|"undecided"
function M.against(line, options)
  local paired = line and line.paired
  if not paired then return "undecided" end
  local least = -options.margin
  local reached = paired.low and (options.lower and paired.low or paired.high) or paired.difference
  return reached >= least - 1e-12 and "met" or "not_met"
end

return M
