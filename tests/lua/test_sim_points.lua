-- The simulated judge about points: met by coverage, with words that stand in the answer; unreadable on request.
package.path = "tests/lua/support/?.lua;" .. package.path
local checklists = require "checklists"
local dataset = require "dataset"
local experts = require "experts"
local judge_check = require "judge_check"
local simulation = require "simulation"

local T = {}

local RULES = { { name = "headed", path = "checklists/rules/headed.lua" } }

-- The first verdict of judges/points.lua on an answer, with the simulated judge's reply.
local function verdict_on(simulated, judge, item, answer)
  local view = judge_check.view(item, answer)
  local asks = assert(experts.call(judge, "step", view, {})).asks
  local reply = assert(simulation.ask(simulated, "sim-judge", asks[1]))
  return assert(experts.call(judge, "read", reply, view)), reply
end

local function with_items(faults, check)
  local set = assert(dataset.load("data/demo"))
  assert(checklists.resolve(set, { rules = RULES }))
  local judge, items = assert(experts.load("judge", "judges/points.lua")), {}
  for _, item in ipairs(set.items) do
    if item.points and item.reference and item.points[1].from:find("^checklist") and item.round == 1 then
      items[#items + 1] = item
    end
  end
  simulation.with({ data = { "data/demo" }, faults = faults }, function(simulated) check(simulated, judge, items) end)
  experts.close()
end

T["an answer as full as the reference meets most points, an empty one none, and every quote stands in the answer"] = function(lu)
  with_items(nil, function(simulated, judge, items)
    local met, all = 0, 0
    for _, item in ipairs(items) do
      local full = verdict_on(simulated, judge, item, item.reference)
      lu.assertEquals(full.state, "scored", item.id .. tostring(full.why))
      for _, point in ipairs(item.points) do
        local state = full.points[point.id]
        all, met = all + 1, met + (state.state == "met" and 1 or 0)
        if state.state == "met" then lu.assertTrue(state.quoted, item.id) end
      end
      local none = verdict_on(simulated, judge, item, "?")
      lu.assertEquals(none.score, 1, item.id)
    end
    lu.assertTrue(#items > 10 and met > 0.8 * all, ("%d of %d"):format(met, all))
  end)
end

T["on request something of a point is left out, and the verdict cannot be read"] = function(lu)
  with_items({ "unreadable=1" }, function(simulated, judge, items)
    for i = 1, 5 do
      local verdict, reply = verdict_on(simulated, judge, items[i], items[i].reference)
      lu.assertEquals({ verdict.state, verdict.code }, { "unreadable", "points" }, reply)
    end
  end)
end

return T
