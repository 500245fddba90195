-- Stage: the judge against physicians, and physicians among themselves. Pure functions of rows.
--
-- An observation is a rated answer that the judge scored. A pair is the judge and one physician on one answer; of the
-- ceiling, two physicians on one answer (rating_pairs.lua). Usable or not is told for itself, from the mean of the
-- judge's scores; levels are compared where both scales end with the same level, the judge's mean taken to the nearest
-- one (halves up). Intervals come from whole conversations, resampled within their category. Where a sheet drew the
-- answers with unequal probability, pairs count by 1/probability.
local filter = require "filter"
local opinions = require "opinions"
local rating_pairs = require "rating_pairs"
local states = require "states"
local stats = require "viva.stats"

local M = {}

local SMALL = 20 -- items below which a cell shows counts

---@param rows table[]
---@param run table
---@return table[] observations { row, score, level, usable, opinions, weight, category, conversation, judge }
---@return integer unscored rated answers that have no score of the judge
function M.observations(rows, run)
  local list, judges, limits, unscored = {}, {}, states.limits(run), 0
  for _, judge in ipairs(run.judges) do judges[judge.name] = judge end
  for _, row in ipairs(rows) do
    local said = opinions.of(row.ratings)
    local score, limit = states.score(row, limits)
    if #said > 0 and score then
      local judge = judges[row.judgings[1].judge]
      for _, opinion in ipairs(said) do
        opinion.level = rating_pairs.comparable(judge, opinion) and opinion.value or nil
      end
      list[#list + 1] = { row = row, score = score, level = math.floor(score + 0.5), opinions = said,
        usable = score >= limit, judge = judge, category = row.item.category,
        weight = row.probability and 1 / row.probability or 1, conversation = filter.conversation(row.item) }
    elseif #said > 0 then
      unscored = unscored + 1
    end
  end
  return list, unscored
end

local function number(usable) return usable and 1 or 0 end

local function weights_of(found) return (found.weighted or found.both) and found.weights or nil end

---The counts of pairs: a stats.Crosstab, or nil without a pair.
function M.counts(found)
  if found.n == 0 then return nil end
  return stats.crosstab(found.first, found.second, { scale = found.scale, weights = weights_of(found) })
end

---All measures of pairs with bootstrap intervals over conversations.
---@return table|nil measures as stats.bootstrap_agreement gives them
---@return string? reason
function M.measures(found)
  if found.n == 0 then return nil, "no pair of ratings" end
  return stats.bootstrap_agreement(found.first, found.second, { scale = found.scale, weights = weights_of(found),
    clusters = found.clusters, strata = found.strata, widen = true })
end

local function share_of(list, weights)
  local sum, all = 0, 0
  for i, value in ipairs(list) do sum, all = sum + value * weights[i], all + weights[i] end
  return all > 0 and sum / all or nil
end

local function size(set)
  local count = 0
  for _ in pairs(set) do count = count + 1 end
  return count
end

local function sets() return { items = {}, conversations = {} } end

local function add(seen, observation)
  seen.items[observation.row.item.id], seen.conversations[observation.conversation] = true, true
end

-- What there is: answers, items, conversations, raters, pairs; of the answers, those that several rated.
local function count(observations)
  local all, several, raters, pairs_seen, twice = sets(), sets(), {}, 0, 0
  for _, observation in ipairs(observations) do
    local said = observation.opinions
    add(all, observation)
    if #said > 1 then add(several, observation) end
    for _, opinion in ipairs(said) do raters[opinion.rater] = true end
    pairs_seen, twice = pairs_seen + #said, twice + number(#said > 1)
  end
  local items, twice_items = size(all.items), size(several.items)
  return { answers = #observations, items = items, conversations = size(all.conversations), raters = size(raters),
    pairs = pairs_seen, twice = twice, twice_items = twice_items, twice_conversations = size(several.conversations),
    small = items < SMALL, twice_small = twice_items < SMALL }
end

