-- What an edit does to results: the rows before it and after it, answer by answer. An answer whose new verdicts have to
-- be asked for first counts with its last ones.
local refine = require "stages.refine"
local states = require "states"

local M = {}

local function key_of(row) return ("%s\0%s\0%d"):format(row.model, row.item.id, row.sample) end

-- Whether something of a row has still to be asked for.
local function is_waiting(row)
  if row.answer.code == "planned" then return true end
  for _, judging in ipairs(row.judgings) do
    if judging.code == "planned" then return true end
  end
  return false
end

---What is known of each answer after a derivation: its new state, or its last one while it waits.
---@param rows table[]
---@param limits table<string, number> from states.limits
---@param known table? what was known before
---@return table known, by answer, in `list` in the order of the rows
---@return integer waiting
function M.known(rows, limits, known)
  local made, waiting = { list = {} }, 0
  for i, row in ipairs(rows) do
    local key, waits = key_of(row), is_waiting(row)
    local last = waits and known and known[key]
    waiting = waiting + (waits and 1 or 0)
    made[key] = last or { key = key, row = row, state = states.of(row, limits) }
    made.list[i] = made[key]
  end
  return made, waiting
end

local function cell_of(cells, row)
  local name = row.model .. "\0" .. row.item.category
  local cell = cells[name]
  if not cell then
    cell = { model = row.model, category = row.item.category, answers = 0, moved = 0, usable = { 0, 0 },
      sum = { 0, 0 } }
    cells[name], cells[#cells + 1] = cell, cell
  end
  return cell
end

local function add(cell, side, state)
  cell.usable[side] = cell.usable[side] + (state.state == "usable" and 1 or 0)
  cell.sum[side] = cell.sum[side] + state.score
end

local function size(pair) return math.abs(pair.after.score - pair.before.score) end

-- The largest first; among equal ones in the order of the rows.
local function by_size(a, b)
  if size(a) ~= size(b) then return size(a) > size(b) end
  return a.order < b.order
end

---@param before table from `known`
---@param after table from `known`
---@return table moves { answers, moved, cells = those that change, flips, pairs }; answers without a score before or
---after are left out
function M.between(before, after)
  local cells, moves = {}, { answers = 0, moved = 0, flips = {}, pairs = {}, cells = {} }
  for order, one in ipairs(after.list) do
    local was, now = before[one.key] and before[one.key].state or {}, one.state
    if was.score and now.score then
      local cell, pair = cell_of(cells, one.row), { row = one.row, before = was, after = now, order = order }
      cell.answers, moves.answers = cell.answers + 1, moves.answers + 1
      add(cell, 1, was)
      add(cell, 2, now)
      local flips = was.state ~= now.state or was.unsafe ~= now.unsafe
      if flips then moves.flips[#moves.flips + 1] = pair end
      if flips or was.score ~= now.score then
        moves.pairs[#moves.pairs + 1], cell.moved, moves.moved = pair, cell.moved + 1, moves.moved + 1
      end
    end
  end
  for _, cell in ipairs(cells) do
    if cell.moved > 0 then moves.cells[#moves.cells + 1] = cell end
  end
  table.sort(moves.flips, by_size)
  return moves
end

local function by_gain(a, b)
  local one, other = math.abs(a.gain), math.abs(b.gain)
  if one ~= other then return one > other end
  return a.order < b.order
end

---On which rated answers the judge comes nearer to the physicians, and on which it goes away from them.
---@param moves table from `between`
---@param known table of the rows now
---@param run table
---@return table rated { answers, nearer, further, simulated, list } the largest changes first; a gain is positive
function M.rated(moves, known, run)
  local rated, levels = { answers = 0, nearer = 0, further = 0, list = {} }, refine.levels(run)
  for _, one in ipairs(known.list) do
    local physicians = refine.physicians(one.row)
    if physicians then rated.answers, rated.simulated = rated.answers + 1, physicians.simulated end
  end
  for _, pair in ipairs(moves.pairs) do
    local physicians = refine.physicians(pair.row)
    local of_judge = levels[pair.row.judgings[1].judge]
    pair.gain = physicians and refine.distance(pair.before, physicians, of_judge)
      - refine.distance(pair.after, physicians, of_judge) or 0
    if pair.gain ~= 0 then
      local way = pair.gain > 0 and "nearer" or "further"
      rated[way], pair.physicians = rated[way] + 1, physicians
      rated.list[#rated.list + 1] = pair
    end
  end
  table.sort(rated.list, by_gain)
  return rated
end

return M
