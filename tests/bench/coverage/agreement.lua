-- Intervals of agreement. Judge and physicians see one truth, each with an error of its own; five levels, usable from the
-- fourth on.
local sim = dofile "tests/bench/coverage/sim.lua"
local stats = require "viva.stats"

local CUTS, LEVELS, TWO = { -1.2, -0.5, 0.2, 1.0 }, { 1, 2, 3, 4, 5 }, { 0, 1 }
local MEASURES = { "agreement", "adjacent", "kappa", "kappa_linear", "kappa_quadratic", "ac1", "ac2", "alpha_nominal",
  "alpha_ordinal", "alpha_interval", "tau_b", "spearman", "pearson", "icc1", "icc2", "icc3", "bias", "absolute_error",
  "macro_f1" }

local function level(value, two)
  local found = 1
  for _, cut in ipairs(CUTS) do found = found + (value > cut and 1 or 0) end
  return two and (found >= 4 and 1 or 0) or found
end

-- Levels of raters, the second one of whom is a little more lenient.
local function rated(raters, two, clusters, icc)
  local lists = {}
  for r = 1, raters do lists[r] = {} end
  local groups = sim.items(function(shared, own)
    for r = 1, raters do
      table.insert(lists[r], level(shared + own + (r == 2 and 0.1 or 0) + 0.5 * sim.normal(), two))
    end
  end, clusters, icc)
  return lists, groups
end

-- The pairs as stats.bootstrap_agreement takes them; of three raters in both orders, as rating_pairs.lua has them.
local function pairs_of(lists, groups)
  if #lists == 2 then return lists[1], lists[2], groups end
  local first, second, clusters, weights = {}, {}, {}, {}
  for i, group in ipairs(groups) do
    for a = 1, #lists do
      for b = 1, #lists do
        if a ~= b then
          local n = #first + 1
          first[n], second[n], clusters[n], weights[n] = lists[a][i], lists[b][i], group, 1 / (2 * (#lists - 1))
        end
      end
    end
  end
  return first, second, clusters, weights
end

-- Adjacent levels of two are all there are.
local function is_defined(measure, two) return not (two and measure == "adjacent") end

local function agreements(raters, two, clusters)
  local scale = two and TWO or LEVELS
  local lists = rated(raters, two, 100000)
  local whole = raters == 2 and stats.crosstab(lists[1], lists[2], { scale = scale })
    or stats.observers(lists, { scale = scale })
  local truth = stats.agreement(whole)
  local heading = raters == 2 and "agreement on %s, %d conversations of 5"
    or "ceiling of three physicians on %s, %d conversations of 5"
  sim.table(heading:format(two and "usable or not" or "levels", clusters), function(put, run)
    local first, second, groups, weights = pairs_of(rated(raters, two, clusters))
    local found = stats.bootstrap_agreement(first, second, { scale = scale, clusters = groups, weights = weights,
      draws = 1000, seed = run, widen = true })
    for _, name in ipairs(MEASURES) do
      if is_defined(name, two) and not (raters > 2 and name == "bias") then put(name, found[name], truth[name]) end
    end
  end)
end

-- Kappa and Gwet's coefficients by their formulas, which know nothing of conversations.
local function formulas(two, clustered)
  local function counts(clusters)
    local lists = rated(2, two, clusters, clustered and sim.icc or 0)
    return stats.crosstab(lists[1], lists[2], { scale = two and TWO or LEVELS })
  end
  local whole, truth = counts(100000), {}
  local kinds = two and { "none" } or { "none", "linear", "quadratic", "ordinal" }
  for _, kind in ipairs(kinds) do
    truth[kind] = { stats.kappa(whole, { weights = kind }).value, stats.gwet(whole, { weights = kind }).value }
  end
  local heading = ("formulas of agreement on %s, %s"):format(two and "usable or not" or "levels",
    clustered and "30 conversations of 5" or "150 single answers")
  sim.table(heading, function(put)
    local table_of = counts(sim.clusters)
    for _, kind in ipairs(kinds) do
      put("stats.kappa, " .. kind, stats.kappa(table_of, { weights = kind }), truth[kind][1])
      put("stats.gwet, " .. kind, stats.gwet(table_of, { weights = kind }), truth[kind][2])
    end
  end)
end

-- Three raters of normal scores: item 1, rater 0.1, error 0.5 (variances).
local function iccs(clustered)
  local truth = { icc1 = 1 / 1.6, icc2 = 1 / 1.6, icc3 = 1 / 1.5 }
  sim.table(("ICC of three raters, %s"):format(clustered and "30 conversations of 5" or "150 single answers"),
    function(put)
      local lists, shift = { {}, {}, {} }, {}
      for r = 1, 3 do shift[r] = math.sqrt(0.1) * sim.normal() end
      sim.items(function(shared, own)
        for r = 1, 3 do table.insert(lists[r], shared + own + shift[r] + math.sqrt(0.5) * sim.normal()) end
      end, sim.clusters, clustered and sim.icc or 0)
      local found = stats.icc(lists)
      for r = 1, 3 do -- of ICC(1) each item has raters of its own
        for i, value in ipairs(lists[r]) do lists[r][i] = value - shift[r] + math.sqrt(0.1) * sim.normal() end
      end
      put("stats.icc1", stats.icc(lists).icc1, truth.icc1)
      for _, name in ipairs { "icc2", "icc3" } do put("stats." .. name, found[name], truth[name]) end
    end)
end

-- No interval of an estimate: the limits are to hold 95 % of differences, so a new difference is what they are held to.
local function limits(n)
  sim.table(("limits of agreement, a new difference beside %d"):format(n), function(put)
    local first, second = {}, {}
    for i = 1, n do first[i], second[i] = sim.normal(), 0.2 + sim.normal() end
    put("bland_altman", stats.bland_altman(first, second), 0.2 + sim.normal() - sim.normal())
  end)
end

return function()
  for _, clusters in ipairs { 30, 100 } do
    agreements(2, true, clusters)
    agreements(2, false, clusters)
  end
  agreements(3, true, 30)
  agreements(3, false, 30)
  for _, clustered in ipairs { false, true } do
    formulas(true, clustered)
    formulas(false, clustered)
    iccs(clustered)
  end
  limits(20)
  limits(150)
end
