-- Stage: the points of checklists, as the judge and as physicians found them. Pure functions of rows.
--
-- A pair is one physician's rating of a point of an answer, and what most of the judge's readable verdicts on it say.
-- Not applicable is a third answer, not a 0. Direction: McNemar, with Holm over all points that have one.
local stats = require "viva.stats"

local M = {}

local SAID = { met = 1, not_met = 0, not_applicable = false }

-- What most judgings found; nil where none could be read or they are tied.
local function judge_says(row, id)
  local counts, best, tied = {}, nil, false
  for _, judging in ipairs(row.judgings) do
    local state = judging.points and judging.points[id] and judging.points[id].state
    if SAID[state] ~= nil then counts[state] = (counts[state] or 0) + 1 end
  end
  for _, state in ipairs { "met", "not_met", "not_applicable" } do
    local count = counts[state]
    if count then
      tied = best ~= nil and count == counts[best]
      if not best or count > counts[best] then best = state end
    end
  end
  if best and not tied then return SAID[best] end
end

local function place_of(item, id)
  for _, point in ipairs(item.points or {}) do
    if point.id == id then return point end
  end
  return { id = id, text = id }
end

local function gather(rows)
  local list, of = {}, {}
  for _, row in ipairs(rows) do
    for _, rating in ipairs(row.ratings or {}) do
      local said
      if rating.point then said = judge_says(row, rating.point) end
      if said ~= nil then
        local one = of[rating.point]
        if not one then
          local point = place_of(row.item, rating.point)
          one = { id = rating.point, text = point.text, kind = point.kind, item = row.item, judge = {}, human = {} }
          of[rating.point], list[#list + 1] = one, one
        end
        local k = #one.judge + 1
        one.judge[k], one.human[k] = said, rating.value ~= "not_applicable" and rating.value
      end
    end
  end
  return list
end

local function share_met(list)
  local met, applies = 0, 0
  for _, said in ipairs(list) do
    if said then met, applies = met + said, applies + 1 end
  end
  return met, applies
end

local function correct(list)
  local known, p = {}, {}
  for _, one in ipairs(list) do
    if one.p then known[#known + 1], p[#p + 1] = one, one.p end
  end
  local adjusted = #p > 0 and stats.holm(p)
  for i, one in ipairs(known) do one.p_holm = adjusted[i] end
end

---Every rated point, those with the most disagreements first.
---@return table[] points { id, text, kind, item, n, met, applies (as physicians say), differ, share (of all
---disagreements), kappa?, ac1?, only_judge, only_human, direction?, p?, p_holm? }
function M.of(rows)
  local list, all = gather(rows), 0
  for i, one in ipairs(list) do
    local found = stats.disagreement({ one.judge }, { one.human })[1]
    for name, value in pairs(found) do one[name] = value end
    one.p_holm, one.place = nil, i
    one.met, one.applies = share_met(one.human)
    all = all + one.differ
  end
  for _, one in ipairs(list) do one.share = all > 0 and one.differ / all or nil end
  correct(list)
  table.sort(list, function(a, b)
    if a.differ ~= b.differ then return a.differ > b.differ end
    return a.place < b.place
  end)
  return list
end

return M
