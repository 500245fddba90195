-- What is known of a judge and of checklist points: tests/data/stats/golden.json where it has the case, else by hand.
local golden = dofile("tests/lua/support/golden.lua")
local stats = require "viva.stats"

local M = {}
local near, list, case = golden.near, golden.list, golden.case

local function rounds()
  local l, columns = case "L_test_retest", {}
  for r = 1, 4 do
    columns[r] = {}
    for i, row in ipairs(list(l.input.items_by_rounds)) do columns[r][i] = row[r] end
  end
  return columns, l
end

M["L: test and retest"] = function(lu)
  local columns, l = rounds()
  local retest, out = stats.retest(columns), l.output
  near(lu, retest.within_sd, out.within_item_sd)
  near(lu, retest.between, out.var_between_anova)
  near(lu, retest.exact, out.exact_repeat_rate_all_pairs)
  near(lu, retest.repeatability, out["repeatability_coefficient_1.96*sqrt2*sw"])
  near(lu, retest.se, out.se_mean_over_items_of_round_means)
  near(lu, retest.between, out["miller_decomp_[var_x,mean_sigma2/K]"][1])
  near(lu, retest.noise_of_mean, out["miller_decomp_[var_x,mean_sigma2/K]"][2])
  near(lu, retest.rounds_needed, 2)
  lu.assertNil((stats.retest { { 1, 2 } }))
end

