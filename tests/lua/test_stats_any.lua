-- Every function of viva.stats with arguments of every kind: it answers, says nil with a reason, or raises with a text; never
-- NaN or infinity, whatever is asked.
local golden = dofile("tests/lua/support/golden.lua")
local stats = require "viva.stats"

local M = {}
local next_number = golden.generator(12)

local function numbers(n, of, missing)
  local list = {}
  for i = 1, n do list[i] = missing and next_number(4) == 1 and false or of() end
  return list
end

local makers = {
  function(n) return numbers(n, function() return next_number(6) - 1 end) end,
  function(n) return numbers(n, function() return next_number(2) - 1 end, true) end,
  function(n) return numbers(n, function() return next_number(2) - 1 end) end,
  function(n) return numbers(n, function() return next_number(100) / 10 - 3 end) end,
  function(n) return numbers(n, function() return 4 end) end,
  function(n) return numbers(n, function() return "c" .. next_number(3) end) end,
  function(n) return stats.pack(numbers(n, function() return next_number(6) - 1 end, true), { 0, 1, 2, 3, 4, 5 }) end,
  function(n) return stats.clusters(numbers(n, function() return next_number(3) end)) end,
  function(n) return stats.crosstab_of({ numbers(2, function() return next_number(n + 1) - 1 end), { 0, n } }, { 0, 1 }) end,
  function(n) return { numbers(n, function() return next_number(5) end), numbers(n, function() return next_number(5) end) } end,
  function(n) return { numbers(n, function() return next_number(2) - 1 end, true), numbers(n, function() return 1 end) } end,
  function() return next_number(40) - 3 end,
  function() return next_number(100) / 50 - 0.5 end,
  function() return nil end,
  function() return "text" end,
}

local OPTIONS = {
  scale = function() return { 0, 1, 2, 3, 4, 5 } end, clusters = function(n) return makers[6](n) end,
  strata = function(n) return makers[5](n) end, draws = function() return 20 end, budget = function() return 0.3 end,
  weights = function() return "quadratic" end, level = function() return "ratio" end, lambda = function() return 0.5 end,
  delta = function() return 0.1 end, omega2 = function() return 1 end, items = function(n) return n end,
  threshold = function() return 3 end, tuned = function() return true end,
}

local function options(n)
  local chosen = {}
  for name, make in pairs(OPTIONS) do
    if next_number(6) == 1 then chosen[name] = make(n) end
  end
  return chosen
end

local function argument(n)
  if next_number(5) == 1 then return options(n) end
  return makers[next_number(#makers)](n)
end

local function finite(value, seen)
  if type(value) == "number" then return value == value and value ~= math.huge and value ~= -math.huge end
  if type(value) ~= "table" or seen[value] then return true end
  seen[value] = true
  for _, inner in pairs(value) do
    if not finite(inner, seen) then return false end
  end
  return true
end

local function check(lu, name, ok, first, second, third)
  if not ok then lu.assertIsString(first, name) return end
  lu.assertTrue(finite(first, {}) and finite(second, {}), name .. " gives what is no number")
  if first == nil then
    lu.assertIsString(second, name)
    lu.assertTrue(third == "undefined" or third == "memory", name)
  end
end

M["whatever is asked, an answer, a reason or an error"] = function(lu)
  local names, answered = {}, {}
  for name in pairs(stats) do names[#names + 1] = name end
  table.sort(names)
  for _ = 1, 40000 do
    local name, n = names[next_number(#names)], next_number(9) - 1
    local a, b, c, d = argument(n), argument(n), argument(n), next_number(2) == 1 and options(n) or nil
    local arguments = next_number(4)
    local ok, first, second, third
    if arguments == 1 then ok, first, second, third = pcall(stats[name], a)
    elseif arguments == 2 then ok, first, second, third = pcall(stats[name], a, b)
    elseif arguments == 3 then ok, first, second, third = pcall(stats[name], a, b, c)
    else ok, first, second, third = pcall(stats[name], a, b, c, d) end
    if ok and first ~= nil then answered[name] = true end
    check(lu, name, ok, first, second, third)
  end
  local count = 0
  for _ in pairs(answered) do count = count + 1 end
  lu.assertTrue(count > #names / 2, "most functions were answered at least once")
end

return M
