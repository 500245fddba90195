-- Stage: the usability rate as physicians would give it, from the few answers they rated and the judge's verdict on
-- all. Pure functions of rows.
--
-- An answer is usable when more than half of its raters say so. How an estimate was made stands in `method`:
--   alone       fewer than 20 ratings: the physicians' own rate, Wilson; alone_weighted where a sheet drew the answers
--               with unequal probability: each rating by 1/probability, Wilson on as many as they are worth (Kish)
--   calibrated  PPI++ with the guard for few ratings of viva.stats.ppi_rate, of these answers: lambda times the mean of
--               f, and the mean of y - lambda f, within each category that has ten ratings or more (the others as one),
--               put together by their shares of the answers; f is the share of the judge's scores that say usable
--   weighted    a sheet drew the answers with unequal probability: the same, each rating counted by 1/probability
local filter = require "filter"
local opinions = require "opinions"
local states = require "states"
local stats = require "viva.stats"

local M = {}

local ENOUGH = 20
local LEAST = 10 -- ratings of a stratum of its own

-- The answers that count: those that the judge scored, with what physicians say, or false.
local function frame(rows, run)
  local limits, seen = states.limits(run), {}
  local found = { y = {}, f = {}, clusters = {}, strata = {}, pi = {}, n = 0, usable = 0, judged = 0, items = 0 }
  for _, row in ipairs(rows) do
    local score, limit = states.score(row, limits)
    if score then
      local i, said = #found.f + 1, opinions.together(opinions.of(row.ratings))
      found.f[i] = states.share_usable(row, limits)
      found.judged = found.judged + (score >= limit and 1 or 0)
      found.y[i] = said ~= nil and (said and 1 or 0)
      found.clusters[i], found.strata[i] = filter.conversation(row.item), row.item.category
      found.pi[i] = row.probability or 1
      found.items = found.items + (seen[row.item.id] and 0 or 1)
      seen[row.item.id] = true
      found.weighted = found.weighted or found.pi[i] ~= found.pi[1]
      if said ~= nil then found.n, found.usable = found.n + 1, found.usable + (said and 1 or 0) end
    end
  end
  return found
end

local function rated_in(found)
  local counts = {}
  for i, stratum in ipairs(found.strata) do counts[stratum] = (counts[stratum] or 0) + (found.y[i] and 1 or 0) end
  return counts
end

-- Sums by stratum; those with too few ratings are one, and with too few of them there are no strata at all.
local function strata_of(found, lambda)
  local rated, rest, strata = rated_in(found), 0, {}
  for _, count in pairs(rated) do rest = rest + (count < LEAST and count or 0) end
  local function name_of(i)
    if rated[found.strata[i]] >= LEAST then return found.strata[i] end
    return rest >= LEAST and "" or nil
  end
  local whole = false
  for i in ipairs(found.f) do whole = whole or name_of(i) == nil end
  for i, f in ipairs(found.f) do
    local name = not whole and name_of(i) or ""
    local one = strata[name] or { items = 0, n = 0, f = 0, weight = 0, sum = 0, places = {} }
    strata[name], one.items, one.f = one, one.items + 1, one.f + f
    if found.y[i] then
      local weight = 1 / found.pi[i]
      one.n, one.weight, one.sum = one.n + 1, one.weight + weight, one.sum + weight * (found.y[i] - lambda * f)
      table.insert(one.places, i)
    end
  end
  return strata
end

-- By how much conversations make the variance larger than as many single answers would.
local function design_effect(residuals, clusters)
  local plain, clustered = stats.mean(residuals), stats.mean(residuals, { clusters = clusters })
  if not (plain.se and clustered.se and plain.se > 0) then return 1 end
  return math.max(1, (clustered.se / plain.se) ^ 2)
end

-- Four ratings more, of every kind, keep the variance of few from vanishing (as in host/ppi.h, for shares that differ).
local function guard(lambda, mean)
  local sum = 0
  for _, residual in ipairs { 0, -lambda, 1, 1 - lambda } do sum = sum + (residual - mean) ^ 2 end
  return sum
