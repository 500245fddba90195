-- Prediction-powered inference against tests/data/stats/golden.json, and its limits.
local golden = dofile("tests/lua/support/golden.lua")
local stats = require "viva.stats"

local M = {}
local near, list, case = golden.near, golden.list, golden.case

local function items(of)
  local input = case("I_ppi_mean").input
  local ratings, scores = list(input.Y_human, of), list(input.F_judge_labeled, of)
  for _, score in ipairs(list(input.F_judge_unlabeled, of)) do
    ratings[#ratings + 1], scores[#scores + 1] = false, score
  end
  return ratings, scores
end

local function same(lu, ppi, expected)
  near(lu, ppi.estimate, expected.point)
  near(lu, ppi.low, expected.ci95[1])
  near(lu, ppi.high, expected.ci95[2])
end

M["I: a mean score, tuned and with a given lambda"] = function(lu)
  local out, ratings, scores = case("I_ppi_mean").output, items()
  local tuned = stats.ppi(ratings, scores)
  same(lu, tuned, out.ppi_plus_plus)
  near(lu, tuned.lambda, out.lambda_hat)
  near(lu, tuned.se, out.hand_formula.se_ddof0)
  near(lu, tuned.human, out.human_only_mean)
  same(lu, stats.ppi(ratings, scores, { lambda = 0 }), out.classical_lam0)
  same(lu, stats.ppi(ratings, scores, { lambda = 1 }), out.ppi_lam1)
  lu.assertEquals({ tuned.n, tuned.others }, { 40, 200 })
end

M["I: a usability rate"] = function(lu)
  local out, ratings, scores = case("I_ppi_mean").output.usability, items(function(score) return score >= 4 and 1 or 0 end)
  local tuned = stats.ppi(ratings, scores)
  same(lu, tuned, out.ppi_plus_plus)
  near(lu, tuned.lambda, out.lambda_hat)
  same(lu, stats.ppi(ratings, scores, { lambda = 1 }), out.ppi_lam1)
  local guarded = stats.ppi_rate(ratings, scores)
  local low, high = stats.wilson(23, 40)
  lu.assertTrue(guarded.high - guarded.low < high - low)
  lu.assertTrue(guarded.low <= guarded.estimate and guarded.estimate <= guarded.high)
  lu.assertTrue(guarded.effective >= 40)
end

M["I: the mean of these very items"] = function(lu)
  local out, ratings, scores = case("I_ppi_mean").output.finite_population_difference_estimator, items()
  local finite = stats.ppi_finite(ratings, scores)
  near(lu, finite.estimate, out.point)
  near(lu, finite.se, out.se)
  near(lu, finite.low, out.ci95_t[1])
  near(lu, finite.high, out.ci95_t[2])
  lu.assertTrue(stats.ppi_finite(ratings, scores, { tuned = true }).se < finite.se)
end

M["K: active sampling"] = function(lu)
  local k = case "K_active_inference"
  local scores, uncertainty, ratings = list(k.input.judge_prob_f), {}, {}
  for i, f in ipairs(scores) do
    uncertainty[i] = math.min(f, 1 - f)
    ratings[i] = k.input.sampled_xi[i] == 1 and k.input.y[i]
  end
  local pi = stats.active_probabilities(uncertainty, { budget = k.input.budget, tau = k.input.tau })
  for i, expected in ipairs(list(k.output.pi_first5)) do near(lu, pi[i], expected) end
  local active = stats.active(ratings, scores, pi)
  near(lu, active.estimate, k.output.point)
  near(lu, active.se, k.output.se_ddof0)
  near(lu, active.low, k.output.ci95[1])
  near(lu, active.high, k.output.ci95[2])
  lu.assertEquals(active.n, k.output.labels_bought)
  local tau = stats.active_tau({ 1, 1, 4 }, { 0, 0, 3 }, { budget = 0.3 })
  lu.assertEquals(tau, 0.2)
  lu.assertEquals(stats.active_tau({ 0, 0, 4 }, { 1, 1, 0 }, { budget = 0.3 }), 1.0)
end

M["ratings that are all the same say nothing of the judge"] = function(lu)
  local y, f = {}, {}
  for i = 1, 100 do y[i], f[i] = i <= 30 and 1, i % 3 == 0 and 0 or 1 end
  local found = stats.ppi_rate(y, f)
  lu.assertEquals({ found.lambda, found.estimate }, { 0, 1 })
  lu.assertEquals({ found.low, found.high }, { stats.wilson(30, 30) })
end

M["one stratum is no strata, one item a cluster nearly none"] = function(lu)
  local ratings, scores = items()
  local strata, own = {}, {}
  for i = 1, #ratings do strata[i], own[i] = "all", i end
  local plain, stratified = stats.ppi(ratings, scores), stats.ppi(ratings, scores, { strata = strata })
  for _, field in ipairs { "estimate", "se", "low", "high" } do near(lu, stratified[field], plain[field], 1e-12) end
  near(lu, stratified.strata[1].lambda, plain.lambda)
  near(lu, stratified.strata[1].allocation, 1)
  local clustered = stats.ppi(ratings, scores, { clusters = own })
  near(lu, clustered.estimate, plain.estimate)
  near(lu, clustered.se, plain.se, 0.02 * plain.se)
  near(lu, stats.ppi_finite(ratings, scores, { clusters = own }).se, stats.ppi_finite(ratings, scores).se)
  near(lu, stats.ppi_rate({ 1, 0, false }, { 1, 0, 1 }, { clusters = { 1, 2, 3 } }).estimate, 0.5)
end

M["strata are weighted by their items and told how many ratings they should get"] = function(lu)
  local next_number = golden.generator(8)
  local ratings, scores, strata, clusters = {}, {}, {}, {}
  for i = 1, 300 do
    strata[i], clusters[i] = i % 3 == 0 and "hard" or "easy", i // 2
    scores[i] = next_number(5)
    local noise = strata[i] == "hard" and next_number(5) - 3 or 0
    ratings[i] = next_number(4) == 1 and scores[i] + noise
  end
  local ppi = stats.ppi(ratings, scores, { strata = strata })
  near(lu, ppi.strata[1].weight, 2 / 3)
  near(lu, ppi.estimate, (2 * ppi.strata[1].estimate + ppi.strata[2].estimate) / 3)
  lu.assertTrue(ppi.strata[2].allocation > ppi.strata[1].allocation)
  lu.assertTrue(stats.ppi(ratings, scores, { strata = strata, clusters = clusters }).se > 0)
end

M["below twenty ratings the ratings alone count"] = function(lu)
  local ratings, scores = {}, {}
  for i = 1, 100 do
    scores[i] = i % 5 > 0 and 1 or 0
    ratings[i] = i <= 19 and scores[i]
  end
  local rate, low, high = stats.ppi_rate(ratings, scores), stats.wilson(16, 19)
  lu.assertEquals({ rate.lambda, rate.low, rate.high }, { 0.0, low, high })
  ratings[20] = 0
  lu.assertTrue(stats.ppi_rate(ratings, scores).lambda > 0)
end

M["too little, and mistakes"] = function(lu)
  for _, fn in ipairs { stats.ppi, stats.ppi_finite, stats.ppi_rate } do
    local value, reason, code = fn({ 1, false }, { 1, 0 })
    lu.assertNil(value)
    lu.assertIsString(reason)
    lu.assertEquals(code, "undefined")
  end
  lu.assertNil((stats.ppi({}, {})))
  lu.assertErrorMsgContains("ratings: element 1 is neither 0 nor 1", stats.ppi_rate, { 4 }, { 1 })
  lu.assertErrorMsgContains("scores has 1 elements", stats.ppi, { 4, 5 }, { 1 })
  lu.assertErrorMsgContains("budget", stats.active_probabilities, { 1 }, {})
  lu.assertErrorMsgContains("probabilities: element 1", stats.active, { 1 }, { 1 }, { 0 })
end

return M
