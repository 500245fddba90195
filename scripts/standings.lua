-- Where models stand: the intervals of a leaderboard, which models can be told apart, and the ranks each may have.
--
-- Ranks are by OP on the items that count for every model with an OP: paired differences with errors clustered by
-- conversation, Holm over all pairs, rank intervals of Mogstad, Romano, Shaikh and Wilhelm 2024 (viva.stats.ranks). A
-- group is a leader and all that cannot be told from it.
local intervals = require "intervals"
local stats = require "viva.stats"

local M = {}

M.least = 20 -- items: on fewer, nobody is ranked

local function by_category(items, places)
  local found = {}
  for _, id in ipairs(items) do
    local category = places[id].category
    found[category] = found[category] or {}
    table.insert(found[category], id)
  end
  return found
end

-- The items that count for every one of the models, in order of first appearance.
local function shared_items(models, items_of)
  local seen, order = {}, {}
  for _, model in ipairs(models) do
    for _, cell in ipairs(items_of { model = model }) do
      if cell.counted > 0 then
        if not seen[cell.item] then order[#order + 1] = cell.item end
        seen[cell.item] = (seen[cell.item] or 0) + 1
      end
    end
  end
  local shared = {}
  for _, id in ipairs(order) do
    if seen[id] == #models then shared[#shared + 1] = id end
  end
  return shared
end

-- How much an item counts, so that the mean over items is OP: each category the same, or each item the same.
local function weights_of(shared, places, board)
  if board.weighted then return function() return 1 end end
  local of_category, categories = by_category(shared, places), 0
  for _ in pairs(of_category) do categories = categories + 1 end
  return function(id) return #shared / (categories * #of_category[places[id].category]) end
end

local function scores_of(model, shared, items_of, weight)
  local share, scores = {}, {}
  for _, cell in ipairs(items_of { model = model }) do
    share[cell.item] = cell.counted > 0 and cell.usable / cell.counted or nil
  end
  for i, id in ipairs(shared) do scores[i] = share[id] * weight(id) end
  return scores
end

local function named_pairs(found, models)
  for _, pair in ipairs(found) do pair.first, pair.second = models[pair.first], models[pair.second] end
  return found
end

local function rank(board, models, items_of, places)
  local shared = shared_items(models, items_of)
  if #models < 2 or #shared < M.least then return nil end
  local weight, scores, clusters = weights_of(shared, places, board), {}, {}
  for i, model in ipairs(models) do scores[i] = scores_of(model, shared, items_of, weight) end
  for i, id in ipairs(shared) do clusters[i] = places[id].conversation end
  local ranks = stats.ranks(scores, { clusters = clusters })
  if not ranks then return nil end
  local found = { items = #shared, of_model = {}, pairs = named_pairs(ranks.pairs, models), groups = #ranks.groups }
  for i, model in ipairs(models) do
    found.of_model[model] = { low = ranks.models[i].low, high = ranks.models[i].high }
  end
  for number, group in ipairs(ranks.groups) do
    for _, i in ipairs(group) do found.of_model[models[i]].group = number end
  end
  return found
end

local function attach_row(row, items_of, places, weighted)
  local cells, of_category = items_of { model = row.model }, {}
  if row.all.small then return end
  for _, cell in ipairs(cells) do
    local category = places[cell.item].category
    of_category[category] = of_category[category] or {}
    table.insert(of_category[category], cell)
  end
  local observed = intervals.observations(cells, places)
  row.all.interval = intervals.of(observed)
  if row.op then row.op_interval = weighted and row.all.interval or intervals.of(observed, true) end
  for category, cell in pairs(row.categories) do
    if cell.rate and not cell.small then
      cell.interval = intervals.of(intervals.observations(of_category[category], places))
    end
  end
end

---Puts intervals and ranks into a leaderboard: row.op_interval, cell.interval, row.rank = { low, high, group }, and
---board.ranks = { items, pairs, groups } where models can be compared.
---@param board table of aggregate.leaderboard
---@param by_item table[] of aggregate.cells by model and item
---@param places table of intervals.places
---@return table board
function M.attach(board, by_item, places)
  local items_of, models = intervals.sorted(by_item, { "model" }), {}
  for _, row in ipairs(board.rows) do
    attach_row(row, items_of, places, board.weighted)
    if row.op then models[#models + 1] = row.model end
  end
  board.ranks = rank(board, models, items_of, places)
  for _, row in ipairs(board.rows) do row.rank = board.ranks and board.ranks.of_model[row.model] end
  return board
end

return M