local function sum_of(list)
  local sum = 0
  for _, value in ipairs(list) do sum = sum + value end
  return sum
end

local function agreed(found)
  local sum = 0
  for i = 1, found.n do sum = sum + number(found.first[i] == found.second[i]) end
  return sum
end

---Everything that is said of all observations together.
---@return table whole { counts, judge = { usable, levels }, raters = { usable, levels }, said_usable, judge_usable }
function M.whole(observations)
  local usable, levels = rating_pairs.with_judge(observations)
  local among, among_levels = rating_pairs.among_raters(observations)
  local whole = { counts = count(observations), judge = {}, raters = {}, undefined = {}, weighted = usable.weighted,
    agreed = agreed(usable), among_agreed = among.agreed, among_pairs = among.count, both = among.both,
    said_usable = share_of(usable.first, usable.weights), judge_usable = share_of(usable.second, usable.weights),
    said_count = sum_of(usable.first), judge_count = sum_of(usable.second) }
  for name, found in pairs { usable = usable, levels = levels } do
    whole.judge[name], whole.undefined["judge_" .. name] = M.measures(found)
  end
  for name, found in pairs { usable = among, levels = among_levels } do
    whole.raters[name], whole.undefined["raters_" .. name] = M.measures(found)
  end
  return whole
end

local KINDS = {
  model = function(row) return row.model end, category = function(row) return row.item.category end,
  subcategory = function(row) return row.item.subcategory end, language = function(row) return row.item.language end,
  scene = function(row) return row.item.scene end, difficulty = function(row) return row.item.difficulty end,
}

-- Of the levels the values alone: their intervals stand in the table of all observations.
local function cell_of(key, observations)
  local usable, levels = rating_pairs.with_judge(observations)
  local among = rating_pairs.among_raters(observations)
  local cell = { key = key, counts = count(observations), agreed = agreed(usable), pairs = usable.n,
    said_usable = share_of(usable.first, usable.weights), judge_usable = share_of(usable.second, usable.weights),
    among_agreed = among.agreed, among_pairs = among.count }
  if cell.counts.small then return cell end
  cell.usable = M.measures(usable)
  local counts, ceiling = M.counts(levels), M.counts(among)
  cell.levels = counts and stats.agreement(counts)
  cell.ceiling = ceiling and not cell.counts.twice_small and stats.agreement(ceiling) or nil
  return cell
end

---Cells by anything that rows have, in order of first appearance.
---@param by string model, category, subcategory, language, scene, difficulty or rater
function M.cells(observations, by)
  local order, groups, cells = {}, {}, {}
  local function put(key, observation)
    if not groups[key] then groups[key], order[#order + 1] = {}, key end
    table.insert(groups[key], observation)
  end
  for _, observation in ipairs(observations) do
    if by == "rater" then
      for _, opinion in ipairs(observation.opinions) do
        put(opinion.rater, setmetatable({ opinions = { opinion } }, { __index = observation }))
      end
    else
      put(KINDS[by](observation.row) or "", observation)
    end
  end
  for i, key in ipairs(order) do cells[i] = cell_of(key, groups[key]) end
  return cells
end

local function apart(observation)
  local differ, distance = 0, 0
  for _, opinion in ipairs(observation.opinions) do
    differ = differ + number(opinion.usable ~= observation.usable)
    if opinion.level then
      distance = distance + math.abs(opinion.value - observation.score)
    end
  end
  return differ / #observation.opinions, distance / #observation.opinions
end

---Observations in which judge and physicians differ, those that differ most first.
---@return { observation: table, share: number, distance: number }[]
function M.differing(observations)
  local list = {}
  for i, observation in ipairs(observations) do
    local share, distance = apart(observation)
    if share > 0 then list[#list + 1] = { observation = observation, share = share, distance = distance, place = i } end
  end
  table.sort(list, function(a, b)
    if a.share ~= b.share then return a.share > b.share end
    if a.distance ~= b.distance then return a.distance > b.distance end
    return a.place < b.place
  end)
  return list
end

return M
