-- Named sources of a report on the dataset: what is in it, and how well its items tell models apart.
local lists = require "sources.lists"
local rates = require "sources.rates"
local shape = require "sources.shape"
local stats = require "viva.stats"

local M = {}

local MOST = 40 -- items listed unless the report file says `most`

-- The items of the rows, each once, in order of first appearance.
local function items_of(rows)
  local items, seen = {}, {}
  for _, row in ipairs(rows) do
    if not seen[row.item.id] then items[#items + 1] = row.item end
    seen[row.item.id] = true
  end
  return items
end

local function count(items, fits)
  local found = 0
  for _, item in ipairs(items) do
    if fits(item) then found = found + 1 end
  end
  return found
end

local function has(field)
  return function(item) return item[field] ~= nil and item[field] ~= "" end
end

local function conversations(items)
  return count(items, function(item) return item.round == 1 end)
end

local function share_cells(context, first, items)
  local n = #items
  return { first, rates.count(n), rates.count(conversations(items)),
    rates.count(count(items, function(item) return item.round > 1 end)),
    rates.count(count(items, function(item) return item.language == "zh" end)),
    rates.count(count(items, function(item) return item.language == "en" end)),
    shape.share(context, count(items, has "reference"), n),
    shape.share(context, count(items, function(item) return has "checklist"(item) or #(item.points or {}) > 0 end), n) }
end

local function of_category(items, category)
  local found = {}
  for _, item in ipairs(items) do
    if item.category == category then found[#found + 1] = item end
  end
  return found
end

---Items by category: conversations, later rounds, languages, and how many have a reference and a checklist.
function M.items_by_category(context)
  local items, rows = items_of(context.rows), {}
  for i, category in ipairs(rates.categories(context.rows)) do
    rows[i] = share_cells(context, shape.category(context, category), of_category(items, category))
  end
  rows[#rows + 1] = share_cells(context, { text = context.words "total", head = true, strong = true }, items)
  return shape.table(context, { "category", "#items", "#conversation_groups",
    "#later_rounds", "#in_chinese", "#in_english",
    "#with_reference", "#with_checklist" }, rows)
end

---Items by any field: subcategory, scene, difficulty.
function M.items_by(context, block)
  local field = type(block.down) == "table" and block.down[1] or block.down or "difficulty"
  local items, counts, order = items_of(context.rows), {}, {}
  for _, item in ipairs(items) do
    local key = item.category .. "\0" .. tostring(item[field] or "–")
    if not counts[key] then
      order[#order + 1] = { category = item.category, value = tostring(item[field] or "–"), key = key }
    end
    counts[key] = (counts[key] or 0) + 1
  end
  local places, rows = {}, {}
  for i, category in ipairs(rates.categories(context.rows)) do places[category] = i end
  table.sort(order, function(a, b)
    if a.category ~= b.category then return places[a.category] < places[b.category] end
    return a.value < b.value
  end)
  for i, one in ipairs(order) do
    rows[i] = { shape.category(context, one.category), { text = one.value, link = { [field] = one.value } },
      shape.share(context, counts[one.key], #items) }
  end
  return shape.table(context, { "category", field, "#items" }, rows)
end

-- Rates by model of one category (nil: OP), as the leaderboard has them.
local function rates_of(context, category)
  local found = {}
  for _, row in ipairs(context.board().rows) do
    local cell = category and row.categories[category]
    local rate = category and cell and cell.rate or not category and row.op
    if rate then found[#found + 1] = rate end
  end
  return found
end

local function spread_cells(context, first, found)
  local low, high = math.huge, -math.huge
  for _, rate in ipairs(found) do low, high = math.min(low, rate), math.max(high, rate) end
  local mean = #found > 0 and stats.mean(found)
  local cells = { first, rates.count(#found), shape.dash(), shape.dash(), shape.dash() }
  if mean then
    cells[3] = { text = rates.percent(mean.mean, context) .. "%", sort = mean.mean }
    -- The variance over the models themselves, as the paper's table of data sets has it: n below the line.
    if mean.se then cells[4] = shape.number(mean.se ^ 2 * (#found - 1), "%.5f") end
    cells[5] = { text = ("%s–%s"):format(rates.percent(low, context), rates.percent(high, context)), sort = high - low }
  end
  return cells
end

---How far models lie apart: mean and variance of their rates, by category and for OP.
function M.discrimination(context)
  local rows = {}
  for i, category in ipairs(rates.categories(context.rows)) do
    rows[i] = spread_cells(context, shape.category(context, category), rates_of(context, category))
  end
  rows[#rows + 1] = spread_cells(context, { text = "OP", head = true, strong = true }, rates_of(context))
  return shape.table(context, { "category", "#models", "#mean_of_models", "#variance", "#range" }, rows,
    { note = context.words "discrimination_note" })
end

-- For each item whether each answer was usable: the answers of every model in the same order.
local function answers_by_item(context)
  local cells, items, by_item, models = context.by_item(), {}, {}, {}
  for _, cell in ipairs(cells) do
    if not models[cell.model] then models[#models + 1] = cell.model end
    models[cell.model] = true
    if not by_item[cell.item] then items[#items + 1] = cell.item end
    by_item[cell.item] = by_item[cell.item] or {}
    by_item[cell.item][cell.model] = cell.rate
  end
  return items, by_item, models
end

local function point_of(rates_by_model, models)
  local point = {}
  for i, model in ipairs(models) do
    local rate = rates_by_model[model]
    if rate == nil then point[i] = false else point[i] = rate >= 0.5 and 1 or 0 end
  end
  return point
end

-- What viva.stats says of each item as a point that models meet or not.
local function item_points(context)
  local items, by_item, models = answers_by_item(context)
  local points = {}
  for i, id in ipairs(items) do points[i] = point_of(by_item[id], models) end
  return items, #points > 1 and stats.points(points) or nil, #models
end

local function flags_of(context, point)
  local said = {}
  for i, flag in ipairs(point.flags or {}) do said[i] = context.words("flag_" .. flag:gsub(" ", "_")) end
  return table.concat(said, ", ")
end

---Items that tell little: met by all models or by none, or against the rest.
function M.item_statistics(context, block)
  local items, points, models = item_points(context)
  local of_id, rows, flagged = {}, {}, 0
  for _, item in ipairs(items_of(context.rows)) do of_id[item.id] = item end
  for i, id in ipairs(points and items or {}) do
    local point, item = points[i], of_id[id]
    if #(point.flags or {}) > 0 then
      flagged = flagged + 1
      if #rows < (block.most or MOST) then
        rows[#rows + 1] = { { text = id, head = true, link = { id = id } }, shape.category(context, item.category),
          shape.share(context, math.floor(point.difficulty * point.applies + 0.5), point.applies),
          shape.number(point.item_rest), { text = flags_of(context, point) },
          { text = lists.excerpt(item.question), wide = true } }
      end
    end
  end
  local note = context.words("item_statistics_note", models, #items, flagged)
  if flagged > #rows then note = rates.sentences(context, { note, context.words("first_of", #rows, flagged) }) end
  return shape.table(context, { "item", "category", "#usable_models", "#item_rest", "flags", "question" }, rows,
    { note = note })
end

M.sources = { items_by_category = M.items_by_category, items_by = M.items_by, discrimination = M.discrimination,
  item_statistics = M.item_statistics }

return M
