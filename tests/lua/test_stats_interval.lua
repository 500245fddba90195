-- Intervals and the bootstrap against tests/data/stats/golden.json, and properties of the resampling.
local golden = dofile("tests/lua/support/golden.lua")
local stats = require "viva.stats"

local M = {}
local near, list, case = golden.near, golden.list, golden.case

local function data()
  local values = case("G_bootstrap").input.data_values
  return stats.pack(list(values.score_A)), stats.clusters(list(values.cluster)), stats.pack(list(values.score_B))
end

M["F: Wilson's intervals"] = function(lu)
  local f = case "F_mcnemar_and_proportions"
  for i, pair in ipairs(list(f.input.k_n)) do
    local low, high = stats.wilson(pair[1], pair[2])
    near(lu, low, f.output.wilson95[i][1])
    near(lu, high, f.output.wilson95[i][2])
  end
  local value, reason, code = stats.wilson(0, 0)
  lu.assertNil(value)
  lu.assertEquals({ reason, code }, { "no trial", "undefined" })
end

-- The figures of case E are in statistics.md; its data are those of case G.
M["E: the clustered standard error, with G/(G-1)"] = function(lu)
  local a, clusters = data()
  local mean = stats.mean(a, { clusters = clusters })
  near(lu, mean.se, 0.209590, 5e-7)
  near(lu, mean.se * math.sqrt(13 / 14), 0.201966, 5e-7)
  lu.assertEquals({ mean.n, mean.clusters }, { 36, 14 })
  near(lu, mean.high - mean.mean, mean.se * 2.160368656461013)
  local one = stats.mean({ 1, 2, 3 }, { clusters = { "a", "a", "a" } })
  lu.assertEquals({ one.mean, one.se, one.low }, { 2 })
end

M["G: the bootstrap of values, digit for digit"] = function(lu)
  local g, a = case "G_bootstrap", data()
  local bca = stats.bootstrap(a, { seed = g.input.seed, draws = g.input.B, replicates = true })
  for i, expected in ipairs(list(g.output.first_5_replicates)) do lu.assertEquals(bca.replicates[i], expected) end
  near(lu, bca.se, g.output.boot_se_ddof1)
  near(lu, bca.z0, g.output.z0)
  near(lu, bca.a, g.output.a)
  for i = 1, 2 do near(lu, bca.levels[i], g.output.bca_levels[i]) end
  near(lu, bca.low, g.output.bca95[1])
  near(lu, bca.high, g.output.bca95[2])
  local percentile = stats.bootstrap(a, { method = "percentile" })
  near(lu, percentile.low, g.output.percentile95[1])
  near(lu, percentile.high, g.output.percentile95[2])
  lu.assertNil(percentile.z0)
end

M["G: the bootstrap of clusters, digit for digit"] = function(lu)
  local g, a, clusters = case "G_bootstrap", data()
  local bca = stats.bootstrap(a, { clusters = clusters, replicates = true })
  for i, expected in ipairs(list(g.output.cluster_first_5_replicates)) do lu.assertEquals(bca.replicates[i], expected) end
  near(lu, bca.se, g.output.cluster_boot_se_ddof1)
  near(lu, bca.z0, g.output.cluster_z0)
  near(lu, bca.a, g.output.cluster_a_leave_one_cluster_out)
  near(lu, bca.low, g.output.cluster_bca95[1])
  near(lu, bca.high, g.output.cluster_bca95[2])
  local percentile = stats.bootstrap(a, { clusters = clusters, method = "percentile" })
  near(lu, percentile.low, g.output.cluster_percentile95[1])
  near(lu, percentile.high, g.output.cluster_percentile95[2])
end

-- The generator of the golden file in Lua; lua integers wrap as it wants.
local function xorshift()
  local x = 88172645463325252
  return function(n)
    x = x ~ (x >> 12)
    x = x ~ (x << 25)
    x = x ~ (x >> 27)
    return math.floor((((x * 0x2545F4914F6CDD1D) >> 11) * 2.0 ^ -53) * n) + 1
  end
