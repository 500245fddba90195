-- The judge against physicians: pairs, measures, cells, the ceiling, the calibrated rate, points. Numbers are held against
-- viva.stats on vectors written down by hand or taken from the rows in another way.
local agree = require "stages.agree"
local aggregate = require "stages.aggregate"
local agreement = require "commands.shared.agreement"
local calibrate = require "stages.calibrate"
local contexts = require "context"
local rating_pairs = require "rating_pairs"
local rated_points = require "stages.rated_points"
local report = require "report"
local stats = require "viva.stats"

local M = {}

local RUN = { models = {}, judge_models = {}, judges = { { name = "j", levels = { 1, 2, 3, 4, 5 }, usable_from = 4 } } }

-- A row: scores of the judge, and what raters x, y, z say.
local function row(id, scores, values, model)
  local made = { model = model or "m", sample = 1, answer = { state = "obtained", text = id }, judgings = {},
    item = { id = id, category = id:match("^%w+"), group = id:match("/(%w+)/"), round = 1 } }
  for i, score in ipairs(scores) do
    made.judgings[i] = { judge = "j", ["repeat"] = i, state = "scored", score = score }
  end
  for i, value in ipairs(values or {}) do
    made.ratings = made.ratings or {}
    if value then
      table.insert(made.ratings, { rater = ("xyz"):sub(i, i), value = value, low = 1, high = 5, usable_from = 4 })
    end
  end
  return made
end

local ROWS = {
  row("MK/1/1", { 5, 5, 4 }, { 5, 4 }), row("MK/2/1", { 4, 4, 3 }, { 4, 3 }), row("MR/1/1", { 2, 1, 1 }, { 1 }),
  row("MR/2/1", { 4, 4, 4 }, { 2, 2, 5 }), row("MR/3/1", { 3, 3, 3 }),
}

local function tables(rows)
  local run = { models = {}, judge_models = {}, judges = RUN.judges, dataset = {} }
  local context = contexts.new({ run = run, rows = rows, aggregate = aggregate, agreement = agreement.of(rows, run) },
    { name = "agreement" }, "en")
  local sources = report.sources()
  return function(name, block) return sources[name](context, block or {}) end
end

