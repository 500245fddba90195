-- Intervals of what is known of a judge: scores of five levels' width beside physicians', 30 conversations of 5.
local sim = dofile "tests/bench/coverage/sim.lua"
local stats = require "viva.stats"

-- score - human = 0.2 + 0.3 log length + an error, part of which a conversation shares.
local function rows(slope_of)
  local found = { scores = {}, human = {}, lengths = {}, own = {} }
  found.clusters = sim.items(function(shared, own, g)
    local i, log = #found.scores + 1, 5 + 0.6 * sim.normal()
    found.human[i], found.lengths[i] = 3 + sim.normal(), math.exp(log)
    found.own[i] = (i + g) % 5 == 0 and 1 or 0
    found.scores[i] = found.human[i] + 0.2 + slope_of(log, found.own[i]) + 0.7 * (shared + own)
  end)
  return found
end

local function with_physicians()
  sim.table("judge beside physicians", function(put)
    local one = rows(function(log) return 0.3 * (log - 5) end)
    local options = { clusters = one.clusters }
    put("length_bias", stats.length_bias(one.scores, one.lengths, one.human, options), 0.3)
    put("length_bias, no clusters", stats.length_bias(one.scores, one.lengths, one.human), 0.3)
    put("severity", stats.severity(one.scores, one.human, options), 0.2)
    put("severity, no clusters", stats.severity(one.scores, one.human), 0.2)
    local two = rows(function(_, own) return 0.4 * own end)
    put("self_preference", stats.self_preference(two.scores, two.human, two.own, { clusters = two.clusters }), 0.4)
  end)
end

-- One in ten answers is of the judge's own family, all of them in a third of the conversations.
local function few_of_its_own()
  sim.table("self-preference, own answers in 6 of 30 conversations", function(put)
    local scores, human, own = {}, {}, {}
    local clusters = sim.items(function(shared, error, g)
      local i = #scores + 1
      own[i] = g % 5 == 0 and 1 or 0
      human[i] = 3 + sim.normal()
      scores[i] = human[i] + 0.4 * own[i] + 0.7 * (shared + error)
    end)
    put("self_preference", stats.self_preference(scores, human, own, { clusters = clusters }), 0.4)
  end)
end

-- 30 items answered by five models, each with a habit of length of its own.
local function within()
  sim.table("length without physicians, 30 items of 5 models", function(put)
    local scores, lengths, items, models, habit = {}, {}, {}, {}, {}
    for m = 1, 5 do habit[m] = 0.4 * sim.normal() end
    for g = 1, sim.clusters do
      local level, size = sim.normal(), 0.5 * sim.normal()
      for m = 1, 5 do
        local i, log = #scores + 1, 5 + size + habit[m] + 0.5 * sim.normal()
        items[i], models[i], lengths[i] = g, m, math.exp(log)
        scores[i] = 3 + level + 0.2 * m + 0.3 * (log - 5) + 0.7 * sim.normal()
      end
    end
    put("length_bias_within", stats.length_bias_within(scores, lengths, items, models), 0.3)
  end)
end

return function()
  with_physicians()
  few_of_its_own()
  within()
end
