-- Stage: where the judge and the physicians disagree, and whether an edit has helped. Pure functions of rows.
--
-- Where there are ratings, an answer's disagreement is between the judge's mean score and the physicians' mean, and a
-- point's between what the judge found and what they found. Where there are none, it is between the judge's own rounds.
local digest = require "viva.digest"
local filter = require "filter"
local opinions = require "opinions"
local states = require "states"
local stats = require "viva.stats"

local M = {}

---What the physicians say of a row's whole answer.
---@return table|nil physicians { mean, low, high, usable, opinions, simulated }
function M.physicians(row)
  local list, sum = opinions.of(row.ratings), 0
  if #list == 0 then return nil end
  for _, opinion in ipairs(list) do sum = sum + opinion.value end
  return { mean = sum / #list, low = list[1].low, high = list[1].high, usable = opinions.together(list),
    opinions = list, simulated = list[1].simulated }
end

---Whether judge and physicians both call an answer usable, or both not.
function M.agrees(state, physicians) return (state.state == "usable") == physicians.usable end

---How far a score is from the physicians: in levels where both have one scale, else 1 where they disagree on whether
---the answer is usable.
---@param state table from states.of
---@param physicians table from `physicians`
---@param levels integer[]? of the judge
function M.distance(state, physicians, levels)
  if levels and levels[1] == physicians.low and levels[#levels] == physicians.high then
    return math.abs(state.score - physicians.mean)
  end
  return M.agrees(state, physicians) and 0 or 1
end

---The levels of each judge, by its name.
function M.levels(run)
  local found = {}
  for _, judge in ipairs(run.judges) do found[judge.name] = judge.levels end
  return found
end

-- What the judge's rounds found of a point, and what the physicians did: 1 met, 0 not met; others are left out.
local WORTH = { met = 1, not_met = 0 }

local function judged_point(row, id)
  local found = {}
  for _, judging in ipairs(row.judgings) do
    local point = judging.points and judging.points[id]
    found[#found + 1] = point and WORTH[point.state]
  end
  return found
end

local function rated_point(row, id)
  local found = {}
  for _, rating in ipairs(row.ratings or {}) do
    if rating.point == id and type(rating.value) == "number" then found[#found + 1] = rating.value end
  end
  return found
end

local function mean(list)
  local sum = 0
  for _, value in ipairs(list) do sum = sum + value end
  return #list > 0 and sum / #list or nil
end

-- How often one of two lists of 0 and 1 differs from the other, over all pairs of them.
local function pairs_differ(one, other)
  local a, b = mean(one), mean(other)
  return a * (1 - b) + (1 - a) * b
end

-- How much the rounds differ among themselves: 0 when all agree, 1 when half says so.
local function rounds_differ(list)
  local share = mean(list)
  return 4 * share * (1 - share)
end

local function add_point(found, row, point, rated)
  local judged, said = judged_point(row, point.id), rated_point(row, point.id)
  if #judged == 0 or rated and #said == 0 then return end
  local one = found[point.id]
  if not one then
    one = { kind = "point", point = point, cases = {}, sum = 0 }
    found[point.id], found[#found + 1] = one, one
  end
  local size = rated and pairs_differ(judged, said) or rounds_differ(judged)
  one.sum = one.sum + size
  one.cases[#one.cases + 1] = { row = row, judged = mean(judged), rated = mean(said), size = size }
end

local function larger(a, b)
  if a.size ~= b.size then return a.size > b.size end
  return a.order < b.order
end

local function ranked(list)
  for i, one in ipairs(list) do one.order = i end
  table.sort(list, larger)
  return list
end

---Points by the share of answers on which judge and physicians (or the judge's rounds) differ.
---@param rows table[]
---@param rated boolean whether ratings count
---@return table[] points { kind = "point", point, cases, size, sum }, those alone that differ
function M.points(rows, rated)
  local found, list = {}, {}
  for _, row in ipairs(rows) do
    for _, point in ipairs(row.item.points or {}) do add_point(found, row, point, rated) end
  end
  for _, one in ipairs(found) do
    one.size = one.sum / #one.cases
    ranked(one.cases)
    if one.size > 0 then list[#list + 1] = one end
  end
  return ranked(list)
end

local function spread(row)
  local least, most = math.huge, -math.huge
  for _, judging in ipairs(row.judgings) do
    if judging.state == "scored" and judging.score then
      least, most = math.min(least, judging.score), math.max(most, judging.score)
    end
  end
  return most > least and most - least or 0
end

local function answer_of(row, limits, levels, rated)
  local state, physicians = states.of(row, limits), rated and M.physicians(row) or nil
  if not state.score or rated and not physicians then return nil end
  local judge = row.judgings[1].judge
  local one = { kind = "answer", row = row, judge = judge, state = state, physicians = physicians,
    size = physicians and M.distance(state, physicians, levels[judge]) or spread(row) }
  -- Whether an answer can be used matters more than half a level.
  if physicians and not M.agrees(state, physicians) then one.size = one.size + 1 end
  return one
end

---Answers by how far the judge is from the physicians (or its rounds from each other).
---@param rows table[]
---@param run table as the reports know it
---@param rated boolean
---@return table[] answers { kind = "answer", row, judge, state, physicians?, size }
function M.answers(rows, run, rated)
  local limits, levels, list = states.limits(run), M.levels(run), {}
  for _, row in ipairs(rows) do
    local one = answer_of(row, limits, levels, rated)
    if one and one.size > 0 then list[#list + 1] = one end
  end
  return ranked(list)
end

---Parts the conversations of a run in two: those whose labels may be looked at while a judge is tuned, and those held
---out to see whether it helped. Within each category they take turns in the order of their hashes, so that nobody
---chooses, every run with these conversations has the same parts, and both have as many.
---@param rows table[]
---@return table<string, "tuning"|"held_out"> by conversation
function M.split(rows)
  local list, parts, seen = {}, {}, {}
  for _, row in ipairs(rows) do
    local name = filter.conversation(row.item)
    if not seen[name] then
      list[#list + 1] = { name = name, category = row.item.category, hash = digest.identity { "refine/1", name } }
    end
    seen[name] = true
  end
  table.sort(list, function(a, b)
    if a.category ~= b.category then return a.category < b.category end
    return a.hash < b.hash
  end)
  for i, one in ipairs(list) do parts[one.name] = i % 2 == 1 and "tuning" or "held_out" end
  return parts
end

local function key_of(row) return ("%s\0%s\0%d"):format(row.model, row.item.id, row.sample) end
-- How often judge and physicians say the same of the points of an answer. A reworded point keeps the ratings that it
-- had under its earlier id, to which `earlier` leads.
local function points_agree(row, earlier)
  local sum, count = 0, 0
  for _, point in ipairs(row.item.points or {}) do
    local judged, said = judged_point(row, point.id), rated_point(row, earlier and earlier[point.id] or point.id)
    if #judged > 0 and #said > 0 then sum, count = sum + 1 - pairs_differ(judged, said), count + 1 end
  end
  return count > 0 and sum / count or nil
end

local function measured(rows, run, earlier)
  local limits, levels, found = states.limits(run), M.levels(run), {}
  for _, row in ipairs(rows) do
    local physicians, state = M.physicians(row), states.of(row, limits)
    local one = { points = points_agree(row, earlier) }
    if physicians and state.score then
      one.agrees = M.agrees(state, physicians) and 1 or 0
      one.distance = M.distance(state, physicians, levels[row.judgings[1].judge])
    end
    found[key_of(row)] = one
  end
  return found
end

local function compare(before, after, clusters)
  local made, why = stats.paired(after, before, { clusters = clusters })
  made = made or { n = #before, why = why }
  made.before, made.after, made.changed = mean(before), mean(after), 0
  for i, value in ipairs(before) do made.changed = made.changed + (value ~= after[i] and 1 or 0) end
  return made
end

M.measures = { "agrees", "distance", "points" }

local function add_pair(lists, part, measure, row, one, other)
  lists[part] = lists[part] or {}
  local list = lists[part][measure] or { clusters = {}, before = {}, after = {} }
  lists[part][measure] = list
  local i = #list.before + 1
  list.clusters[i], list.before[i], list.after[i] = filter.conversation(row.item), one, other
end

---What an edit has done to the agreement with the physicians: the same answers before and after, conversations kept
---together.
---@param before { rows: table[], run: table }
---@param after { rows: table[], run: table }
---@param options { parts: table<string, string>?, earlier: table<string, string>? }? `parts` from `split`, one
---part "all" without; `earlier`: the id that a reworded point had, by the one it has
---@return table<string, table> effect by part, then by measure (where any was rated); each { before, after, n,
---changed, clusters, difference, low, high }; no interval where nothing varies
function M.effect(before, after, options)
  options = options or {}
  local lists = {}
  local was, now = measured(before.rows, before.run), measured(after.rows, after.run, options.earlier)
  for _, row in ipairs(after.rows) do
    local one, other = was[key_of(row)] or {}, now[key_of(row)]
    local part = options.parts and options.parts[filter.conversation(row.item)] or "all"
    for _, measure in ipairs(M.measures) do
      if one[measure] and other[measure] then add_pair(lists, part, measure, row, one[measure], other[measure]) end
    end
  end
  for _, measures in pairs(lists) do
    for measure, list in pairs(measures) do measures[measure] = compare(list.before, list.after, list.clusters) end
  end
  return lists
end

return M
