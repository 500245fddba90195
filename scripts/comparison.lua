-- Two runs side by side: the items both have, each model by the model of the same name (or the one of each that there
-- is), answers of the same sample; paired differences with errors clustered by conversation, Holm over all of them.
local differences = require "differences"
local filter = require "filter"
local states = require "states"
local words = require "words"
local stats = require "viva.stats"

local M = {}

-- Which model of B each model of A is compared with.
local function pair_models(a, b)
  local pairs_, there = {}, {}
  for _, model in ipairs(b.models) do there[model.name] = true end
  for _, model in ipairs(a.models) do
    if there[model.name] then pairs_[#pairs_ + 1] = { a = model.name, b = model.name } end
  end
  if #pairs_ == 0 and #a.models == 1 and #b.models == 1 then
    pairs_[1] = { a = a.models[1].name, b = b.models[1].name }
  end
  return pairs_
end

local function names(models)
  local list = {}
  for i, model in ipairs(models) do list[i] = model.name end
  return table.concat(list, ", ")
end

-- Cells by model and item, by their names.
local function by_model_and_item(cells)
  local found, order = {}, {}
  for _, cell in ipairs(cells) do
    if not found[cell.model] then
      found[cell.model], order[cell.model] = {}, {}
    end
    found[cell.model][cell.item] = cell
    table.insert(order[cell.model], cell.item)
  end
  return found, order
end

-- The items that count in both and ask the same, with the share of usable answers in each.
local function shared(pair, a, b)
  local found = { items = {}, a = {}, b = {}, clusters = {}, categories = {} }
  for _, id in ipairs(a.order[pair.a] or {}) do
    local one, other, item = a.cells[pair.a][id], (b.cells[pair.b] or {})[id], a.items[id]
    if other and one.rate and other.rate and b.items[id].question == item.question then
      local n = #found.items + 1
      found.items[n], found.a[n], found.b[n] = id, one.usable / one.counted, other.usable / other.counted
      found.clusters[n], found.categories[n] = filter.conversation(item), item.category
    end
  end
  return found
end

-- How many items of one id ask something else in the other run.
local function other_questions(a, b)
  local count = 0
  for id, item in pairs(a.items) do
    if b.items[id] and b.items[id].question ~= item.question then count = count + 1 end
  end
  return count
end

local function part(whole, category)
  if not category then return whole end
  local found = { items = {}, a = {}, b = {}, clusters = {}, categories = {} }
  for i, name in ipairs(whole.categories) do
    if name == category then
      for field, list in pairs(found) do list[#list + 1] = whole[field][i] end
    end
  end
  return found
end

-- One line of the comparison: all items of a pair of models, or those of a category.
local function test(pair, category, values)
  local line = { a = pair.a, b = pair.b, category = category, items = #values.items, changed = 0 }
  for i, value in ipairs(values.a) do
    if value ~= values.b[i] then line.changed = line.changed + 1 end
  end
  line.a_mean = #values.a > 0 and stats.mean(values.a).mean or nil
  line.b_mean = #values.b > 0 and stats.mean(values.b).mean or nil
  line.paired = #values.items > 0 and stats.paired(values.b, values.a, { clusters = values.clusters }) or nil
  return line
end

-- p over all comparisons of a kind: models as a whole among themselves, categories among themselves.
local function adjust(lines, whole)
  local tested, p = {}, {}
  for _, line in ipairs(lines) do
    if (line.category == nil) == whole and line.paired and line.paired.p then
      tested[#tested + 1], p[#p + 1] = line, line.paired.p
    end
  end
  local adjusted = #p > 0 and stats.holm(p)
  for i, line in ipairs(tested) do line.p_holm = adjusted[i] end
end

local function key(model, row) return ("%s\0%s\0%d"):format(model, row.item.id, row.sample or 1) end

-- Answers to the same question whose mean score differs, the greatest differences first.
local function changes(pairs_, a, b)
  local of_b, list, other_name = {}, {}, {}
  for _, row in ipairs(b.rows) do of_b[key(row.model, row)] = row end
  for _, pair in ipairs(pairs_) do other_name[pair.a] = pair.b end
  for _, row in ipairs(a.rows) do
    local other = other_name[row.model] and of_b[key(other_name[row.model], row)]
    local same = other and other.item.question == row.item.question
    local one, two = states.of(row, a.limits).score, same and states.of(other, b.limits).score
    if one and two and one ~= two then
      list[#list + 1] = { a = row, b = other, before = one, after = two, change = two - one, order = #list }
    end
  end
  table.sort(list, function(x, y)
    local one, other = math.abs(x.change), math.abs(y.change)
    if one ~= other then return one > other end
    return x.order < y.order
  end)
  return list
end

local function side(run, rows, aggregate, convention)
  local cells = aggregate.cells(rows, { convention = convention, by = { "model", "item" }, run = run })
  local found, order = by_model_and_item(cells)
  local items = {}
  for _, row in ipairs(rows) do items[row.item.id] = row.item end
  return { run = run, rows = rows, cells = found, order = order, items = items, limits = states.limits(run) }
end

local function nothing_in_common(a, b, models)
  local lines = { "the two runs have nothing to compare:" }
  if #models == 0 then
    lines[2] = ("  no model is in both: %s has %s; %s has %s"):format(a.name, names(a.models), b.name, names(b.models))
    lines[3] = "  one model of each can be compared: name it in both with --model A=B"
  else
    lines[2] = ("  no question has a score in both: %s is of the dataset %s, %s of %s"):format(a.name, a.dataset.name,
      b.name, b.dataset.name)
  end
  for _, one in ipairs(differences.of(a, b)) do
    lines[#lines + 1] = ("  %s: %s; %s"):format(differences.title(words.in_language "en", one), one.a, one.b)
  end
  return table.concat(lines, "\n")
end

---@param aggregate table stages.aggregate
---@param a { run: table, rows: table[] }
---@param b { run: table, rows: table[] }
---@param options { convention: string?, models: { a: string, b: string }[]? }
---@return table|nil found { lines = { { a, b, category?, items, changed, a_mean, b_mean, paired, p_holm } },
---changes = { { a = row, b = row, before, after, change } }, differs = of differences.of, models, items,
---other_questions = count }
---@return string? problem
function M.of(aggregate, a, b, options)
  local models = options.models or pair_models(a.run, b.run)
  local convention = options.convention or a.run.convention or "viva"
  local one, other = side(a.run, a.rows, aggregate, convention), side(b.run, b.rows, aggregate, convention)
  local lines, items = {}, 0
  for _, pair in ipairs(models) do
    local whole, seen = shared(pair, one, other), {}
    items = items + #whole.items
    lines[#lines + 1] = test(pair, nil, whole)
    for _, category in ipairs(whole.categories) do
      if not seen[category] then lines[#lines + 1] = test(pair, category, part(whole, category)) end
      seen[category] = true
    end
  end
  if items == 0 then return nil, nothing_in_common(a.run, b.run, models) end
  adjust(lines, true)
  adjust(lines, false)
  return { lines = lines, changes = changes(models, one, other), differs = differences.of(a.run, b.run),
    models = models, convention = convention, items = items, other_questions = other_questions(one, other) }
end

return M
