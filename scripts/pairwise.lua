-- What comparisons of two models' answers add up to: a win rate with its interval, and whether the place of an answer
-- swayed the judge model.
--
-- A contest is one pair of answers compared in both orders by one judge model, once. In each order a win counts 1, a
-- tie 1/2; the contest's score is the mean of both, so that a liking for a place cancels out, and the win rate is the
-- mean over contests. A contest that lacks an order is missing: outside of the rate and inside of the bounds.
local filter = require "filter"
local intervals = require "intervals"
local stats = require "viva.stats"

local M = {}

local WORTH = { [1] = 1, [2] = 0, tie = 0.5 }

-- The contests in the comparisons of one pair of answers: by judge model and repeat.
local function split(result)
  local list, by_key = {}, {}
  for _, one in ipairs(result.comparisons or {}) do
    local key = ("%s\0%d"):format(one.judge_model, one["repeat"])
    if not by_key[key] then
      by_key[key] = { item = result.item, sample = result.sample, judge_model = one.judge_model, orders = {} }
      list[#list + 1] = by_key[key]
    end
    by_key[key].orders[one.order] = one
  end
  return list
end

-- Where two orders differ, the place that won both times; nil where one of them was a tie.
local function place_of(first, second)
  if first == second then return "same" end
  if first == "tie" or second == "tie" then return "half" end
  return first == 1 and "first" or "second"
end

local function judge(contest)
  local first, second = contest.orders[1], contest.orders[2]
  if not (first and second and first.side and second.side) then
    contest.missing = true
    return contest
  end
  contest.score = (WORTH[first.side] + WORTH[second.side]) / 2
  contest.place = place_of(first.side, second.side)
  return contest
end

---All contests of a pair of models. A pair of answers of which one is missing was never compared: `no_pair`.
---@param results table[] { item, sample, comparisons? }
---@return table[] contests { item, sample, judge_model?, orders, score?, place?, missing?, no_pair? }
function M.contests(results)
  local list = {}
  for _, result in ipairs(results) do
    if result.comparisons then
      for _, contest in ipairs(split(result)) do list[#list + 1] = judge(contest) end
    else
      list[#list + 1] = { item = result.item, sample = result.sample, orders = {}, missing = true, no_pair = true }
    end
  end
  return list
end

local function observed(contests)
  local found = { values = {}, conversations = {}, categories = {} }
  for _, contest in ipairs(contests) do
    if contest.score then
      local n = #found.values + 1
      found.values[n], found.categories[n] = contest.score, contest.item.category
      found.conversations[n] = filter.conversation(contest.item)
    end
  end
  return found
end

-- Whether the rate differs from one half: signs of whole conversations are flipped.
local function p_of(found)
  local differences = {}
  for i, value in ipairs(found.values) do differences[i] = value - 0.5 end
  return #differences > 0 and stats.sign_flip(differences, { clusters = found.conversations, draws = 10000,
    seed = intervals.seed }) or nil
end

local function count(contests, tally)
  local items = {}
  for _, contest in ipairs(contests) do
    items[contest.item.id] = true
    if contest.missing then
      tally.missing = tally.missing + 1
    else
      local kind = contest.score > 0.5 and "wins" or contest.score < 0.5 and "losses" or "ties"
      tally[kind], tally[contest.place] = tally[kind] + 1, tally[contest.place] + 1
    end
  end
  for _ in pairs(items) do tally.items = tally.items + 1 end
end

---What some contests add up to, for the first model of the pair.
---@param contests table[] of `contests`
---@return table tally { due, compared, missing, items, wins, ties, losses, rate?, low?, high?, interval?, p?, same,
---first, second, half, consistency?, position_p? }; low and high are the bounds if all missing were lost, or won
function M.tally(contests)
  local tally = { due = #contests, missing = 0, items = 0, wins = 0, ties = 0, losses = 0, same = 0, first = 0,
    second = 0, half = 0 }
  count(contests, tally)
  tally.compared = tally.due - tally.missing
  local found, sum = observed(contests), 0
  for _, value in ipairs(found.values) do sum = sum + value end
  if tally.due > 0 then tally.low, tally.high = sum / tally.due, (sum + tally.missing) / tally.due end
  if tally.compared == 0 then return tally end
  tally.rate, tally.consistency = sum / tally.compared, tally.same / tally.compared
  tally.interval, tally.p = intervals.of(found), p_of(found)
  local position = tally.first + tally.second > 0 and stats.position(tally.same, tally.first, tally.second)
  tally.position_p = position and position.p or nil
  return tally
end

---Contests sorted by what `key` makes of each, in order of first appearance.
---@return { key: string, contests: table[] }[]
function M.grouped(contests, key)
  local groups, by_key = {}, {}
  for _, contest in ipairs(contests) do
    local name = key(contest)
    if not by_key[name] then
      by_key[name] = { key = name, contests = {} }
      groups[#groups + 1] = by_key[name]
    end
    table.insert(by_key[name].contests, contest)
  end
  return groups
end

return M
