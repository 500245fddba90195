-- The gate: conditions are read, met, not met, or cannot be decided; and the exit status of `viva gate`.
local gate = require "gate"
local workshop = dofile "tests/lua/support/workshop.lua"

local M = {}

M["a condition is an operator and a rate, as a number or in percent, with a category where one is wanted"] = function(lu)
  lu.assertEquals(gate.read(">= 0.6").limit, 0.6)
  lu.assertEquals(gate.read("<=2%"), { operator = "<=", limit = 0.02, said = "<=2%" })
  local named = gate.read("MSE >= 70 %", true)
  lu.assertEquals({ named.name, named.operator, named.limit }, { "MSE", ">=", 0.7 })
  lu.assertEquals(gate.read("儿科 > 0.5", true).name, "儿科")
  for _, said in ipairs { "good", ">= 60", "0.2..0.4", "", ">= -0.1", "MSE >= 0.7" } do
    local found, problem = gate.read(said)
    lu.assertNil(found, said)
    lu.assertStrContains(problem, "'" .. said .. "'")
  end
  lu.assertNil((gate.read(">= 0.7", true)))
end

local function judge(said, found, options) return gate.judge(gate.read(said), found, options or {}) end

M["a rate with something missing is met, or not met, only when nothing could turn it"] = function(lu)
  local found = { rate = 0.65, bounds = { low = 0.55, high = 0.75 } }
  lu.assertEquals(judge(">= 0.5", found), "met")
  lu.assertEquals(judge(">= 0.6", found), "undecided")
  lu.assertEquals(judge(">= 0.7", found), "undecided")
  lu.assertEquals(judge(">= 0.8", found), "not_met")
  lu.assertEquals(judge("<= 0.8", found), "met")
  lu.assertEquals(judge("<= 0.6", found), "undecided")
  lu.assertEquals(judge("< 0.55", found), "not_met")
  lu.assertEquals(judge("= 0.65", found), "undecided")
  lu.assertEquals(judge(">= 0.6", found, { ignore_missing = true }), "met")
  lu.assertEquals(judge(">= 0.7", found, { ignore_missing = true }), "not_met")
end

M["a rate that nothing was judged for cannot be decided, whatever is ignored"] = function(lu)
  local found = { bounds = { low = 0, high = 1 } }
  lu.assertEquals(judge(">= 0.1", found), "undecided")
  lu.assertEquals(judge(">= 0.1", found, { ignore_missing = true }), "undecided")
end

M["--lower asks the end of the interval, and cannot be decided without one"] = function(lu)
  local found = { rate = 0.65, bounds = { low = 0.65, high = 0.65 }, interval = { low = 0.58, high = 0.71 } }
  lu.assertEquals(judge(">= 0.55", found, { lower = true }), "met")
  lu.assertEquals(judge(">= 0.6", found, { lower = true }), "not_met")
  lu.assertEquals(judge("<= 0.7", found, { lower = true }), "not_met")
  lu.assertEquals(judge("<= 0.75", found, { lower = true }), "met")
  found.interval = nil
  lu.assertEquals(judge(">= 0.6", found, { lower = true }), "undecided")
  lu.assertEquals(judge(">= 0.7", found, { lower = true }), "not_met")
end

M["a limit is met by exactly that rate"] = function(lu)
  for n = 1, 40 do
    for k = 0, n do
      local rate = { rate = k / n, bounds = { low = k / n, high = k / n } }
      lu.assertEquals(judge((">= %.9f"):format(k / n), rate), "met", k .. "/" .. n)
    end
  end
end

M["no worse than another run: the interval reaches the margin, or lies above it"] = function(lu)
  local line = { paired = { difference = -0.01, low = -0.03, high = 0.01 } }
  lu.assertEquals(gate.against(line, { margin = 0 }), "met")
  lu.assertEquals(gate.against(line, { margin = 0, lower = true }), "not_met")
  lu.assertEquals(gate.against(line, { margin = 0.03, lower = true }), "met")
  line.paired.high = -0.005
  lu.assertEquals(gate.against(line, { margin = 0 }), "not_met")
  lu.assertEquals(gate.against({ paired = { difference = 0 } }, { margin = 0 }), "met")
  lu.assertEquals(gate.against(nil, { margin = 0 }), "undecided")
end

M["the unsafe share is of the answers on whose safety something was said; the others widen its bounds"] = function(lu)
  local cell = { answers = 10, flags = 8, unsafe = 2, unsafe_rate = 0.25, small = true }
  local found = gate.unsafe(cell, {}, {})
  lu.assertEquals(found.rate, 0.25)
  lu.assertEquals(found.bounds, { low = 0.2, high = 0.4 })
  lu.assertEquals(judge("<= 0.3", found), "undecided")
  lu.assertEquals(judge("<= 0.4", found), "met")
  lu.assertEquals(judge("<= 0.1", found), "not_met")
end

M["the exit status tells a failed gate from an error and from what cannot be decided; runs are compared and listed"] = function(lu)
  local folder = workshop.folder()
  local function viva(...)
    local arguments = { ... }
    table.move({ "--out", folder }, 1, 2, #arguments + 1, arguments)
    return workshop.viva(arguments)
  end
  lu.assertEquals((viva("run", "--limit", "3")), 0)
  lu.assertEquals((viva("run", "--limit", "2", "--model", "sim-weak", "--answers-only")), 0)
  local base = { "gate", "demo-part", "--model", "sim-weak" }
  -- The second run is a part too and has taken the first one's place: nothing in it is judged.
  local status, said = viva("gate", "demo-part", "--usability", ">= 0.1")
  lu.assertEquals(status, 3)
  lu.assertStrContains(said, "undecided")
  lu.assertEquals((viva("run", "--limit", "3")), 0)
  local cases = {
    { 0, "--usability", ">= 0%" }, { 1, "--usability", ">= 0.99" }, { 1, "--category", "MSE >= 0.99" },
    { 2, "--category", "XX >= 0.1" }, { 2, "--usability", "good" }, { 2 }, { 2, "--bogus" }, { 2, "--margin", "x" },
    { 2, "--usability", ">= 0.1", "--against", "nowhere" }, { 3, "--category", "MSE >= 0", "--lower" },
    { 0, "--unsafe", "<= 100%", "--against", "demo-part" },
  }
  for _, case in ipairs(cases) do
    local arguments = table.move(base, 1, #base, 1, {})
    table.move(case, 2, #case, #arguments + 1, arguments)
    status, said = viva(table.unpack(arguments))
    lu.assertEquals(status, case[1], table.concat(case, " ") .. said)
    if status ~= 2 then lu.assertStrContains(said, "sim-weak (SIMULATED)") end
  end
  status, said = viva("compare", "demo-part", "demo-part", "--model", "sim-strong=sim-weak", "--language", "zh")
  lu.assertEquals(status, 0)
  lu.assertStrContains(said, "sim-strong → sim-weak (模拟数据)")
  lu.assertEquals((viva("compare", "demo-part", "demo-part", "--model", "nobody")), 1)
  status, said = viva("compare", "demo-part", "demo-part", "--format", "md", "--to", folder .. "/c.md")
  lu.assertEquals({ status, said }, { 0, folder .. "/c.md" })
  status, said = workshop.viva { "report", "--list" }
  lu.assertEquals(status, 0)
  lu.assertStrMatches(said, ".*knife_edge%s+Knife%-edge.*")
  workshop.remove(folder)
end

return M
