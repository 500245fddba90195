-- Dice: chance that is the same on every run. A roll depends on the texts it was made from and on nothing else: not on
-- time, not on the order in which requests arrive.
local digest = require "viva.digest"

local M = {}

-- splitmix64 (Steele, Lea, Flood 2014): one 64-bit state, well mixed from the first number on.
local function mix(z)
  z = (z ~ (z >> 30)) * 0xBF58476D1CE4E5B9
  z = (z ~ (z >> 27)) * 0x94D049BB133111EB
  return z ~ (z >> 31)
end

---@param ... string what the rolls depend on
---@return fun(): number roll the next number, from 0 to less than 1
function M.new(...)
  local state = string.unpack("<i8", digest.identity { ... })
  return function()
    state = state + 0x9E3779B97F4A7C15
    return (mix(state) >> 11) * 2.0 ^ -53
  end
end

---@return number one roll
function M.roll(...) return M.new(...)() end

---@param roll fun(): number
---@param list any[]
function M.pick(roll, list) return list[1 + math.floor(roll() * #list)] end

return M
