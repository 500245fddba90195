-- Intervals of usability from few physicians' ratings and a judge's word on 600 answers.
local calibrate = require "stages.calibrate"
local sheets = require "sheets"
local sim = dofile "tests/bench/coverage/sim.lua"
local stats = require "viva.stats"

local RATES, RIGHTS, ALL = { 0.5, 0.85, 0.95 }, { 0.9, 0.6 }, 600

local function settings(numbers, fn)
  for _, n in ipairs(numbers) do
    for _, rate in ipairs(RATES) do
      for _, right in ipairs(RIGHTS) do fn(n, rate, right) end
    end
  end
end

-- Ratings of n answers, the judge's word on all, and how many are usable; the judge is unsure of a third of the answers
-- and errs there three times as often as elsewhere.
local function answers(n, rate, right)
  local ratings, scores, unsure, sum, rated = {}, {}, {}, 0, 0
  for i = 1, ALL do
    local truth = math.random() < rate and 1 or 0
    unsure[i] = i % 3 == 0 and 0.5 or 0.15
    local errs = math.random() < (1 - right) * (i % 3 == 0 and 9 / 5 or 3 / 5)
    scores[i] = errs and 1 - truth or truth
    ratings[i] = i <= n and truth
    sum, rated = sum + truth, rated + (i <= n and truth or 0)
  end
  return { ratings = ratings, scores = scores, unsure = unsure, mean = sum / ALL, rated = rated }
end

-- Each answer drawn by its own chance, about n of them.
local function active(found, n, truths)
  local pi, ratings = stats.active_probabilities(found.unsure, { budget = n / ALL, tau = 0.5 }), {}
  for i = 1, ALL do ratings[i] = math.random() < pi[i] and truths(i) end
  return stats.active(ratings, found.scores, pi)
end

local function of_means(n, rate, right)
  sim.table(("rate %.2f, %d ratings of %d, judge right in %d %%"):format(rate, n, ALL, 100 * right), function(put)
    local found, strata = answers(n, rate, right), {}
    local all = answers(ALL, rate, right)
    for i = 1, ALL do strata[i] = i % 2 end
    put("calibrated (ppi_rate)", stats.ppi_rate(found.ratings, found.scores), rate)
    put("PPI++ without the guard", stats.ppi(found.ratings, found.scores), rate)
    put("PPI++, two strata", stats.ppi(found.ratings, found.scores, { strata = strata }), rate)
    put("ppi_finite, tuned", stats.ppi_finite(found.ratings, found.scores, { tuned = true }), found.mean)
    put("ppi_finite", stats.ppi_finite(found.ratings, found.scores), found.mean)
    put("active", active(all, n, function(i) return all.ratings[i] end), rate)
    put("Wilson, ratings alone", sim.wilson(found.rated, n), rate)
  end)
end

-- Scores with a decimal point, of single answers and of conversations of five, all of which are rated.
local function of_scores(n, clustered)
  local heading = "scores, %d ratings of %d, correlation with the judge 0.8, %s"
  sim.table(heading:format(n, ALL, clustered and "conversations of 5" or "single answers"), function(put)
    local ratings, scores = {}, {}
    local clusters = sim.items(function(shared, own)
      local i, value = #scores + 1, shared + own
      ratings[i], scores[i] = i <= n and value, value + 0.75 * sim.normal()
    end, ALL / sim.size, clustered and sim.icc or 0)
    local options = { clusters = clustered and clusters or nil }
    put("PPI++", stats.ppi(ratings, scores, options), 0)
    if clustered then put("PPI++, clusters left out", stats.ppi(ratings, scores), 0) end
  end)
end

-- As `viva agree` estimates it: 600 answers in five categories of different rates, three rounds of the judge.
local SPREAD = { [0.5] = 0.1, [0.85] = 0.05, [0.95] = 0.02 }
local RUN = { judges = { { name = "judge", usable_from = 4 } } }

local function judged_rows()
  local rows = {}
  for i = 1, ALL do
    local judgings = {}
    for k = 1, 3 do judgings[k] = { judge = "judge", state = "scored" } end
    rows[i] = { item = { id = tostring(i), category = "C" .. i % 5, group = tostring(i), round = 1 }, model = "m",
      answer = { state = "obtained", text = "a" }, judgings = judgings }
  end
  return rows
end

local function play(rows, rate, right)
  local usable = 0
  for i, row in ipairs(rows) do
    local own = rate + (i % 5 - 2) * SPREAD[rate]
    row.truth = math.random() < own
    usable = usable + own
    local said = (math.random() < right) == row.truth
    for _, judging in ipairs(row.judgings) do judging.score = ((math.random() < 0.9) == said) and 5 or 1 end
  end
  return usable / #rows
end

-- What calibrate says of n answers that a sheet of that plan draws.
local function rated(rows, n, run, plan)
  for _, row in ipairs(rows) do row.ratings, row.probability = nil, nil end
  for _, one in ipairs(sheets.draw(rows, RUN, { name = "c", n = n, seed = run, plan = plan })) do
    if plan == "active" then one.row.probability = one.probability end
    if one.drawn then
      one.row.ratings = { { rater = "p", value = one.row.truth and 5 or 1, low = 1, high = 5, usable_from = 4 } }
    end
  end
  return calibrate.of(rows, RUN)
end

local function as_reported(n, rate, right)
  local rows = judged_rows()
  local heading = ("as reported, rate %.2f, %d ratings of %d, judge right in %d %%"):format(rate, n, ALL, 100 * right)
  sim.table(heading, function(put, run)
    local truth = play(rows, rate, right)
    local made = rated(rows, n, run, "random")
    put(made.method, made, truth)
    local weighted = rated(rows, n, run, "active")
    put(weighted.method, weighted, truth)
    put("Wilson, ratings alone", sim.wilson(made.usable, made.rated), truth)
  end)
end

return function()
  settings({ 20, 40, 100 }, of_means)
  for _, n in ipairs { 20, 40, 100 } do
    of_scores(n, false)
    of_scores(n, true)
  end
  settings({ 10, 20, 40, 100 }, as_reported)
end