end

M["strata are drawn one after another, each as large as it is"] = function(lu)
  local values = { 1, 10, 2, 20, 3, 30, 40 }
  local strata = { "a", "b", "a", "b", "a", "b", "b" }
  local groups, next_index = { { 1, 2, 3 }, { 10, 20, 30, 40 } }, xorshift()
  local result = stats.bootstrap(values, { strata = strata, draws = 50, replicates = true, method = "percentile" })
  for b = 1, 50 do
    local sum = 0
    for _, group in ipairs(groups) do
      for _ = 1, #group do sum = sum + group[next_index(#group)] end
    end
    lu.assertEquals(result.replicates[b], sum / 7)
  end
end

M["strata that count equally: each resample is the plain mean of their means"] = function(lu)
  local values, clusters = { 1, 10, 2, 20, 3, 30, 40, 5 }, { 1, 2, 1, 3, 4, 5, 5, 6 }
  local strata = { "a", "b", "a", "b", "a", "b", "b", "a" }
  local sums, sizes = { { 3, 3, 5 }, { 10, 20, 70 } }, { { 2, 1, 1 }, { 1, 1, 2 } }
  local next_index = xorshift()
  local options = { clusters = clusters, strata = strata, equal = true, draws = 50, replicates = true }
  local result = stats.bootstrap(values, options)
  near(lu, result.estimate, (11 / 4 + 100 / 4) / 2)
  for b = 1, 50 do
    local whole = 0
    for s = 1, 2 do
      local sum, size = 0, 0
      for _ = 1, 3 do
        local unit = next_index(3)
        sum, size = sum + sums[s][unit], size + sizes[s][unit]
      end
      whole = whole + sum / size
    end
    near(lu, result.replicates[b], whole / 2)
  end
  local left_out, mean, squares, cubes = { 8 / 2, 8 / 3, 6 / 3, 90 / 3, 80 / 3, 30 / 2 }, 0, 0, 0
  for i, value in ipairs(left_out) do
    left_out[i] = (value + (i <= 3 and 100 / 4 or 11 / 4)) / 2
    mean = mean + left_out[i] / 6
  end
  for _, value in ipairs(left_out) do squares, cubes = squares + (mean - value) ^ 2, cubes + (mean - value) ^ 3 end
  near(lu, result.a, cubes / (6 * squares ^ 1.5), 1e-12)
  options.equal = false
  near(lu, stats.bootstrap(values, options).estimate, 111 / 8)
end

M["strata of equal size that count equally are as if they did not; one of a single cluster has no interval"] = function(lu)
  local values, strata = { 1, 4, 2, 7, 3, 9 }, { "a", "b", "a", "b", "a", "b" }
  local plain = stats.bootstrap(values, { strata = strata })
  local equal = stats.bootstrap(values, { strata = strata, equal = true })
  for _, field in ipairs { "estimate", "se" } do near(lu, equal[field], plain[field], 1e-9) end
  local none, reason, code = stats.bootstrap({ 1, 2, 3 }, { strata = { "a", "a", "b" }, equal = true })
  lu.assertEquals({ none, reason, code }, { nil, "a stratum of one value or cluster", "undefined" })
end