M["a pair is the judge and one physician on one answer"] = function(lu)
  local observations, unscored = agree.observations(ROWS, RUN)
  lu.assertEquals({ #observations, unscored }, { 4, 0 })
  local usable, levels = rating_pairs.with_judge(observations)
  lu.assertEquals(usable.first, { 1, 1, 1, 0, 0, 0, 0, 1 })
  lu.assertEquals(usable.second, { 1, 1, 0, 0, 0, 1, 1, 1 }) -- a mean of 3.67 is not usable, though its nearest level is 4
  lu.assertEquals(levels.first, { 5, 4, 4, 3, 1, 2, 2, 5 })
  lu.assertEquals(levels.second, { 5, 5, 4, 4, 1, 4, 4, 4 })
  lu.assertEquals(usable.clusters, { "MK/1", "MK/1", "MK/2", "MK/2", "MR/1", "MR/2", "MR/2", "MR/2" })
  lu.assertEquals(levels.scale, { 1, 2, 3, 4, 5 })
  lu.assertFalse(usable.weighted)
end

M["the ceiling of more than two physicians is their pairs in both orders, each answer by its ratings"] = function(lu)
  local usable, levels = rating_pairs.among_raters((agree.observations(ROWS, RUN)))
  lu.assertEquals(levels.first, { 5, 4, 4, 3, 2, 2, 2, 5, 2, 5 })
  lu.assertEquals(levels.second, { 4, 5, 3, 4, 2, 2, 5, 2, 5, 2 })
  lu.assertEquals(levels.weights, { 0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25 })
  lu.assertEquals({ usable.both, usable.n, usable.count, usable.agreed }, { true, 10, 5, 2 })
end

-- What two physicians said of answers, one row for each pair of levels; those who say nothing say false.
local function rated_as(list)
  local rows = {}
  for i, values in ipairs(list) do rows[i] = row(("MK/%d/1"):format(i), { 4 }, values) end
  return rows
end

M["kappa of two physicians is Cohen's, whose chance knows that one of them is stricter"] = function(lu)
  local list = {}
  for _, cell in ipairs { { 1, 1, 15 }, { 5, 1, 76 }, { 5, 5, 47 } } do
    for _ = 1, cell[3] do list[#list + 1] = { cell[1], cell[2] } end
  end
  local rows = rated_as(list)
  for i = 1, #rows, 2 do rows[i].ratings[1], rows[i].ratings[2] = rows[i].ratings[2], rows[i].ratings[1] end
  local whole = agree.whole((agree.observations(rows, RUN)))
  lu.assertEquals({ whole.both, whole.among_pairs, whole.among_agreed }, { false, 138, 62 })
  local first, second = {}, {} -- pooled, in both orders, it is Scott's pi: -0.16
  for i, values in ipairs(list) do first[i], second[i] = values[1], values[2] end
  local cohen = stats.agreement(stats.crosstab(first, second, { scale = { 1, 2, 3, 4, 5 } })).kappa
  lu.assertAlmostEquals(cohen, 0.119, 0.0005)
  lu.assertAlmostEquals(whole.raters.usable.kappa.value, cohen, 1e-12)
  lu.assertAlmostEquals(whole.raters.levels.kappa.value, cohen, 1e-12)
end

-- Fleiss 1971 by his formula, for answers that all have as many ratings.
local function fleiss(list)
  local total, observed, shares = 0, 0, {}
  for _, values in ipairs(list) do
    local counts, m = {}, #values
    for _, value in ipairs(values) do
      counts[value], shares[value] = (counts[value] or 0) + 1, (shares[value] or 0) + 1
      total = total + 1
    end
    for _, count in pairs(counts) do observed = observed + count * (count - 1) / (m * (m - 1)) / #list end
  end
  local chance = 0
  for _, count in pairs(shares) do chance = chance + (count / total) ^ 2 end
  return (observed - chance) / (1 - chance)
end

M["kappa of three physicians is Fleiss', and the table says so"] = function(lu)
  local list = {}
  for i = 1, 40 do list[i] = { i % 5 + 1, i % 3 == 0 and i % 4 + 1 or i % 5 + 1, (i * 7) % 5 + 1 } end
  local rows = rated_as(list)
  local whole = agree.whole((agree.observations(rows, RUN)))
  lu.assertAlmostEquals(whole.raters.levels.kappa.value, fleiss(list), 1e-12)
  local block = tables(rows) "agreement"
  lu.assertStrContains(block.note, "More than two physicians")
  lu.assertStrContains(block.bodies[3].rows[3][3].sub, "Fleiss: [")
  lu.assertNotStrContains(block.bodies[3].rows[3][2].sub, "Fleiss")
  for _, values in ipairs(list) do values[3] = nil end
  lu.assertNotStrContains(tables(rated_as(list))("agreement").note, "Fleiss")
end

M["alpha of the ceiling is Krippendorff's however many rate an answer"] = function(lu)
  local list, by_rater = {}, { {}, {}, {} }
  for i = 1, 45 do
    list[i] = { i % 5 + 1, i % 3 == 0 and i % 4 + 1 or i % 5 + 1, i % 2 == 0 and (i * 7) % 5 + 1 or false }
    for k = 1, 3 do by_rater[k][i] = list[i][k] end
  end
  local whole = agree.whole((agree.observations(rated_as(list), RUN)))
  local alpha = stats.alpha(by_rater, { scale = { 1, 2, 3, 4, 5 }, level = "ordinal" })
  lu.assertAlmostEquals(whole.raters.levels.alpha_ordinal.value, alpha, 1e-12)
end

M["where the ceiling has fewer than 20 items it shows counts, whatever the judge has"] = function(lu)
  local list = {}
  for i = 1, 30 do list[i] = { i % 5 + 1, i <= 5 and 1 or nil } end
  local rows = rated_as(list)
  local bodies = tables(rows)("agreement").bodies
  lu.assertEquals({ bodies[2].rows[1][3].text, bodies[2].rows[2][3].text }, { "3/5", "–" })
  lu.assertStrContains(bodies[2].rows[1][2].text, "%")
  lu.assertEquals(tables(rows)("agreement_by", { down = "category" }).bodies[1].rows[1][4].text, "3/5")
end

M["a rated answer without a score is counted and left out; so is one with no whole opinion"] = function(lu)
  local unscored = row("MK/9/1", {}, { 4 })
  local partly = row("MTG/9/1", { 4 })
  partly.ratings = { { rater = "x", value = 5, dimension = "correctness", low = 0, high = 5 } }
  local observations, without = agree.observations({ unscored, partly }, RUN)
  lu.assertEquals({ #observations, without }, { 0, 1 })
end

M["levels are compared on scales with the same top, usability on any"] = function(lu)
  local two = row("MK/1/1", { 5 })
  two.ratings = { { rater = "x", value = 1, low = 0, high = 1, usable_from = 1 },
    { rater = "y", value = 0, low = 0, high = 5, usable_from = 4 } }
  local usable, levels = rating_pairs.with_judge((agree.observations({ two }, RUN)))
  lu.assertEquals({ usable.n, levels.n }, { 2, 1 })
  lu.assertEquals(levels.scale, { 0, 1, 2, 3, 4, 5 })
end

-- Many rows, always the same: { rows, the judge's word and each rater's as 0 and 1 }.
local function many(count, categories)
  local rows, random = {}, math.random
  math.randomseed(7, 7)
  for i = 1, count do
    local judge = random(1, 5)
    local values = {}
    for k = 1, 3 do values[k] = random() < 0.7 and judge or random(1, 5) end
    rows[i] = row(("%s/%d/1"):format(categories[i % #categories + 1], i // 2), { judge, judge }, values,
      i % 2 == 0 and "a" or "b")
  end
  return rows
end

local function vectors(rows, filter)
  local v = { human = {}, judge = {}, clusters = {}, strata = {} }
  for _, one in ipairs(rows) do
    if not filter or filter(one) then
      for _, rating in ipairs(one.ratings) do
        table.insert(v.human, rating.value)
        table.insert(v.judge, one.judgings[1].score)
        table.insert(v.clusters, one.item.category .. "|" .. one.item.group)
        table.insert(v.strata, one.item.category)
      end
    end
  end
  return v
end

local function two(list)
  local made = {}
  for i, value in ipairs(list) do made[i] = value >= 4 and 1 or 0 end
  return made
end

M["all measures and intervals are those of viva.stats on the same numbers"] = function(lu)
  local rows = many(120, { "MK", "MR", "MSE" })
  local whole = agree.whole((agree.observations(rows, RUN)))
  local v = vectors(rows)
  local levels = stats.bootstrap_agreement(v.human, v.judge, { scale = { 1, 2, 3, 4, 5 }, clusters = v.clusters, strata = v.strata,
    widen = true })
  local usable = stats.bootstrap_agreement(two(v.human), two(v.judge), { scale = { 0, 1 }, clusters = v.clusters,
    strata = v.strata, widen = true })
  lu.assertEquals(whole.judge.levels, levels)
  lu.assertEquals(whole.judge.usable, usable)
  lu.assertEquals(whole.counts, { answers = 120, items = 120, conversations = 120, raters = 3, pairs = 360, twice = 120,
    twice_items = 120, twice_conversations = 120, small = false, twice_small = false })
  local said = 0
  for _, value in ipairs(two(v.human)) do said = said + value end
  lu.assertAlmostEquals(whole.said_usable, said / 360, 1e-12)
end

M["cells are the same measures over a part, and of few items counts alone"] = function(lu)
  local rows = many(130, { "MK", "MR", "MSE" })
  rows[#rows + 1] = row("MTG/1/1", { 5 }, { 5, 5, 1 })
  local cells = agree.cells(agree.observations(rows, RUN), "category")
  lu.assertEquals(#cells, 4)
  for _, cell in ipairs(cells) do
    local v = vectors(rows, function(one) return one.item.category == cell.key end)
    if cell.key == "MTG" then
      lu.assertEquals({ cell.counts.small, cell.agreed, cell.pairs }, { true, 2, 3 })
      lu.assertNil(cell.usable)
      lu.assertNil(cell.levels)
    else
      lu.assertEquals(cell.levels, stats.agreement(stats.crosstab(v.human, v.judge, { scale = { 1, 2, 3, 4, 5 } })))
      lu.assertEquals(cell.usable.kappa.value, stats.agreement(stats.crosstab(two(v.human), two(v.judge), { scale = { 0, 1 } })).kappa)
    end
  end
  lu.assertEquals(#agree.cells(agree.observations(rows, RUN), "model"), 3)
  local raters = agree.cells(agree.observations(rows, RUN), "rater")
  lu.assertEquals({ raters[1].key, raters[1].pairs, raters[1].among_pairs }, { "x", 131, 0 })
end

M["unequal chances weigh the pairs, equal ones do not"] = function(lu)
  local rows = many(60, { "MK" })
  for _, one in ipairs(rows) do one.probability = 0.25 end
  lu.assertFalse(agree.whole((agree.observations(rows, RUN))).weighted)
  local weights, v = {}, vectors(rows)
  for i, one in ipairs(rows) do
    one.probability = i % 3 == 0 and 0.5 or 0.125
    for _ = 1, 3 do weights[#weights + 1] = 1 / one.probability end
  end
  local whole = agree.whole((agree.observations(rows, RUN)))
  lu.assertTrue(whole.weighted)
  local expected = stats.agreement(stats.crosstab(v.human, v.judge, { scale = { 1, 2, 3, 4, 5 }, weights = weights }))
  lu.assertAlmostEquals(whole.judge.levels.kappa_quadratic.value, expected.kappa_quadratic, 1e-12)
end

M["what is not defined is said with its reason"] = function(lu)
  local rows = {}
  for i = 1, 25 do rows[i] = row(("MK/%d/1"):format(i), { 5 }, { 5 }) end
  local whole = agree.whole((agree.observations(rows, RUN)))
  lu.assertEquals(whole.judge.usable.agreement.value, 1)
  lu.assertNil(whole.judge.usable.kappa)
  lu.assertTrue(#whole.judge.usable.undefined.kappa > 5)
  lu.assertNil(whole.raters.usable)
  lu.assertEquals(whole.undefined.raters_usable, "no pair of ratings")
end

M["answers on which they differ stand in the order of how much"] = function(lu)
  local list = agree.differing((agree.observations(ROWS, RUN)))
  lu.assertEquals({ #list, list[1].observation.row.item.id, list[2].observation.row.item.id },
    { 2, "MR/2/1", "MK/2/1" })
  lu.assertAlmostEquals(list[1].share, 2 / 3, 1e-12)
end

M["the calibrated rate of few ratings is the physicians' own, with Wilson's interval"] = function(lu)
  local rows = many(200, { "MK", "MR" })
  for i = 13, 200 do rows[i].ratings = nil end
  local made = calibrate.of(rows, RUN)
  lu.assertEquals({ made.method, made.rated, made.answers }, { "alone", 12, 200 })
  lu.assertAlmostEquals(made.estimate, made.usable / 12, 1e-12)
  local low, high = stats.wilson(made.usable, 12)
  lu.assertEquals({ made.low, made.high }, { low, high })
  lu.assertEquals(calibrate.of({ rows[100] }, RUN).reason, "no answer has a rating")
end

M["without strata the calibrated rate is lambda times the judge's and the mean of what is left"] = function(lu)
  local rows, y, f, clusters = many(300, { "MK" }), {}, {}, {}
  for i, one in ipairs(rows) do
    if i % 4 ~= 0 then one.ratings = nil end
    local count = 0
    for _, rating in ipairs(one.ratings or {}) do count = count + (rating.value >= 4 and 1 or 0) end
    y[i], f[i], clusters[i] = one.ratings ~= nil and (count >= 2 and 1 or 0), one.judgings[1].score >= 4 and 1 or 0, one.item.group
  end
  local made, reference = calibrate.of(rows, RUN), stats.ppi_rate(y, f, { clusters = clusters })
  local judge, left = 0, 0
  for i = 1, 300 do
    judge = judge + f[i] / 300
    left = left + (y[i] and (y[i] - reference.lambda * f[i]) / 75 or 0)
  end
  lu.assertEquals({ made.method, made.rated }, { "calibrated", 75 })
  lu.assertAlmostEquals(made.estimate, reference.lambda * judge + left, 1e-12)
  lu.assertTrue(made.low < made.estimate and made.estimate < made.high)
  local low, high = stats.wilson(made.usable, 75)
  lu.assertTrue(made.high - made.low <= high - low)
  lu.assertAlmostEquals(made.high - made.low, reference.high - reference.low, 0.03)
end

M["what a judge is unsure of counts by the share of its scorings that say usable"] = function(lu)
  local rows, y, f = {}, {}, {}
  for i = 1, 200 do
    rows[i] = row(("MK/%d/1"):format(i), { 5, i % 3 == 0 and 1 or 5, i % 2 == 0 and 1 or 5 })
    f[i], y[i] = ((i % 3 == 0 and 0 or 1) + (i % 2 == 0 and 0 or 1) + 1) / 3, false
    if i <= 90 then
      y[i] = (f[i] > 0.5) ~= (i % 7 == 0) and 1 or 0
      rows[i].ratings = { { rater = "x", value = y[i] == 1 and 5 or 1, low = 1, high = 5, usable_from = 4 } }
    end
  end
  local made, lambda, sum, left = calibrate.of(rows, RUN), stats.ppi_rate(y, f).lambda, 0, 0
  for i = 1, 200 do
    sum, left = sum + f[i] / 200, left + (y[i] and (y[i] - lambda * f[i]) / made.rated or 0)
  end
  lu.assertTrue(lambda > 0.2)
  lu.assertAlmostEquals(made.estimate, lambda * sum + left, 1e-12)
  lu.assertAlmostEquals(made.judge, 67 / 200, 1e-12) -- the judge's own rate: the mean of the scores is 4 or more
end

M["categories rated unevenly count by their share of the answers, not of the ratings"] = function(lu)
  local rows = {}
  for i = 1, 100 do -- MK all usable, MR none; the judge says nothing worth knowing
    rows[i] = row(("%s/%d/1"):format(i <= 50 and "MK" or "MR", i), { i % 2 == 0 and 5 or 1 })
    if i <= 40 or i > 90 then rows[i].ratings = { { rater = "x", value = i <= 50 and 5 or 1, low = 1, high = 5, usable_from = 4 } } end
  end
  local made = calibrate.of(rows, RUN)
  lu.assertEquals(made.usable / made.rated, 0.8)
  lu.assertAlmostEquals(made.estimate, 0.5, 0.02)
end

M["ratings drawn with unequal chances count by 1/chance"] = function(lu)
  local rows, sum, all = {}, 0, 0
  for i = 1, 200 do
    rows[i] = row(("MK/%d/1"):format(i), { 3 })
    rows[i].probability = i <= 100 and 0.6 or 0.1
    if i % 100 < (i <= 100 and 60 or 10) then
      local usable = i % 3 == 0
      rows[i].ratings = { { rater = "x", value = usable and 5 or 1, low = 1, high = 5, usable_from = 4 } }
      sum, all = sum + (usable and 1 / rows[i].probability or 0), all + 1 / rows[i].probability
    end
  end
  local made = calibrate.of(rows, RUN)
  lu.assertEquals(made.method, "weighted")
  lu.assertAlmostEquals(made.estimate, sum / all, 1e-12) -- the judge always says the same: nothing to learn from it
  lu.assertTrue(made.effective < made.rated)
end

M["few ratings drawn with unequal chances count by 1/chance too, and the table says so"] = function(lu)
  local rows, sum, all, squares = {}, 0, 0, 0
  for i = 1, 60 do
    rows[i] = row(("MK/%d/1"):format(i), { 3 + i % 3 })
    rows[i].probability = i <= 30 and 0.3 or 0.1
    if i <= 9 or i > 57 then
      local weight = 1 / rows[i].probability
      rows[i].ratings = { { rater = "x", value = i <= 9 and 5 or 1, low = 1, high = 5, usable_from = 4 } }
      sum, all, squares = sum + (i <= 9 and weight or 0), all + weight, squares + weight ^ 2
    end
  end
  local made = calibrate.of(rows, RUN)
  local low, high = stats.wilson(sum / all * (all ^ 2 / squares), all ^ 2 / squares)
  lu.assertEquals({ made.method, made.usable, made.rated }, { "alone_weighted", 9, 12 })
  lu.assertAlmostEquals(made.estimate, 0.5, 1e-12) -- not 9/12
  lu.assertEquals({ made.low, made.high }, { low, high })
  local cells = tables(rows)("calibrated").bodies[1].rows[1]
  lu.assertEquals({ cells[4].text, cells[5].text },
    { "9/12", "physicians alone, weighted by 1/probability, Wilson" })
  lu.assertStrContains(cells[4].sub, ("[%.1f–%.1f]"):format(100 * low, 100 * high))
end

M["physicians who find all usable give no rate above 100 %"] = function(lu)
  local rows = many(120, { "MK" })
  for i, one in ipairs(rows) do
    if i > 80 then one.ratings = nil end
    for _, rating in ipairs(one.ratings or {}) do rating.value = 5 end
  end
  local block = tables(rows) "calibrated"
  lu.assertEquals(block.bodies[1].rows[3][4].text, "100.0%")
  for _, cells in ipairs(block.bodies[1].rows) do
    lu.assertEquals(#cells, #block.columns)
    for _, cell in ipairs(cells) do
      local percent = tonumber(cell.text:match("^([%d.]+)%%$") or 0)
      lu.assertTrue(percent <= 100, cell.text)
    end
  end
end

local function pointed(id, judge, human)
  local made = row(id, { 4 })
  made.item.points = { { id = "p", kind = "core", text = "Names the dose." }, { id = "q", kind = "danger", text = "Doubles it." } }
  made.judgings[1].points = { p = { state = judge }, q = { state = "not_met" } }
  made.ratings = { { rater = "x", point = "p", value = human, low = 0, high = 1 },
    { rater = "x", point = "q", value = 0, low = 0, high = 1 } }
  return made
end

M["points: how hard, how often they differ, which way"] = function(lu)
  local rows, judge, human = {}, {}, {}
  for i = 1, 24 do
    local said, meant = i <= 18 and "met" or "not_met", i <= 8 and 1 or i == 24 and "not_applicable" or 0
    rows[i] = pointed(("MK/%d/1"):format(i), said, meant)
    judge[i], human[i] = i <= 18 and 1 or 0, meant ~= "not_applicable" and meant
  end
  local list = rated_points.of(rows)
  local expected = stats.disagreement({ judge }, { human })[1]
  lu.assertEquals({ #list, list[1].id, list[1].kind, list[1].n }, { 2, "p", "core", 24 })
  lu.assertEquals({ list[1].differ, list[1].only_judge, list[1].only_human, list[1].direction },
    { expected.differ, 10, 0, "lenient" })
  lu.assertEquals({ list[1].met, list[1].applies }, { 8, 23 })
  lu.assertAlmostEquals(list[1].p, expected.p, 1e-12)
  lu.assertAlmostEquals(list[1].p_holm, list[1].p, 1e-12) -- the other point has no p: they never differ
  lu.assertEquals({ list[1].share, list[2].differ }, { 1, 0 })
end

M["a point that the judge could not read, or is torn over, makes no pair"] = function(lu)
  local torn = pointed("MK/1/1", "met", 1)
  torn.judgings[2] = { judge = "j", state = "scored", score = 4, points = { p = { state = "not_met" },
    q = { state = "unreadable" } } }
  local list = rated_points.of { torn, pointed("MK/2/1", "unreadable", 1) }
  lu.assertEquals({ #list, list[1].id, list[1].n }, { 1, "q", 2 })
end

M["of fewer than 20 items the tables show counts, in no cell a rate"] = function(lu)
  local of = tables(ROWS)
  for name, block in pairs { agreement_by = { down = "category" }, confusion = {}, confusion_levels = {}, calibrated = {} } do
    for _, cells in ipairs(of(name, block).bodies[1].rows) do
      for _, cell in ipairs(cells) do
        lu.assertNil(cell.text:find("%%"), name)
        lu.assertNil(cell.text:find("^%d%.%d"), name)
      end
    end
  end
  local bodies = of("agreement").bodies
  lu.assertEquals(bodies[2].rows[1][2].text, "5/8")
  lu.assertEquals({ bodies[1].rows[6][2].text, bodies[1].rows[7][2].text }, { "4/8", "5/8" })
end

M["raters who never differ from themselves have no interval, not one of rounding's width"] = function(lu)
  local list = {}
  for i = 1, 30 do list[i] = { 5 } end
  local rows = rated_as(list)
  for i, one in ipairs(rows) do one.judgings[1].score = i % 4 + 2 end
  local levels = agree.whole((agree.observations(rows, RUN))).judge.levels
  lu.assertNil(levels.kappa_quadratic.low)
  lu.assertEquals(levels.undefined.kappa_quadratic, "all resamples give the same")
end

M["without ratings each table says how they come in"] = function(lu)
  local of = tables { row("MK/1/1", { 5 }) }
  for _, name in ipairs { "agreement", "agreement_by", "confusion", "confusion_levels", "differing", "calibrated" } do
    lu.assertEquals(of(name).bodies, {}, name)
    lu.assertStrContains(of(name).empty, "viva ratings sheet", false, name)
  end
  lu.assertStrContains(of("rated_points").empty, "No physician has rated a point")
end

M["a judge that sees a danger where physicians see none is strict"] = function(lu)
  local rows = {}
  for i = 1, 22 do
    rows[i] = pointed(("MK/%d/1"):format(i), "met", 1)
    rows[i].judgings[1].points.q.state = "met"
  end
  local list = tables(rows)("rated_points").bodies[1].rows
  lu.assertEquals({ list[1][2].text, list[1][7].text }, { "danger", "judge strict" })
end

return M
