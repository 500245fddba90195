-- What is said of options that want a number and are given something else: the same of every command.
package.path = "tests/lua/support/?.lua;" .. package.path
local workshop = require "workshop"

local M = {}

local CASES = {
  { { "ratings", "simulate", "--agreement", "abc", "--to", "x.csv" }, "--agreement wants a number, not 'abc'" },
  { { "ratings", "import", "x.csv", "--usable-from", "four" }, "--usable-from wants a whole number, not 'four'" },
  { { "ratings", "sheet", "--n", "1.5" }, "--n wants a whole number, not '1.5'" },
  { { "run", "--limit", "all" }, "--limit wants a whole number, not 'all'" },
  { { "compare", "a", "b", "--most", "x" }, "--most wants a whole number, not 'x'" },
  { { "sim", "--latency", "1e999" }, "--latency wants a number, not '1e999'" },
  { { "sim", "--latency", "nan" }, "--latency wants a number, not 'nan'" },
  { { "gate", "--margin", "5" }, "--margin wants a number from 0 to 1, not '5'" },
}

for _, case in ipairs(CASES) do
  M["an option that wants a number names itself: viva " .. table.concat(case[1], " ")] = function(lu)
    local status, told = workshop.told(case[1])
    lu.assertNotEquals(status, 0)
    lu.assertStrContains(told, case[2])
  end
end

return M
