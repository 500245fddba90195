-- Intervals of means and rates, of differences, of ranks.
local sim = dofile "tests/bench/coverage/sim.lua"
local stats = require "viva.stats"

local RATES = { 0.5, 0.85, 0.95 }

local function means(name, truth, threshold)
  sim.table(name, function(put, run)
    local values, clusters = sim.sample(threshold)
    local packed, groups = stats.pack(values), stats.clusters(clusters)
    local function draw(method, widen)
      return stats.bootstrap(packed, { clusters = groups, method = method, widen = widen, draws = 1000, seed = run })
    end
    local plain = stats.mean(packed)
    put("clustered t", stats.mean(packed, { clusters = groups }), truth)
    put("bootstrap, BCa, widened", draw("bca", true), truth)
    put("bootstrap, BCa", draw "bca", truth)
    put("bootstrap, pct.", draw "percentile", truth)
    put("t without clusters", plain, truth)
    if threshold then put("Wilson without clusters", sim.wilson(plain.mean * #values, #values), truth) end
  end)
end

-- As OP is resampled: five categories of 4 to 8 conversations, each with a rate of its own.
local SIZES, APART = { 4, 5, 6, 7, 8 }, { [0.5] = 0.1, [0.85] = 0.05, [0.95] = 0.02 }

local function overall(rate)
  local thresholds = {}
  for k = 1, 5 do thresholds[k] = sim.threshold_of(rate + (k - 3) * APART[rate]) end
  sim.table(("OP %.2f, five categories of 4 to 8 conversations"):format(rate), function(put, run)
    local values, clusters, strata = {}, {}, {}
    for k, size in ipairs(SIZES) do
      sim.items(function(shared, own, g)
        values[#values + 1] = shared + own > thresholds[k] and 1 or 0
        clusters[#clusters + 1], strata[#strata + 1] = k .. "/" .. g, k
      end, size)
    end
    local function draw(widen)
      return stats.bootstrap(values, { clusters = clusters, strata = strata, equal = true, widen = widen, draws = 1000,
        seed = run })
    end
    put("bootstrap, BCa, widened", draw(true), rate)
    put("bootstrap, BCa", draw(), rate)
  end)
end

local function independent(n, rate)
  sim.table(("%d single items, rate %.2f"):format(n, rate), function(put, run)
    local successes, values = 0, {}
    for i = 1, n do
      values[i] = math.random() < rate and 1 or 0
      successes = successes + values[i]
    end
    put("Wilson", sim.wilson(successes, n), rate)
    put("t", stats.mean(values), rate)
    put("bootstrap_rate, BCa", stats.bootstrap_rate(successes, n, { draws = 1000, seed = run }), rate)
    put("bootstrap_rate, pct.", stats.bootstrap_rate(successes, n, { draws = 1000, seed = run, method = "percentile" }),
      rate)
    put("floor", stats.floor(values, 0), 1 - rate) -- caught: those at the floor
    put("position", stats.position(n, successes, n - successes), rate)
  end)
end

-- Items scored in three rounds: usable when their mean is 4 or more.
local function edge(clustered)
  local threshold = sim.threshold_of(0.7)
  local function round(value) return value + 0.5 * sim.normal() > threshold and 5 or 1 end
  local function draw(clusters)
    local rounds = { {}, {}, {} }
    sim.items(function(shared, own)
      for k = 1, 3 do table.insert(rounds[k], round(shared + own)) end
    end, clusters, clustered and sim.icc or 0)
    return rounds
  end
  local function of(rounds) return stats.knife_edge(rounds, { threshold = 4, scale = { 1, 5 } }).rates[2] end
  local truth = of(draw(60000)).rate
  sim.table(("rate of items usable in three rounds, %s"):format(clustered and "30 conversations of 5" or "150 single items"),
    function(put) put("knife_edge", of(draw(30)), truth) end)
end

local function paired(name, truth, rates)
  local a, b = rates and sim.threshold_of(rates[1]), rates and sim.threshold_of(rates[2])
  sim.table(name, function(put)
    local first, second = {}, {}
    local clusters = sim.items(function(shared, own)
      local x, y = shared + own, shared + 0.7 * own + math.sqrt(1 - 0.49) * math.sqrt(1 - sim.icc) * sim.normal()
      first[#first + 1] = rates and (x > a and 1 or 0) or x
      second[#second + 1] = rates and (y > b and 1 or 0) or y
    end)
    put("paired", stats.paired(first, second, { clusters = clusters }), truth)
  end)
end

-- Four models, two of them equal: all ranks held at once.
local MEANS, TRUE_RANKS = { 0.6, 0.3, 0.3, 0 }, { { 1, 1 }, { 2, 3 }, { 2, 3 }, { 4, 4 } }

local function ranks()
  sim.table("ranks of four models, two of them equal", function(put)
    local models = { {}, {}, {}, {} }
    local clusters = sim.items(function(shared, own)
      for m = 1, 4 do table.insert(models[m], MEANS[m] + shared + own + 0.7 * sim.normal()) end
    end)
    local found, held, width = stats.ranks(models, { clusters = clusters }).models, true, 0
    for m, rank in ipairs(found) do
      held = held and rank.low <= TRUE_RANKS[m][1] and rank.high >= TRUE_RANKS[m][2]
      width = width + (rank.high - rank.low) / 4
    end
    put("ranks, all at once", { low = 0, high = width }, held and 0 or -1)
  end)
end

return function()
  means("normal scores", 0)
  for _, rate in ipairs(RATES) do means(("rate %.2f"):format(rate), rate, sim.threshold_of(rate)) end
  for _, rate in ipairs(RATES) do overall(rate) end
  paired("difference of normal scores", 0)
  for _, two in ipairs { { 0.5, 0.6 }, { 0.85, 0.75 }, { 0.95, 0.9 } } do
    paired(("difference of the rates %.2f and %.2f"):format(two[1], two[2]), two[1] - two[2], two)
  end
  ranks()
  for _, n in ipairs { 20, 150 } do
    for _, rate in ipairs(RATES) do independent(n, rate) end
  end
  edge(false)
  edge(true)
end
