-- Comparisons against tests/data/stats/golden.json and against counting by hand.
local golden = dofile("tests/lua/support/golden.lua")
local stats = require "viva.stats"

local M = {}
local near, list, case = golden.near, golden.list, golden.case

-- 0.2033 is given in statistics.md; the data of case E are those of case G.
M["E: the paired difference with clustered error"] = function(lu)
  local values = case("G_bootstrap").input.data_values
  local a, b, clusters = list(values.score_A), list(values.score_B), list(values.cluster)
  local paired = stats.paired(a, b, { clusters = clusters })
  near(lu, paired.se, 0.2033, 5e-5)
  near(lu, paired.t, paired.difference / paired.se)
  local back = stats.paired(b, a, { clusters = clusters })
  lu.assertEquals({ back.difference, back.p, back.se }, { -paired.difference, paired.p, paired.se })
end

M["differences that do not vary have no interval, t or p: one of no width would claim certainty"] = function(lu)
  for _, case_ in ipairs { { { 1, 0, 1 }, { 1, 0, 1 }, 0 }, { { 1, 1, 1 }, { 0, 0, 0 }, 1 },
    { { 4 + 1 / 3, 3 + 1 / 3, 1 / 3 }, { 4, 3, 0 }, 1 / 3 } } do
    local paired = stats.paired(case_[1], case_[2])
    near(lu, paired.difference, case_[3])
    lu.assertEquals({ paired.n, paired.low, paired.high, paired.t, paired.p }, { 3 })
  end
  local levelled = stats.paired({ 1, 0, 1, 0 }, { 0, 1, 0, 1 }, { clusters = { "a", "a", "b", "b" } })
  lu.assertEquals({ levelled.difference, levelled.low, levelled.high }, { 0 })
end

M["F: McNemar, exact and with chi-squared"] = function(lu)
  local f = case "F_mcnemar_and_proportions"
  local p, chi = stats.mcnemar(8, 4)
  near(lu, p, f.output.mcnemar_exact_p)
  near(lu, chi.chi2, f.output.mcnemar_chi2_cc[1])
  near(lu, chi.p, f.output.mcnemar_chi2_cc[2])
  lu.assertNil((stats.mcnemar(0, 0)))
end

M["H: corrections for many comparisons"] = function(lu)
  local h = case "H_multiple_testing"
  local p = list(h.input.p)
  local holm, bh = stats.holm(p), stats.benjamini_hochberg(p)
  for i = 1, #p do
    near(lu, holm[i], h.output.holm[i])
    near(lu, bh[i], h.output.fdr_bh[i])
  end
  lu.assertEquals(#stats.holm {}, 0)
end

M["H: ranks of models, and those that cannot be told apart"] = function(lu)
  local h, models = case "H_rank_intervals", {}
  for m = 1, 5 do
    models[m] = {}
    for i, row in ipairs(list(h.input.scores_items_by_models)) do models[m][i] = row[m] end
  end
  local ranks = stats.ranks(models, { clusters = list(h.input.cluster) })
  for m, range in ipairs(ranks.models) do
    near(lu, range.mean, h.output.means[m])
    lu.assertEquals({ range.low, range.high }, list(h.output.rank_interval[m]))
  end
  for i, pair in ipairs(ranks.pairs) do
    lu.assertEquals({ pair.first - 1, pair.second - 1 }, list(h.output.pairs[i]))
    near(lu, pair.difference, h.output.diff[i])
    near(lu, pair.se, h.output.se_clustered[i])
    near(lu, pair.p, h.output.p_t19[i])
    near(lu, pair.p_holm, h.output.p_holm[i])
  end
  lu.assertEquals(ranks.groups, { { 2, 1 }, { 4, 3 }, { 5 } })
end

M["O: questions needed for a difference"] = function(lu)
  local o = case "O_sample_size_miller"
  local plan = {}
  for name, value in pairs(o.input) do plan[name:lower()] = value end
  near(lu, stats.sample_size(plan), o.output.n)
  lu.assertErrorMsgContains("omega2 and delta", stats.sample_size, { delta = 1 })
end

local function flip_by_hand(sums)
  local total, hits = 0, 0
  for _, sum in ipairs(sums) do total = total + sum end
  for flips = 0, (1 << #sums) - 1 do
    local sum = 0
    for i, value in ipairs(sums) do sum = sum + ((flips >> (i - 1)) & 1 == 1 and value or -value) end
    if math.abs(sum) >= math.abs(total) - 1e-9 then hits = hits + 1 end
  end
  return hits / (1 << #sums)
end

M["sign flips are counted exactly, by clusters, in whole parts or not"] = function(lu)
  local next_number = golden.generator(5)
  for round = 1, 60 do
    local n, sums, differences, clusters = next_number(10), {}, {}, {}
    for i = 1, n do sums[i] = 0 end
    for i = 1, n + 6 do
      local cluster = i <= n and i or next_number(n)
      differences[i] = (next_number(11) - 6) * (round % 3 == 0 and 0.377 or round % 3 == 1 and 1 / 3 or 1)
      clusters[i] = cluster
      sums[cluster] = sums[cluster] + differences[i]
    end
    local p, about = stats.sign_flip(differences, { clusters = clusters })
    near(lu, p, flip_by_hand(sums), 1e-9)
    lu.assertEquals(about, { exact = true, clusters = n })
  end
end

M["many sign flips are counted by adding up, and drawn where they cannot be"] = function(lu)
  local next_number, differences, odd = golden.generator(6), {}, {}
  for i = 1, 400 do
    differences[i] = next_number(5) - 3
    odd[i] = differences[i] * math.pi
  end
  local p, about = stats.sign_flip(differences)
  local drawn, how = stats.sign_flip(odd)
  lu.assertEquals({ about.exact, how.exact }, { true, false })
  near(lu, drawn, p, 0.01)
  lu.assertNil((stats.sign_flip {}))
end

M["signed ranks are counted exactly, with ties"] = function(lu)
  local next_number = golden.generator(7)
  for _ = 1, 40 do
    local differences, kept = {}, {}
    for i = 1, next_number(10) do
      differences[i] = next_number(9) - 5
      if differences[i] ~= 0 then kept[#kept + 1] = differences[i] end
    end
    local result = stats.wilcoxon(differences)
    if #kept == 0 then lu.assertNil(result) else
      local ranks = {}
      for i, x in ipairs(kept) do
        local rank = 0.5
        for _, y in ipairs(kept) do
          rank = rank + (math.abs(y) < math.abs(x) and 1 or math.abs(y) == math.abs(x) and 0.5 or 0)
        end
        ranks[i] = x > 0 and rank or -rank
      end
      near(lu, result.p, flip_by_hand(ranks), 1e-9)
    end
  end
end

-- scipy.stats.wilcoxon's own example (Cureton 1967): 24, 0.0412.
M["signed ranks of a known example"] = function(lu)
  local result = stats.wilcoxon { 6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75 }
  lu.assertEquals({ result.minus, result.n, result.exact }, { 24.0, 15, true })
  near(lu, result.p, 0.041259765625, 1e-9)
end

return M