M["widened for few clusters, levels are those of t times what resamples spread too little"] = function(lu)
  local values, clusters, strata = {}, {}, {}
  for i = 1, 90 do values[i], clusters[i], strata[i] = i * 7 % 11, i % 30, i % 5 end
  local options = { clusters = clusters, method = "percentile", widen = true }
  lu.assertAlmostEquals(stats.bootstrap(values, options).levels[2], 0.981246099715592, 1e-7) -- t with 29, sqrt(30/29)
  options.strata = strata
  local widened = stats.bootstrap(values, options)
  lu.assertAlmostEquals(widened.levels[2], 0.9879681737908628, 1e-7) -- t with 25, sqrt(30/25)
  options.widen = nil
  lu.assertTrue(stats.bootstrap(values, options).high < widened.high)
  local first, second = {}, {}
  for i = 1, 90 do first[i], second[i] = values[i] % 3, (values[i] + (i % 4 == 0 and 1 or 0)) % 3 end
  local given = { scale = { 0, 1, 2 }, clusters = clusters, widen = true }
  local wide = stats.bootstrap_agreement(first, second, given).kappa
  given.widen = nil
  local plain = stats.bootstrap_agreement(first, second, given).kappa
  lu.assertTrue(wide.low < plain.low and plain.high < wide.high)
end

M["a cluster lies in one stratum"] = function(lu)
  lu.assertErrorMsgContains("strata: element 2", stats.bootstrap, { 1, 2 }, { clusters = { 1, 1 }, strata = { "a", "b" } })
end

M["the binomial bootstrap agrees with the distribution, and with itself on every machine"] = function(lu)
  local rate = stats.bootstrap_rate(567, 667, { draws = 10000, method = "percentile" })
  local p = 567 / 667
  near(lu, rate.estimate, p)
  near(lu, rate.se, math.sqrt(p * (1 - p) / 667), 3e-4)
  local whole = {}
  for i = 1, 667 do whole[i] = i <= 567 and 1 or 0 end
  local walked = stats.bootstrap(whole, { draws = 10000, method = "percentile" })
  near(lu, rate.low, walked.low, 1.5 / 667)
  near(lu, rate.high, walked.high, 1.5 / 667)
  local golden_rate = stats.bootstrap_rate(567, 667, { draws = 10000 })
  lu.assertEquals({ golden_rate.low, golden_rate.high }, { 548 / 667, 584 / 667 })
  near(lu, golden_rate.se, 0.013813131974354399, 1e-16)
  near(lu, golden_rate.z0, -0.021934756200532046, 1e-12)
  local bca = stats.bootstrap_rate(567, 667)
  near(lu, bca.a, stats.bootstrap(whole).a, 1e-9)
end

M["nothing to resample is no interval"] = function(lu)
  for _, values in ipairs { {}, { 3 }, { 2, 2, 2 } } do
    local value, reason, code = stats.bootstrap(values)
    lu.assertNil(value)
    lu.assertIsString(reason)
    lu.assertEquals(code, "undefined")
  end
  lu.assertNil((stats.bootstrap_rate(0, 20)))
  lu.assertNil((stats.bootstrap_rate(20, 20)))
  lu.assertNil((stats.mean {}))
  lu.assertNil((stats.quantile({}, 0.5)))
end

M["a mistake names the argument"] = function(lu)
  local function mistake(text, fn, ...) lu.assertErrorMsgContains(text, fn, ...) end
  mistake("clusters has 1 elements where 2", stats.mean, { 1, 2 }, { clusters = { 1 } })
  mistake("clusters: element 1 is neither", stats.mean, { 1 }, { clusters = { {} } })
  mistake("draws", stats.bootstrap, { 1, 2 }, { draws = 1 })
  mistake("option 'seed'", stats.bootstrap, { 1, 2 }, { seed = 0 })
  mistake("option 'seed'", stats.bootstrap, { 1, 2 }, { seed = "one" })
  mistake("option 'seed'", stats.sign_flip, { 1, 2 }, { seed = 0 })
  mistake("option 'replicates'", stats.bootstrap, { 1, 2 }, { replicates = 1 })
  mistake("successes", stats.bootstrap_rate, 3, 2)
  mistake("unknown option 'cluster'", stats.mean, { 1, 2 }, { cluster = { 1, 2 } })
end

