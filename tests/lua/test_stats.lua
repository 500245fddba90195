-- Agreement against the project's own reference file (tests/data/stats/golden.json), to the tolerance it states, and against
-- properties that must hold for any ratings.
local golden = dofile("tests/lua/support/golden.lua")
local stats = require "viva.stats"

local M = {}
local near, list, case = golden.near, golden.list, golden.case
local SCALE = { 0, 1, 2, 3, 4, 5 }

local function two_raters()
  local a = case "A_two_raters_0_5"
  return a, stats.crosstab(list(a.input.human), list(a.input.judge), { scale = SCALE })
end

M["A: two raters, all measures of one table"] = function(lu)
  local a, counts = two_raters()
  local out, all = a.output, stats.agreement(counts)
  for i, row in ipairs(stats.counts(counts).rows) do
    for j, count in ipairs(row) do lu.assertEquals(count, out.confusion_matrix_rows_human_cols_judge[i][j] + 0.0) end
  end
  near(lu, all.agreement, out.percent_agreement)
  near(lu, all.adjacent, out.percent_within_1)
  near(lu, all.kappa, out.cohen_kappa_unweighted)
  near(lu, all.kappa_linear, out.cohen_kappa_linear)
  near(lu, all.kappa_quadratic, out.cohen_kappa_quadratic)
  near(lu, all.alpha_nominal, out.krippendorff_alpha_nominal)
  near(lu, all.alpha_ordinal, out.krippendorff_alpha_ordinal)
  near(lu, all.alpha_interval, out.krippendorff_alpha_interval)
  near(lu, all.tau_b, out.kendall_tau_b[1])
  near(lu, all.spearman, out.spearman[1])
  near(lu, all.pearson, out.pearson[1])
  near(lu, all.absolute_error, out.mae)
  near(lu, all.bias, out.bias_judge_minus_human)
  near(lu, all.macro_f1, out.macro_f1_multiclass_0_5)
  for i = 1, 3 do near(lu, all["icc" .. i], out.icc_psych_anova_lmerFALSE["ICC" .. i][1]) end
  lu.assertEquals(all.undefined, {})
end

M["A: kappas with their errors"] = function(lu)
  local a, counts = two_raters()
  for weights, name in pairs { none = "unweighted", linear = "linear", quadratic = "quadratic" } do
    local expected, kappa = a.output["statsmodels_" .. name], stats.kappa(counts, { weights = weights })
    near(lu, kappa.value, expected.kappa)
    near(lu, kappa.se, expected.se_asymptotic)
    near(lu, kappa.se_null, expected.se_h0)
    near(lu, kappa.low, expected.ci95[1])
    near(lu, kappa.high, expected.ci95[2])
  end
end

M["A: Gwet's coefficients with their errors"] = function(lu)
  local a, counts = two_raters()
  local names = { none = "gwet_AC1", linear = "gwet_AC2_linear", quadratic = "gwet_AC2_quadratic", ordinal = "gwet_AC2_ordinal" }
  for weights, name in pairs(names) do
    local expected, ac = a.output[name], stats.gwet(counts, { weights = weights })
    near(lu, ac.value, expected.coefficient_value, 5e-6)
    near(lu, ac.se, expected.se, 5e-6)
    near(lu, ac.observed, expected.pa, 5e-6)
    near(lu, ac.chance, expected.pe, 5e-6)
    near(lu, ac.low, expected.confidence_interval[1], 5e-5)
    near(lu, ac.high, expected.confidence_interval[2], 5e-5)
  end
end

M["A: correlations with p, limits of agreement, intraclass correlations with intervals"] = function(lu)
  local a = case "A_two_raters_0_5"
  local human, judge, out = stats.pack(list(a.input.human)), stats.pack(list(a.input.judge)), a.output
  for name, expected in pairs { tau_b = out.kendall_tau_b, spearman = out.spearman, pearson = out.pearson } do
    local value, p = stats[name](human, judge)
    near(lu, value, expected[1])
    near(lu, p, expected[2])
  end
  local limits = stats.bland_altman(human, judge)
  near(lu, limits.bias, out.bias_judge_minus_human)
  near(lu, limits.low, out.bland_altman_limits[1])
  near(lu, limits.high, out.bland_altman_limits[2])
  golden.iccs(lu, stats.icc { human, judge }, out.icc_psych_anova_lmerFALSE)
