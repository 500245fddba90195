-- How often each interval of viva.stats holds the truth: build/viva lua tests/bench/coverage.lua > tests/bench/coverage.txt
-- Means of 30 conversations of 5 items, intraclass correlation 0.3 (of the score, or of what lies below a rate); calibrated
-- usability of 600 items of which n have a physician's rating, judge right in a share of them. 95 % intervals, fixed seed.
local calibrate = require "stages.calibrate"
local sheets = require "sheets"
local stats = require "viva.stats"

local RUNS, CLUSTERS, SIZE, ICC = 2000, 30, 5, 0.3
math.randomseed(20260101, 3)

local function say(...) print(string.format(...)) end

local function normal()
  return math.sqrt(-2 * math.log(1 - math.random())) * math.cos(2 * math.pi * math.random())
end

local function threshold_of(rate)
  local low, high = -5, 5
  for _ = 1, 60 do
    local middle = (low + high) / 2
    local below, step = 0, 0.001
    for x = -6, middle, step do below = below + math.exp(-x * x / 2) * step / math.sqrt(2 * math.pi) end
    if 1 - below > rate then low = middle else high = middle end
  end
  return low
end

local function sample(threshold)
  local values, clusters = {}, {}
  for g = 1, CLUSTERS do
    local shared = math.sqrt(ICC) * normal()
    for _ = 1, SIZE do
      local value = shared + math.sqrt(1 - ICC) * normal()
      values[#values + 1] = threshold and (value > threshold and 1 or 0) or value
      clusters[#clusters + 1] = g
    end
  end
  return values, clusters
end

local function tally() return { held = 0, width = 0, none = 0 } end

local function count(into, low, high, truth)
  if not low then
    into.none = into.none + 1
    return
  end
  if low <= truth and truth <= high then into.held = into.held + 1 end
  into.width = into.width + high - low
end

local function tell(name, found, runs)
  local given = runs - found.none
  local held = found.held / given
  say("  %-28s %6.1f %%   width %.3f%s%s", name, 100 * held, found.width / given, held < 0.93 and "   below 93 %" or "",
    found.none > 0 and ("   undefined %d times"):format(found.none) or "")
end

local function bounds(result) if result then return result.low, result.high end end

local function means(name, truth, threshold)
  local by = { tally(), tally(), tally(), tally(), tally() }
  for run = 1, RUNS do
    local values, clusters = sample(threshold)
    local packed, groups = stats.pack(values), stats.clusters(clusters)
    local function draw(method)
      return stats.bootstrap(packed, { clusters = groups, method = method, draws = 1000, seed = run })
    end
    local low, high = bounds(stats.mean(packed, { clusters = groups }))
    count(by[1], low, high, truth)
    low, high = bounds(draw "bca")
    count(by[2], low, high, truth)
    low, high = bounds(draw "percentile")
    count(by[3], low, high, truth)
    low, high = bounds(stats.mean(packed))
    count(by[4], low, high, truth)
    if threshold then
      low, high = stats.wilson(math.floor(stats.mean(packed).mean * #values + 0.5), #values)
      count(by[5], low, high, truth)
    end
  end
  say("%s", name)
  tell("clustered t", by[1], RUNS)
  tell("bootstrap of clusters, BCa", by[2], RUNS)
  tell("bootstrap of clusters, pct.", by[3], RUNS)
  tell("t without clusters", by[4], RUNS)
  if threshold then tell("Wilson without clusters", by[5], RUNS) end
end

local function calibrated(n, rate, right)
  local calibrated_by, plain, alone = tally(), tally(), tally()
  for _ = 1, RUNS do
    local ratings, scores, usable = {}, {}, 0
    for i = 1, 600 do
      local truth = math.random() < rate and 1 or 0
      scores[i] = math.random() < right and truth or 1 - truth
      ratings[i] = i <= n and truth
      if i <= n then usable = usable + truth end
    end
    local low, high = bounds(stats.ppi_rate(ratings, scores))
    count(calibrated_by, low, high, rate)
    low, high = bounds(stats.ppi(ratings, scores))
    count(plain, low, high, rate)
    low, high = stats.wilson(usable, n)
    count(alone, low, high, rate)
  end
  say("rate %.2f, %d ratings of 600, judge right in %d %%", rate, n, 100 * right)
  tell("calibrated (ppi_rate)", calibrated_by, RUNS)
  tell("PPI++ without the guard", plain, RUNS)
  tell("Wilson, ratings alone", alone, RUNS)
end

-- As `viva agree` estimates it: 600 answers in five categories of different rates, three rounds of the judge.
local SPREAD = { [0.5] = 0.1, [0.85] = 0.05, [0.95] = 0.02 }
local RUN = { judges = { { name = "judge", usable_from = 4 } } }

local function judged_rows()
  local rows = {}
  for i = 1, 600 do
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
    row.ratings, row.probability = nil, nil
  end
  return usable / #rows
end

local function rate_row(row)
  row.ratings = { { rater = "p", value = row.truth and 5 or 1, low = 1, high = 5, usable_from = 4 } }
end

local function as_reported(n, rate, right)
  local by, by_weight, plain, rows, weighted = tally(), tally(), tally(), judged_rows(), 0
  for run = 1, RUNS do
    local truth = play(rows, rate, right)
    for _, one in ipairs(sheets.draw(rows, RUN, { name = "c", n = n, seed = run, plan = "random" })) do
      if one.drawn then rate_row(one.row) end
    end
    local made = calibrate.of(rows, RUN)
    count(by, made.low, made.high, truth)
    local low, high = stats.wilson(made.usable, made.rated)
    count(plain, low, high, truth)
    for _, row in ipairs(rows) do row.ratings = nil end
    for _, one in ipairs(sheets.draw(rows, RUN, { name = "c", n = n, seed = run, plan = "active" })) do
      one.row.probability = one.probability
      if one.drawn then rate_row(one.row) end
    end
    made = calibrate.of(rows, RUN)
    if made.method == (n < 20 and "alone_weighted" or "weighted") then
      weighted = weighted + 1
      count(by_weight, made.low, made.high, truth)
    end
  end
  say("as reported, rate %.2f, %d ratings of 600, judge right in %d %%", rate, n, 100 * right)
  tell(n < 20 and "alone" or "calibrated", by, RUNS)
  tell(n < 20 and "alone_weighted" or "weighted", by_weight, weighted)
  if n >= 20 then tell("Wilson, ratings alone", plain, RUNS) end
end

-- Judge and physician see one truth, each with an error of its own; conversations share a part of it.
local CUTS = { -1.2, -0.5, 0.2, 1.0 }
local MEASURED = { "agreement", "kappa", "kappa_linear", "kappa_quadratic", "ac1", "ac2", "alpha_ordinal", "macro_f1",
  "absolute_error", "bias" }

local function level(value)
  local found = 1
  for _, cut in ipairs(CUTS) do found = found + (value > cut and 1 or 0) end
  return found
end

local function rated_pairs(clusters)
  local first, second, groups = {}, {}, {}
  for g = 1, clusters do
    local shared = math.sqrt(ICC) * normal()
    for _ = 1, SIZE do
      local truth = shared + math.sqrt(1 - ICC) * normal()
      first[#first + 1], second[#second + 1] = level(truth + 0.5 * normal()), level(truth + 0.1 + 0.5 * normal())
      groups[#groups + 1] = g
    end
  end
  return first, second, groups
end

local function agreements(two, clusters)
  local function of(list)
    if not two then return list end
    for i, value in ipairs(list) do list[i] = value >= 4 and 1 or 0 end
    return list
  end
  local scale, by = two and { 0, 1 } or { 1, 2, 3, 4, 5 }, {}
  local first, second = rated_pairs(100000)
  local truth = stats.agreement(stats.crosstab(of(first), of(second), { scale = scale }))
  for _, name in ipairs(MEASURED) do by[name] = tally() end
  for run = 1, RUNS do
    local a, b, groups = rated_pairs(clusters)
    local found = stats.bootstrap_agreement(of(a), of(b), { scale = scale, clusters = groups, draws = 1000, seed = run })
    for _, name in ipairs(MEASURED) do
      local low, high = bounds(found[name])
      count(by[name], low, high, truth[name])
    end
  end
  say("agreement on %s, %d conversations of 5", two and "usable or not" or "levels", clusters)
  for _, name in ipairs(MEASURED) do tell(name, by[name], RUNS) end
end

say("%d runs of each; an interval that holds the truth in 95 %% is right within one point (two standard errors)", RUNS)
means("normal scores", 0)
for _, rate in ipairs { 0.5, 0.85, 0.95 } do means(("rate %.2f"):format(rate), rate, threshold_of(rate)) end
for _, n in ipairs { 20, 40, 100 } do
  for _, rate in ipairs { 0.5, 0.85, 0.95 } do
    for _, right in ipairs { 0.9, 0.6 } do calibrated(n, rate, right) end
  end
end
for _, n in ipairs { 10, 20, 40, 100 } do
  for _, rate in ipairs { 0.5, 0.85, 0.95 } do
    for _, right in ipairs { 0.9, 0.6 } do as_reported(n, rate, right) end
  end
end
for _, clusters in ipairs { 30, 100 } do
  agreements(true, clusters)
  agreements(false, clusters)
end