M["agreement is resampled by whole clusters, all measures at once"] = function(lu)
  local a = case "A_two_raters_0_5"
  local human, judge = list(a.input.human), list(a.input.judge)
  local clusters, next_number = {}, golden.generator(4)
  for i = 1, #human do clusters[i] = next_number(12) end
  local options = { scale = { 0, 1, 2, 3, 4, 5 }, clusters = clusters, draws = 500 }
  local result = stats.bootstrap_agreement(human, judge, options)
  local all = stats.agreement(stats.crosstab(human, judge, { scale = options.scale }))
  for name, measure in pairs(result) do
    if name ~= "undefined" then
      near(lu, measure.value, all[name], 1e-12)
      lu.assertTrue(result.undefined[name] ~= nil or (measure.low <= measure.value and measure.value <= measure.high), name)
    end
  end
  local same, equal = {}, {}
  for i = 1, #human do same[i], equal[i] = human[i] == judge[i] and 1 or 0, judge[i] - human[i] end
  for name, values in pairs { agreement = same, bias = equal } do
    local alone = stats.bootstrap(values, { clusters = clusters, draws = 500 })
    for _, field in ipairs { "low", "high", "se" } do near(lu, result[name][field], alone[field], 1e-9) end
  end
end

M["a pair that weighs two counts as two pairs of its cluster do"] = function(lu)
  local first, second, clusters, weights, twice = {}, {}, {}, {}, { first = {}, second = {}, clusters = {} }
  for i = 1, 59 do
    first[i], second[i], clusters[i], weights[i] = i * 7 % 5 + 1, i * 11 % 7 % 5 + 1, i // 3, i % 4
    for _ = 1, weights[i] do
      table.insert(twice.first, first[i])
      table.insert(twice.second, second[i])
      table.insert(twice.clusters, clusters[i])
    end
  end
  table.insert(twice.first, 1, false) -- keeps the clusters' order: the first pair weighs something all the same
  table.insert(twice.second, 1, 1)
  table.insert(twice.clusters, 1, clusters[1])
  local scale = { 1, 2, 3, 4, 5 }
  local weighted = stats.bootstrap_agreement(first, second, { scale = scale, clusters = clusters, weights = weights })
  local repeated = stats.bootstrap_agreement(twice.first, twice.second, { scale = scale, clusters = twice.clusters })
  for _, name in ipairs { "agreement", "kappa", "kappa_quadratic", "ac2", "alpha_ordinal", "bias" } do
    for _, field in ipairs { "value", "low", "high", "se" } do
      lu.assertAlmostEquals(weighted[name][field], repeated[name][field], 1e-9, name .. " " .. field)
    end
  end
  lu.assertErrorMsgContains("weights: element 2 is negative", stats.bootstrap_agreement, { 1, 2 }, { 1, 2 },
    { scale = scale, weights = { 1, -1 } })
end

M["a result beyond what a number holds is nil and says so"] = function(lu)
  local huge = { 1e308, 1e308, -1e308 }
  local apart, pair = { 1e200, -1e200, 3 }, { -1.7e308, 1.7e308 }
  for name, call in pairs {
    mean = function() return stats.mean(huge) end,
    interval = function() return stats.mean(apart) end,
    clusters = function() return stats.mean(huge, { clusters = { "a", "a", "b" } }) end,
    quantile = function() return stats.quantile(pair, 0.5) end,
    bootstrap = function() return stats.bootstrap(huge, { draws = 50 }) end,
    bland_altman = function() return stats.bland_altman(huge, { -1e308, 1, 1 }) end,
    pearson = function() return stats.pearson(huge, { 1, 2, 3 }) end,
    retest = function() return stats.retest { huge, { 1, 2, 3 } } end,
    knife_edge = function() return stats.knife_edge { huge, { 1, 2, 3 } } end,
    spread = function() return stats.bootstrap(apart, { draws = 50 }) end,
  } do
    local made, reason, code = call()
    lu.assertEquals({ made, code }, { nil, "undefined" }, name)
    lu.assertStrContains(reason, "overflows", name)
  end
  lu.assertEquals(stats.mean({ 1e308 }).mean, 1e308) -- one value needs no interval
end

return M
