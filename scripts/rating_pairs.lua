-- Pairs of ratings of one answer: the judge and a physician, or two physicians. Pure functions of observations, as
-- stages/agree.lua makes them.
--
-- Two physicians in all are two raters, the first by name and the second: their kappa is Cohen's. Of more, nobody is
-- the first: their pairs count in both orders, each answer by its ratings, 1 / (m - 1) for each pair of m. Chance is
-- then what all of them say together, and kappa is Fleiss' (Scott's pi); alpha is Krippendorff's however many rate.
local M = {}

local TWO = { 0, 1 }

local function new_pairs(scale)
  return { first = {}, second = {}, clusters = {}, strata = {}, weights = {}, scale = scale, n = 0, weighted = false,
    count = 0, agreed = 0 }
end

local function add_pair(found, observation, first, second, weight)
  local n, weights = found.n + 1, found.weights
  found.n, found.first[n], found.second[n], weights[n] = n, first, second, weight
  found.clusters[n], found.strata[n] = observation.conversation, observation.category
  if weight ~= weights[1] then found.weighted = true end
end

local function number(usable) return usable and 1 or 0 end

---Whether physicians who rate so and the judge use scales with the same top.
---@param judge table? of the run
function M.comparable(judge, opinion)
  local levels = judge and judge.levels
  return levels and levels[1] and not opinion.marks and opinion.high == levels[#levels] and opinion.high > 1
end

local function scale_of(observations)
  local low, high
  for _, observation in ipairs(observations) do
    for _, opinion in ipairs(observation.opinions) do
      if opinion.level then
        low = math.min(low or opinion.low, opinion.low, observation.judge.levels[1])
        high = math.max(high or opinion.high, opinion.high)
      end
    end
  end
  local scale = {}
  for level = low or 1, high or 0 do scale[#scale + 1] = level end
  return scale
end

---The pairs of the judge (second) and physicians (first).
---@return table usable, table levels { first, second, clusters, strata, weights, scale, n, weighted }
function M.with_judge(observations)
  local usable, levels = new_pairs(TWO), new_pairs(scale_of(observations))
  for _, observation in ipairs(observations) do
    local says, weight = number(observation.usable), observation.weight
    for _, opinion in ipairs(observation.opinions) do
      add_pair(usable, observation, number(opinion.usable), says, weight)
      if opinion.level then add_pair(levels, observation, opinion.level, observation.level, weight) end
    end
  end
  return usable, levels
end

-- Whether more than two physicians share answers with others.
local function are_many(observations)
  local seen, count = {}, 0
  for _, observation in ipairs(observations) do
    for _, opinion in ipairs(#observation.opinions > 1 and observation.opinions or {}) do
      count = count + (seen[opinion.rater] and 0 or 1)
      seen[opinion.rater] = true
    end
  end
  return count > 2
end

-- A pair in both orders counts half in each, so that an answer of m ratings counts m / 2 in all.
local function add_among(found, observation, values)
  local both, weight = found.both, observation.weight
  if both then weight = weight / (2 * (#values - 1)) end
  for i, one in ipairs(values) do
    for k = i + 1, #values do
      local other = values[k]
      found.agreed, found.count = found.agreed + number(one == other), found.count + 1
      add_pair(found, observation, one, other, weight)
      if both then add_pair(found, observation, other, one, weight) end
    end
  end
end

local function by_rater(a, b) return a.rater < b.rater end

-- What physicians say of an answer, in the order of their names where that counts.
local function said_of(opinions, sorted)
  local said, values = {}, {}
  if sorted then
    opinions = table.move(opinions, 1, #opinions, 1, {})
    table.sort(opinions, by_rater)
  end
  for i, opinion in ipairs(opinions) do
    said[i], values[#values + 1] = number(opinion.usable), opinion.level
  end
  return said, values
end

---The pairs of physicians on the same answers: the ceiling. `both`: there are more than two of them, and every pair
---counts in both orders; `count` and `agreed` are of pairs in one.
---@return table usable, table levels as `with_judge` gives them, and { both, count, agreed }
function M.among_raters(observations)
  local usable, levels = new_pairs(TWO), new_pairs(scale_of(observations))
  usable.both = are_many(observations)
  levels.both = usable.both
  for _, observation in ipairs(observations) do
    if #observation.opinions > 1 then
      local said, values = said_of(observation.opinions, not usable.both)
      add_among(usable, observation, said)
      add_among(levels, observation, values)
    end
  end
  return usable, levels
end

return M