M["L: variance components of items and rounds"] = function(lu)
  local columns, l = rounds()
  local values = {}
  for i = 1, #columns[1] do
    for r = 1, 4 do values[#values + 1] = columns[r][i] end
  end
  local parts = stats.components(values, { items = 12, rounds = 4 })
  near(lu, parts.item, l.output.lmer_var_item_var_resid[1], 1e-4)
  near(lu, parts.residual, l.output.lmer_var_item_var_resid[2], 1e-4)
  lu.assertNil(parts.sample)
  lu.assertNil(parts.judge)
  local as_judges = stats.components(values, { items = 12, judges = 4 })
  local icc3 = as_judges.item / (as_judges.item + as_judges.residual)
  near(lu, icc3, l.output.icc.ICC3[1])
  near(lu, stats.components(values, { items = 12, samples = 4 }).item, parts.item)
end

-- Effects that add up without noise: each component is the variance put in.
M["variance components find what was put in"] = function(lu)
  local next_number = golden.generator(9)
  local I, S, J, K = 400, 3, 3, 2
  local sum = { item = 0, sample = 0, residual = 0 }
  local values, judges = {}, { -1, 0, 1 }
  for _ = 1, I do
    local item = next_number(5)
    for _ = 1, S do
      local sample = (next_number(3) - 2) / 2
      for j = 1, J do
        for _ = 1, K do values[#values + 1] = item + sample + judges[j] + (next_number(3) - 2) / 4 end
      end
    end
  end
  local parts = stats.components(values, { items = I, samples = S, judges = J, rounds = K })
  sum.item, sum.sample, sum.residual = 2, 2 / 3 / 4, 2 / 3 / 16
  near(lu, parts.item, sum.item, 0.3)
  near(lu, parts.sample, sum.sample, 0.03)
  near(lu, parts.residual, sum.residual, 0.005)
  near(lu, parts.judge, 1, 0.01)
  near(lu, parts.item_judge, 0, 0.002)
  near(lu, parts.sample_judge, 0, 0.003)
  lu.assertErrorMsgContains("items x samples", stats.components, values, { items = 7 })
end

M["M: the first place preferred"] = function(lu)
  local m = case "M_position_bias"
  local verdicts = m.input.verdicts_AB_then_BA
  local position = stats.position(verdicts.consistent_A + verdicts.consistent_B, verdicts.first_both_times,
    verdicts.second_both_times)
  near(lu, position.consistency, m.output.consistency)
  near(lu, position.p, m.output.first_vs_second_binom_p)
  near(lu, position.low, m.output.primacy_rate_ci95_wilson[1])
  near(lu, position.high, m.output.primacy_rate_ci95_wilson[2])
  lu.assertEquals(stats.position(3, 0, 0), { consistency = 1.0 })
  lu.assertNil((stats.position(0, 0, 0)))
end

M["length bias is found where it was put in, with and without physicians"] = function(lu)
  local next_number = golden.generator(10)
  local scores, lengths, human, items, models = {}, {}, {}, {}, {}
  for item = 1, 40 do
    local good = next_number(4)
    for model = 1, 3 do
      local n = #scores + 1
      lengths[n], human[n], items[n], models[n] = 50 * next_number(20), good, item, "model" .. model
      scores[n] = good + 0.5 * math.log(lengths[n]) + 0.3 * model
    end
  end
  local within = stats.length_bias_within(scores, lengths, items, models)
  near(lu, within.slope, 0.5)
  lu.assertEquals({ within.n, within.clusters }, { 120, 40 })
  local bias = stats.length_bias(scores, lengths, human, { clusters = items })
  near(lu, bias.slope, 0.5, 0.1)
  lu.assertTrue(bias.low < 0.5 and 0.5 < bias.high and bias.p < 1e-6 and bias.partial_spearman > 0.5)
  lu.assertNil((stats.length_bias({ 1, 2, 3 }, { 5, 5, 5 }, { 1, 1, 1 })))
  lu.assertErrorMsgContains("lengths: element 2", stats.length_bias, { 1, 2, 3 }, { 5, 0, 5 }, { 1, 1, 1 })
end

M["self-preference is a difference of differences"] = function(lu)
  local scores, human, own = { 5, 4, 3, 4, 2, 3 }, { 4, 3, 3, 4, 2, 4 }, { 1, 1, 0, 0, 0, 0 }
  near(lu, stats.self_preference(scores, human, own).slope, 1 + 0.25)
  lu.assertNil((stats.self_preference(scores, human, { 0, 0, 0, 0, 0, 0 })))
  lu.assertStrContains(select(2, stats.self_preference(scores, human, own, { clusters = { 1, 1, 2, 3, 4, 5 } })), "one cluster")
end

M["self-preference is as sure as the fewer clusters let it be"] = function(lu)
  local scores, human, own, clusters, split = {}, {}, {}, {}, {}
  for i = 1, 40 do
    scores[i], human[i], clusters[i] = i * 7 % 5, i * 3 % 5, i // 4
    own[i], split[i] = i % 4 == 0 and 1 or 0, i < 13 and 1 or 0
  end
  local function t_of(found) return (found.high - found.slope) / found.se end
  local options = { clusters = clusters }
  near(lu, t_of(stats.self_preference(scores, human, split, options)), 3.182446, 1e-6) -- clusters 0 to 3: t with 3
  near(lu, t_of(stats.self_preference(scores, human, own, options)), 2.262157, 1e-6) -- ten have both: t with 9
end

M["severity, the use of the scale, the floor"] = function(lu)
  local severity = stats.severity({ 3, 4, 5, 2 }, { 4, 5, 5, 2 })
  near(lu, severity.shift, -0.5)
  lu.assertTrue(severity.low < -0.5 and severity.sd_ratio < 1)
  local use = stats.scale_use({ 1, 2, 2, false }, { scale = { 1, 2, 3 } })
  lu.assertEquals(use.missing, 1)
  lu.assertEquals({ use[1].count, use[2].count, use[3].count, use[3].share }, { 1, 2, 0, 0.0 })
  local floor = stats.floor({ 1, 1, 1, 4 }, 1)
  lu.assertEquals({ floor.caught, floor.n, floor.rate }, { 3, 4, 0.75 })
  near(lu, floor.low, (stats.wilson(3, 4)))
end

local function correlation(x, y)
  local value = stats.pearson(x, y)
  return value
end

M["points: difficulty, item-rest, alpha if dropped, as their definitions say"] = function(lu)
  local next_number = golden.generator(11)
  local points = { {}, {}, {}, {}, {} }
  for a = 1, 60 do
    local able = next_number(10)
    for p = 1, 4 do points[p][a] = able + next_number(6) > 3 + 2 * p and 1 or 0 end
    points[5][a] = 1
  end
  local result, rest, variances, total = stats.points(points), {}, 0, {}
  local function variance(values)
    local mean = stats.mean(values)
    return mean.se ^ 2 * mean.n
  end
  for a = 1, 60 do
    total[a], rest[a] = 0, 0
    for p = 1, 5 do total[a] = total[a] + points[p][a] end
    rest[a] = total[a] - points[2][a]
  end
  for p = 1, 5 do variances = variances + variance(points[p]) end
  near(lu, result.alpha, 5 / 4 * (1 - variances / variance(total)))
  near(lu, result[2].item_rest, correlation(points[2], rest))
  near(lu, result[2].alpha_if_dropped, 4 / 3 * (1 - (variances - variance(points[2])) / variance(rest)))
  near(lu, result[2].difficulty, stats.mean(points[2]).mean)
  lu.assertTrue(result[2].discrimination > 0)
  lu.assertNil(result[5].item_rest)
  lu.assertEquals(result[5].flags, { "too easy" })
  points[1][1] = false
  local gap = stats.points(points)
  lu.assertEquals({ gap.complete, gap[1].applies, gap[2].applies }, { 59, 59, 60 })
  lu.assertErrorMsgContains("points: point 1, answer 1", stats.points, { { 3 } })
end

M["points on which judge and physicians part, and which way"] = function(lu)
  local judge = { { 1, 1, 1, 1, 1, 1, 1, 0 }, { 1, 0, 1, 0, 1, 0, 1, 0 }, { 1, false, 0, 0, 1, 1, 0, 0 } }
  local human = { { 0, 0, 0, 0, 0, 0, 1, 0 }, { 1, 0, 1, 0, 1, 0, 1, 0 }, { 1, 0, 0, 0, 1, 1, 0, 0 } }
  local points = stats.disagreement(judge, human)
  lu.assertEquals({ points[1].direction, points[1].only_judge, points[1].differ }, { "lenient", 6.0, 6.0 })
  near(lu, points[1].p, 2 / 2 ^ 6)
  near(lu, points[1].p_holm, points[1].p)
  near(lu, points[1].share, 6 / 7)
  lu.assertEquals({ points[2].kappa, points[2].differ, points[2].p }, { 1.0, 0.0, nil })
  lu.assertEquals(points[3].differ, 1.0)
  lu.assertNil(points[3].p)
end

M["the knife-edge: who lies next to the threshold, and what would flip"] = function(lu)
  local columns = rounds()
  local edge = stats.knife_edge(columns, { threshold = 4, scale = { 1, 2, 3, 4, 5 } })
  lu.assertEquals(#edge.means, 12)
  lu.assertEquals(edge.rates[1].rate, 1.0)
  local usable, mean = 0, {}
  for i = 1, 12 do
    mean[i] = edge.means[i]
    if mean[i] >= 4 then usable = usable + 1 end
  end
  near(lu, edge.rates[4].rate, usable / 12)
  for _, i in ipairs(edge.just_usable) do lu.assertTrue(mean[i] >= 4 and mean[i] < 5) end
  for _, i in ipairs(edge.just_below) do lu.assertTrue(mean[i] >= 3 and mean[i] < 4) end
  lu.assertTrue(edge.flips[4] < 1e-9 and edge.flips[8] > 0.2 and edge.flips[8] < 0.5)
  lu.assertTrue(edge.expected_flips > 0)
  lu.assertEquals(stats.knife_edge({ { 4, 3 }, { 4, 3 } }).flips[1], false)
  local exact = { 3, 2.5, 4, 5, 3.5, 4.5 }
  edge = stats.knife_edge({ exact, exact }, { threshold = 4 })
  lu.assertEquals(edge.just_below, { 1, 5 }) -- one level more makes them usable
  lu.assertEquals(edge.just_usable, { 3, 6 }) -- one level less makes them not usable
  lu.assertNil((stats.knife_edge { { 4, 3 } }))
end

return M