end

M["A: usable or not"] = function(lu)
  local a, counts = two_raters()
  local expected, split = a.output.binary_usable_ge4, stats.split(counts, 4)
  local classes = stats.classes(split)
  near(lu, classes.macro_f1, expected.macro_f1)
  near(lu, classes[1].f1, expected.f1_neg)
  near(lu, classes[2].f1, expected.f1_pos)
  near(lu, classes.balanced_accuracy, expected.balanced_accuracy)
  near(lu, classes.mcc, expected.mcc)
  near(lu, stats.kappa(split).value, expected.kappa)
  near(lu, stats.gwet(split).value, expected.AC1, 5e-6)
end

M["A2: the number of levels declared counts for Gwet, not for kappa"] = function(lu)
  local a = case "A2_category_set_matters"
  local human, judge = list(a.input.human), list(a.input.judge)
  local narrow = stats.crosstab(human, judge, { scale = { 3, 4, 5 } })
  local wide = stats.crosstab(human, judge, { scale = SCALE })
  near(lu, stats.gwet(narrow).value, a.output.AC1_categories_inferred_3_4_5, 5e-6)
  near(lu, stats.gwet(wide).value, a.output.AC1_categories_declared_0_5, 5e-6)
  near(lu, stats.gwet(narrow, { weights = "quadratic" }).value, a.output.AC2_quadratic_inferred, 5e-6)
  near(lu, stats.gwet(wide, { weights = "quadratic" }).value, a.output.AC2_quadratic_declared_0_5, 5e-6)
  near(lu, stats.agreement(wide).ac2, a.output.AC2_quadratic_declared_0_5, 5e-6)
  for _, counts in ipairs { narrow, wide } do
    near(lu, stats.kappa(counts, { weights = "quadratic" }).value, a.output.kappa_quadratic_declared)
  end
end

M["B1: high agreement, kappa below zero"] = function(lu)
  local b = case "B1_paradox_118_5_2_0"
  local counts = stats.crosstab_of(list(b.input.table, list), { 0, 1 })
  local kappa, ac1 = stats.kappa(counts), stats.gwet(counts)
  near(lu, kappa.observed, b.output.percent_agreement)
  near(lu, kappa.value, b.output.cohen_kappa.kappa)
  near(lu, kappa.se, b.output.cohen_kappa.se_asymptotic)
  near(lu, kappa.se_null, b.output.cohen_kappa.se_h0)
  near(lu, ac1.value, b.output.gwet_AC1.value, 5e-6)
  near(lu, ac1.chance, b.output.gwet_AC1.pe, 5e-6)
  near(lu, stats.agreement(counts).alpha_nominal, b.output.krippendorff_nominal, 5e-6)
end

