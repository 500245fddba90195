-- Named sources of a report: what a model gets wrong, by the points of checklists that were judged: core and secondary
-- points that are not met, dangers and criteria of negative weight that are. Every readable judging of a point counts.
local lists = require "sources.lists"
local rates = require "sources.rates"
local shape = require "sources.shape"

local M = {}

local MOST = 30 -- points listed for all models, unless the report file says `most`
local KINDS = { "danger", "core", "secondary", "rubric" }
local ORDER = { danger = 1, core = 2, secondary = 3, rubric = 4 }

local function is_bad(point) return point.kind == "danger" or (point.weight or 0) < 0 end

-- Calls `use(row, point, wrong)` for each readable judging of a point of an answer.
local function each_judged(rows, use)
  for _, row in ipairs(rows) do
    for _, point in ipairs(row.item.points or {}) do
      for _, judging in ipairs(row.judgings) do
        local state = judging.points and judging.points[point.id] and judging.points[point.id].state
        if state == "met" or state == "not_met" then use(row, point, (state == "met") == is_bad(point)) end
      end
    end
  end
end

local function tally(sums, key, wrong, row)
  local one = sums[key] or { wrong = 0, judged = 0, answers = 0 }
  if one.row ~= row then one.row, one.answers = row, one.answers + 1 end
  sums[key], one.judged, one.wrong = one, one.judged + 1, one.wrong + (wrong and 1 or 0)
  return one
end

-- Few answers show counts, as everywhere.
local function share(context, one)
  if one.judged > 0 and one.answers < rates.SMALL then
    return { text = ("%d/%d"):format(one.wrong, one.judged), sort = one.wrong / one.judged }
  end
  return shape.share(context, one.wrong, one.judged)
end

local function lacking(context) return shape.lacking(context.words "no_points_judged") end

-- Tallies by model, category ("" for all) and kind; which categories and kinds there are.
local function tallies(rows)
  local sums, kinds, categories, seen = {}, {}, { "" }, {}
  each_judged(rows, function(row, point, wrong)
    local category = row.item.category
    if not seen[category] then categories[#categories + 1] = category end
    kinds[point.kind], seen[category] = true, true
    for _, of in ipairs { "", category } do
      tally(sums, table.concat({ row.model, of, point.kind }, "\0"), wrong, row)
    end
  end)
  table.sort(categories)
  local list = {}
  for _, kind in ipairs(KINDS) do list[#list + 1] = kinds[kind] and kind or nil end
  return sums, list, categories
end

---How often each model misses points of each kind, in all and by category.
function M.point_errors(context)
  local sums, kinds, categories = tallies(context.rows)
  if #kinds == 0 then return lacking(context) end
  local keys, rows = { "model", "category" }, {}
  for i, kind in ipairs(kinds) do keys[i + 2] = "#wrong_" .. kind end
  for _, model in ipairs(context.run.models) do
    for _, category in ipairs(categories) do
      local row = { shape.model(context, model.name),
        category == "" and { text = context.words "all_items", strong = true } or shape.category(context, category) }
      for i, kind in ipairs(kinds) do
        local one = sums[table.concat({ model.name, category, kind }, "\0")] or { wrong = 0, judged = 0 }
        row[i + 2] = share(context, one)
      end
      rows[#rows + 1] = row
    end
  end
  return shape.table(context, keys, rows, { note = context.words("point_errors_note", rates.SMALL) })
end

local function before(a, b)
  if ORDER[a.point.kind] ~= ORDER[b.point.kind] then return (ORDER[a.point.kind] or 9) < (ORDER[b.point.kind] or 9) end
  local one, other = a.wrong / a.judged, b.wrong / b.judged
  if one ~= other then return one > other end
  if a.wrong ~= b.wrong then return a.wrong > b.wrong end
  return a.place < b.place
end

-- The points that a model got wrong at least once, dangers first, each with the first item it belongs to.
local function missed(context)
  local sums, found = {}, {}
  each_judged(context.rows, function(row, point, wrong)
    local one = tally(sums, row.model .. "\0" .. point.id, wrong, row)
    if not one.point then
      one.point, one.first, one.place = point, row, #found + 1
      found[#found + 1] = one
    end
  end)
  local list = {}
  for _, one in ipairs(found) do list[#list + 1] = one.wrong > 0 and one or nil end
  table.sort(list, before)
  return list, #found > 0
end

---The points that each model misses most often, dangers before core points before the others.
function M.missed_points(context, block)
  local list, any = missed(context)
  if not any then return lacking(context) end
  local rows = {}
  for i = 1, math.min(#list, block.most or MOST) do
    local one = list[i]
    rows[i] = { { text = lists.excerpt(one.point.text), wide = true, head = true },
      { text = context.words("kind_" .. one.point.kind) or one.point.kind }, shape.model(context, one.first.model),
      { text = one.first.item.id, link = lists.item_link(one.first) }, share(context, one) }
  end
  return shape.table(context, { "rated_point", "point_kind", "model", "item", "#point_wrong" }, rows,
    { note = #list > #rows and context.words("first_of", #rows, #list) or nil })
end

M.sources = { point_errors = M.point_errors, missed_points = M.missed_points }

return M
