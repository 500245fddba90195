-- 95 % intervals of usability rates: whole conversations are drawn within their category (viva.stats.bootstrap, BCa,
-- widened where they are few).
-- Rates come as cells of the aggregate; what was observed of each item comes as cells by item beside them, so that
-- every convention is resampled in its own unit. A rate of 0 or 1, which no resample changes, has Wilson's interval,
-- marked where simulations show that it holds the truth too seldom (scripts/coverage.lua).
local coverage = require "coverage"
local filter = require "filter"
local stats = require "viva.stats"

local M = {}

M.seed, M.draws = 20260101, 2000

---Where items belong: their conversation and category, by id.
---@return table<string, { item: table, conversation: string, category: string }>
function M.places(rows)
  local places = {}
  for _, row in ipairs(rows) do
    local item = row.item
    if not places[item.id] then
      places[item.id] = { item = item, conversation = filter.conversation(item), category = item.category }
    end
  end
  return places
end

---What was observed, item by item: a 1 for each usable observation, a 0 for each other.
---@param cells table[] of one model (or whatever is compared), each of one item
---@param ones string? the field that counts the ones; "usable" without
---@param all string? the field that counts all; "counted" without
---@return { values: number[], conversations: string[], categories: string[] }
function M.observations(cells, places, ones, all)
  local found, n = { values = {}, conversations = {}, categories = {} }, 0
  for _, cell in ipairs(cells) do
    local place = places[cell.item]
    for i = 1, cell[all or "counted"] do
      n = n + 1
      found.values[n] = i <= cell[ones or "usable"] and 1 or 0
      found.conversations[n], found.categories[n] = place.conversation, place.category
    end
  end
  return found
end

local function of_constant(values)
  local n = #values
  if n == 0 then return nil end
  local rate = values[1]
  local low, high = stats.wilson(rate * n, n)
  return { low = low, high = high, method = "wilson", marked = coverage.marked("wilson", rate) }
end

local function is_constant(values)
  for _, value in ipairs(values) do
    if value ~= values[1] then return false end
  end
  return true
end

local function fewest(observed)
  local seen, counts, least = {}, {}, math.huge
  for i, conversation in ipairs(observed.conversations) do
    local category = observed.categories[i]
    if not seen[conversation] then counts[category] = (counts[category] or 0) + 1 end
    seen[conversation] = true
  end
  for _, count in pairs(counts) do least = math.min(least, count) end
  return least
end

---The interval of a rate, or nil where there is none to give.
---@param observed table of `observations`
---@param equal boolean? categories count the same, whatever their sizes (OP)
---@return { low: number, high: number, method: "bca"|"op"|"wilson", marked: boolean }|nil
function M.of(observed, equal)
  if is_constant(observed.values) then return of_constant(observed.values) end
  local found = stats.bootstrap(observed.values, { clusters = observed.conversations, strata = observed.categories,
    equal = equal, widen = true, seed = M.seed, draws = M.draws })
  if not found then return nil end
  local method = equal and fewest(observed) <= coverage.few and "op" or "bca"
  return { low = found.low, high = found.high, method = method, marked = coverage.marked(method, found.estimate) }
end

local function key_of(cell, by, places)
  local parts = {}
  for i, kind in ipairs(by) do
    local value = cell[kind]
    if value == nil and places and cell.item then value = places[cell.item].item[kind] end
    parts[i] = tostring(value)
  end
  return table.concat(parts, "\0")
end

---Cells by item, sorted into those of each cell of `by`.
---@param places table? of M.places, where `by` names what the item says of itself
---@return fun(cell: table): table[] the cells by item of a cell
function M.sorted(by_item, by, places)
  local of_key = {}
  for _, cell in ipairs(by_item) do
    local key = key_of(cell, by, places)
    of_key[key] = of_key[key] or {}
    table.insert(of_key[key], cell)
  end
  return function(cell) return of_key[key_of(cell, by)] or {} end
end

local function is_wanted(cell) return cell.rate and not cell.small and not cell.interval end

---Whether any cell has items enough for a rate, and so for an interval that it does not have.
function M.wanted(cells)
  for _, cell in ipairs(cells) do
    if is_wanted(cell) then return true end
  end
  return false
end

---Puts `interval` into every cell that shows a rate and has none yet.
---@param cells table[] of aggregate.cells, by `by`
---@param by string[]
---@param by_item table[] the same by `by` and item, or by model and item where the item says the rest
function M.attach(cells, by, by_item, places)
  local items_of = M.sorted(by_item, by, places)
  for _, cell in ipairs(cells) do
    if is_wanted(cell) then cell.interval = M.of(M.observations(items_of(cell), places)) end
  end
end

return M