-- The physicians of an item have no names there: rater j holds the j-th rating of each item.
local function physicians(input, category)
  local grader, raters = {}, { {}, {}, {} }
  for i, met in ipairs(list(input.grader)) do
    if not category or input.category[i] == category then
      grader[#grader + 1] = met and 1 or 0
      for j = 1, 3 do
        local rating = input.physicians[i][j]
        table.insert(raters[j], rating ~= nil and (rating and 1 or 0))
      end
    end
  end
  return stats.classes(stats.against(grader, raters, { scale = { 0, 1 } })), raters
end

M["D: a grader against physicians as in HealthBench"] = function(lu)
  local d = case "D_healthbench_meta"
  for prefix, category in pairs { [""] = false, ["a: "] = "a", ["b: "] = "b" } do
    local function expect(name, value)
      local expected = d.output[prefix .. "pairwise_model_" .. name]
      near(lu, value, expected.value)
      return expected.n
    end
    local classes = physicians(d.input, category)
    lu.assertEquals(expect("precision_pos", classes[2].precision), classes[2].said)
    lu.assertEquals(expect("recall_pos", classes[2].recall), classes[2].actual)
    expect("f1_pos", classes[2].f1)
    expect("f1_neg", classes[1].f1)
    expect("f1_balanced", classes.macro_f1)
  end
  local _, raters = physicians(d.input)
  local ceiling = stats.counts(stats.observers(raters, { scale = { 0, 1 } }))
  lu.assertEquals(ceiling.n, 22) -- seven items with two physicians and two with three, in both orders
  lu.assertEquals(ceiling.rows[1][2], ceiling.rows[2][1])
end

-- Krippendorff's own example with four observers and missing ratings; the figures are those of statistics.md.
M["C: alpha with missing ratings"] = function(lu)
  local no = false
  local raters = {
    { 1, 2, 3, 3, 2, 1, 4, 1, 2, no, no, no }, { 1, 2, 3, 3, 2, 2, 4, 1, 2, 5, no, 3 },
    { no, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, no }, { 1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, no },
  }
  for level, expected in pairs { nominal = 0.743, ordinal = 0.815, interval = 0.849, ratio = 0.797 } do
    near(lu, stats.alpha(raters, { scale = { 1, 2, 3, 4, 5 }, level = level }), expected, 5e-4)
  end
end

M["L: intraclass correlations of four rounds"] = function(lu)
  local l = case "L_test_retest"
  local rounds = {}
  for r = 1, 4 do
    rounds[r] = {}
    for i, row in ipairs(list(l.input.items_by_rounds)) do rounds[r][i] = row[r] end
  end
  golden.iccs(lu, stats.icc(rounds), l.output.icc)
end

M["P: undefined is nil and a reason"] = function(lu)
  local constant, other = { 4, 4, 4 }, { 3, 4, 5 }
  local counts = stats.crosstab(constant, constant, { scale = SCALE })
  local function undefined(value, reason, code)
    lu.assertNil(value)
    lu.assertIsString(reason)
    lu.assertEquals(code, "undefined")
  end
  undefined(stats.kappa(counts))
  undefined(stats.tau_b(constant, other))
  undefined(stats.spearman(constant, other))
  undefined(stats.alpha({ constant, constant }, { scale = SCALE }))
  undefined(stats.kappa(stats.crosstab({}, {}, { scale = SCALE })))
  undefined(stats.agreement(stats.crosstab({}, {}, { scale = SCALE })))
  undefined(stats.icc { { 1 }, { 2 } })
  near(lu, stats.gwet(counts).value, 1)
  near(lu, stats.kappa(stats.crosstab(constant, other, { scale = SCALE })).value, 0)
  local all = stats.agreement(counts)
  for _, name in ipairs { "kappa", "kappa_linear", "kappa_quadratic", "alpha_ordinal", "tau_b", "spearman", "pearson", "icc1" } do
    lu.assertNil(all[name])
    lu.assertIsString(all.undefined[name])
  end
end

M["a mistake names the argument"] = function(lu)
  local function mistake(text, fn, ...) lu.assertErrorMsgContains(text, fn, ...) end
  mistake("first: element 2 is 7.0, which the scale does not have", stats.crosstab, { 1, 7 }, { 1, 2 }, { scale = SCALE })
  mistake("first needs a scale", stats.crosstab, { 1 }, { 1 })
  mistake("second is not as long as first", stats.crosstab, { 1 }, { 1, 2 }, { scale = SCALE })
  mistake("unknown option 'weight'", stats.kappa, stats.crosstab({ 1 }, { 1 }, { scale = SCALE }), { weight = "linear" })
  mistake("option 'weights': one of none, ", stats.kappa, stats.crosstab({ 1 }, { 1 }, { scale = SCALE }), { weights = "cubic" })
  mistake("scale: element 2 is not above", stats.pack, { 1 }, { 2, 2 })
  mistake("y has 1 elements where 2 are expected", stats.tau_b, { 1, 2 }, { 1 })
  mistake("x: element 2 is missing", stats.tau_b, { 1, false }, { 1, 2 })
  mistake("list: element 1 is not a finite number", stats.pack, { 0 / 0 })
  mistake("first is packed on another scale", stats.crosstab, stats.pack({ 1 }, { 1, 2 }), { 1 }, { scale = SCALE })
  mistake("confidence", stats.kappa, stats.crosstab({ 1 }, { 1 }, { scale = SCALE }), { confidence = 95 })
end

local function random_ratings(next_number, n, levels)
  local first, second = {}, {}
  for i = 1, n do
    first[i] = next_number(levels) - 1
    second[i] = next_number(3) > 1 and first[i] or next_number(levels) - 1
  end
  return first, second
end

local SYMMETRIC = { "agreement", "adjacent", "kappa", "kappa_linear", "kappa_quadratic", "ac1", "ac2", "alpha_nominal",
  "alpha_ordinal", "alpha_interval", "tau_b", "spearman", "pearson", "icc1", "icc2", "icc3", "absolute_error", "macro_f1" }

M["measures are symmetric, bounded, and the bundle equals the single functions"] = function(lu)
  local next_number = golden.generator(1)
  for _ = 1, 300 do
    local levels = 1 + next_number(6)
    local scale = {}
    for i = 1, levels do scale[i] = i - 1 end
    local first, second = random_ratings(next_number, next_number(40), levels)
    local counts = stats.crosstab(first, second, { scale = scale })
    local all, back = stats.agreement(counts), stats.agreement(stats.crosstab(second, first, { scale = scale }))
    for _, name in ipairs(SYMMETRIC) do
      near(lu, all[name], back[name], 1e-9)
      lu.assertTrue(all[name] == nil or name == "absolute_error" or all[name] <= 1 + 1e-12, name)
    end
    for name, weights in pairs { kappa = "none", kappa_linear = "linear", kappa_quadratic = "quadratic" } do
      near(lu, all[name], (stats.kappa(counts, { weights = weights }) or {}).value, 1e-9)
    end
    near(lu, all.ac2, (stats.gwet(counts, { weights = "quadratic" }) or {}).value, 1e-9)
    for _, level in ipairs { "nominal", "ordinal", "interval" } do
      near(lu, all["alpha_" .. level], (stats.alpha({ first, second }, { scale = scale, level = level })), 1e-9)
    end
    for _, name in ipairs { "tau_b", "spearman", "pearson" } do near(lu, all[name], (stats[name](first, second)), 1e-9) end
    local iccs = stats.icc { first, second }
    for i = 1, 3 do near(lu, all["icc" .. i], iccs and iccs["icc" .. i] and iccs["icc" .. i].value, 1e-9) end
  end
end

M["nominal measures do not care for the names of levels"] = function(lu)
  local next_number = golden.generator(2)
  for _ = 1, 100 do
    local first, second = random_ratings(next_number, 30, 4)
    local names = { [0] = 9, [1] = 3, [2] = 7, [3] = 1 }
    local function rename(ratings)
      local out = {}
      for i, value in ipairs(ratings) do out[i] = names[value] end
      return out
    end
    local all = stats.agreement(stats.crosstab(first, second, { scale = { 0, 1, 2, 3 } }))
    local renamed = stats.agreement(stats.crosstab(rename(first), rename(second), { scale = { 1, 3, 7, 9 } }))
    for _, name in ipairs { "agreement", "kappa", "ac1", "alpha_nominal", "macro_f1" } do
      near(lu, all[name], renamed[name], 1e-12)
    end
  end
end

M["counting many pairs at once counts what counting few does"] = function(lu)
  local next_number = golden.generator(3)
  local first, second = random_ratings(next_number, 40001, 6)
  local few = {}
  for i = 1, 6 do few[i] = { 0, 0, 0, 0, 0, 0 } end
  for i = 1, #first do few[first[i] + 1][second[i] + 1] = few[first[i] + 1][second[i] + 1] + 1 end
  local rows = stats.counts(stats.crosstab(first, second, { scale = SCALE })).rows
  for i = 1, 6 do
    for j = 1, 6 do lu.assertEquals(rows[i][j], few[i][j] + 0.0) end
  end
end

M["every function has its page for editors, and no page is of nothing"] = function(lu)
  local files = require "files"
  local text, told = files.read("scripts/meta/viva_stats.lua") .. files.read("scripts/meta/viva_stats_more.lua"), {}
  text = text:gsub("%-%-[^\n]*", "")
  for name in text:gmatch("%f[%w]stats%.(%l[%w_]*)") do
    told[name] = true
    lu.assertTrue(stats[name] ~= nil, name)
  end
  for name in pairs(stats) do lu.assertTrue(told[name] or false, name) end
end

return M
