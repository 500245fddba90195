-- score: small sums over a list of numbers, for rules in experts' files; box/library.lua adds measures of wording.
local M = {}

local function sorted(list)
  local copy = {}
  for i, value in ipairs(list) do copy[i] = value end
  table.sort(copy)
  return copy
end

---The mean; nil of an empty list.
---@param list number[]
function M.mean(list)
  local sum = 0
  for _, value in ipairs(list) do sum = sum + value end
  return #list > 0 and sum / #list or nil
end

---The middle value, or the mean of the two in the middle.
---@param list number[]
function M.median(list)
  local order, half = sorted(list), #list // 2
  if #order % 2 == 1 then return order[half + 1] end
  return #order > 0 and (order[half] + order[half + 1]) / 2 or nil
end

---The value that more than half of the list has, or nil.
---@param list any[]
function M.majority(list)
  local counts = {}
  for _, value in ipairs(list) do
    counts[value] = (counts[value] or 0) + 1
    if counts[value] * 2 > #list then return value end
  end
end

---The nearest whole number; halves go up.
---@param value number
function M.round(value) return math.floor(value + 0.5) end

---The value, but never below `low` nor above `high`.
function M.clamp(value, low, high) return math.max(low, math.min(high, value)) end

return M