end

-- The estimate, its variance, and as how many ratings alone the rated ones count at least.
local function estimate_of(found, lambda)
  local all, estimate, squares, shares = #found.f, 0, 0, 0
  local residuals, clusters = {}, {}
  for _, one in pairs(strata_of(found, lambda)) do
    local part, mean = one.items / all, one.sum / one.weight
    estimate = estimate + part * (lambda * one.f / one.items + mean)
    for _, i in ipairs(one.places) do
      local share = part / found.pi[i] / one.weight
      local residual = found.y[i] - lambda * found.f[i]
      squares = squares + share ^ 2 * (residual - mean) ^ 2 * one.n / math.max(1, one.n - 1)
      shares = shares + share ^ 2
      residuals[#residuals + 1], clusters[#clusters + 1] = residual - mean, found.clusters[i]
    end
  end
  local mean_residual = estimate - lambda * found.mean
  local variance = (squares + shares / found.n * guard(lambda, mean_residual)) * found.n / (found.n + 4)
  local effect = design_effect(residuals, clusters)
  return estimate, variance * effect, 1 / (shares * effect)
end

local function wilson_of(estimate, effective)
  estimate = math.max(0, math.min(1, estimate))
  local low, high = stats.wilson(estimate * effective, effective)
  return low, high, estimate
end

-- The mean of the ratings by 1/probability, and as how many of equal weight they count: all, where chances are equal.
local function own_rate(found)
  if not found.weighted then return found.usable / found.n, found.n end
  local sum, all, squares = 0, 0, 0
  for i, y in ipairs(found.y) do
    local weight = y and 1 / found.pi[i] or 0
    sum, all, squares = sum + weight * (y or 0), all + weight, squares + weight ^ 2
  end
  return sum / all, all ^ 2 / squares
end

local function put_estimate(made, found, lambda)
  local estimate, variance, alone = estimate_of(found, lambda)
  local edge = 2 / (made.rated + 4)
  local away = math.max(edge, math.min(1 - edge, estimate))
  made.effective = lambda > 0 and math.max(alone, away * (1 - away) / variance) or alone
  made.low, made.high, made.estimate = wilson_of(estimate, made.effective)
end

---The rate of a set of rows, as physicians would give it.
---@return table made { answers, rated, usable, judge, small (fewer than 20 items), method, estimate?, low?, high?,
---effective?, reason? }
function M.of(rows, run)
  local found = frame(rows, run)
  local sum = 0
  for _, value in ipairs(found.f) do sum = sum + value end
  found.mean = sum / math.max(1, #found.f)
  local made = { answers = #found.f, rated = found.n, usable = found.usable, small = found.items < ENOUGH,
    judge = #found.f > 0 and found.judged / #found.f or nil }
  if found.n == 0 then
    made.reason = "no answer has a rating"
    return made
  end
  if found.n < ENOUGH then
    made.method = found.weighted and "alone_weighted" or "alone"
    local estimate, effective = own_rate(found)
    made.low, made.high, made.estimate = wilson_of(estimate, effective)
    return made
  end
  made.method = found.weighted and "weighted" or "calibrated"
  local tuned, reason = stats.ppi_rate(found.y, found.f, { clusters = found.clusters })
  if tuned then put_estimate(made, found, tuned.lambda) else made.reason = reason end
  return made
end

---The same by model or category, in order of first appearance.
---@return { key: string, made: table }[]
function M.by(rows, run, kind)
  local order, groups, list = {}, {}, {}
  for _, row in ipairs(rows) do
    local key = kind == "model" and row.model or row.item[kind] or ""
    if not groups[key] then groups[key], order[#order + 1] = {}, key end
    table.insert(groups[key], row)
  end
  for i, key in ipairs(order) do list[i] = { key = key, made = M.of(groups[key], run) } end
  return list
end

return M
