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
    cell = { model = row.model, category = row.item.category, answers = { 0, 0 }, moved = 0, usable = { 0, 0 },
      sum = { 0, 0 } }
    cells[name], cells[#cells + 1] = cell, cell
  end
  return cell
end

local function add(cell, side, state)
  if not state.score then return end
  cell.answers[side] = cell.answers[side] + 1
  cell.usable[side] = cell.usable[side] + (state.state == "usable" and 1 or 0)
  cell.sum[side] = cell.sum[side] + state.score
end

local function size(pair) return math.abs(pair.after.score - pair.before.score) end

-- The largest first; among equal ones in the order of the rows.
local function by_size(a, b)
  if size(a) ~= size(b) then return size(a) > size(b) end
  return a.order < b.order
end

local function by_count(a, b)
  if a.count ~= b.count then return a.count > b.count end
  return a.why < b.why
end

local function note_reason(lost, row, why)
  if not lost.reasons[why] then
    lost.reasons[why] = { why = why, count = 0, row = row }
    table.insert(lost.reasons, lost.reasons[why])
  end
  lost.reasons[why].count = lost.reasons[why].count + 1
end

local function judging_key(judging)
  return ("%s\0%s\0%d"):format(judging.judge, judging.judge_model or "", judging["repeat"])
end

-- Verdicts of one answer that are no scores any more, with the reason of each, and those that have become scores.
local function note_verdicts(moves, was, now)
  local before = {}
  for _, judging in ipairs(was.judgings) do before[judging_key(judging)] = judging end
  for _, judging in ipairs(now.judgings) do
    local last, scored = before[judging_key(judging)], judging.state == "scored"
    if last and scored ~= (last.state == "scored") then
      local side = moves[scored and "gained" or "lost"]
      side.verdicts = side.verdicts + 1
      if not scored then note_reason(side, now, judging.error or judging.why or judging.state) end
    end
  end
end

-- An answer that has a score before and after.
local function note_pair(moves, cell, pair)
  moves.answers = moves.answers + 1
  local flips = pair.before.state ~= pair.after.state or pair.before.unsafe ~= pair.after.unsafe
  if flips then moves.flips[#moves.flips + 1] = pair end
  if flips or pair.before.score ~= pair.after.score then
    moves.pairs[#moves.pairs + 1], cell.moved, moves.moved = pair, cell.moved + 1, moves.moved + 1
  end
end

local function note(moves, cell, pair, last)
  add(cell, 1, pair.before)
  add(cell, 2, pair.after)
  if last then note_verdicts(moves, last.row, pair.row) end
  if pair.before.score and pair.after.score then return note_pair(moves, cell, pair) end
  local side = pair.before.score and moves.lost or pair.after.score and moves.gained
  if side then side.answers, cell.moved = side.answers + 1, cell.moved + 1 end
end

---@param before table from `known`
---@param after table from `known`
---@return table moves { answers, moved, flips, pairs, cells = those that change, lost, gained }; the first four are of
---answers with a score before and after; `lost` = { answers, verdicts, reasons = { { why, count, row } } } and `gained`
---of those that have none any more, or have one now
function M.between(before, after)
  local cells, moves = {}, { answers = 0, moved = 0, flips = {}, pairs = {}, cells = {},
    lost = { answers = 0, verdicts = 0, reasons = {} }, gained = { answers = 0, verdicts = 0 } }
  for order, one in ipairs(after.list) do
    local last = before[one.key]
    note(moves, cell_of(cells, one.row), { row = one.row, before = last and last.state or {}, after = one.state,
      order = order }, last)
  end
  for _, cell in ipairs(cells) do
    if cell.moved > 0 then moves.cells[#moves.cells + 1] = cell end
  end
  table.sort(moves.flips, by_size)
  table.sort(moves.lost.reasons, by_count)
  return moves
end

-- Whether an answer can be used comes before how far its score is from theirs.
local function by_gain(a, b)
  if a.agrees ~= b.agrees and a.agrees * b.agrees == 0 then return a.agrees ~= 0 end
  local one, other = math.abs(a.gain), math.abs(b.gain)
  if one ~= other then return one > other end
  return a.order < b.order
end

local function count_agreeing(rated, was, now, physicians)
  rated.compared = rated.compared + 1
  rated.agrees[1] = rated.agrees[1] + (refine.agrees(was, physicians) and 1 or 0)
  rated.agrees[2] = rated.agrees[2] + (refine.agrees(now, physicians) and 1 or 0)
end

local function note_rated(rated, pair, physicians, levels)
  pair.gain = refine.distance(pair.before, physicians, levels) - refine.distance(pair.after, physicians, levels)
  local was, now = refine.agrees(pair.before, physicians), refine.agrees(pair.after, physicians)
  pair.agrees, pair.physicians = was == now and 0 or now and 1 or -1, physicians
  local way = pair.gain > 0 and "nearer" or pair.gain < 0 and "further"
  if way then rated[way] = rated[way] + 1 end
  local turn = pair.agrees > 0 and "better" or pair.agrees < 0 and "worse"
  if turn then rated[turn] = rated[turn] + 1 end
  if way or turn then rated.list[#rated.list + 1] = pair end
end

---On which rated answers the judge agrees with the physicians, nearer or usable and not, and on which no longer.
---@param moves table from `between`
---@param before table from `known`
---@param known table of the rows now
---@param run table
---@return table rated { answers, compared, agrees = { before, after }, better, worse, nearer, further, simulated,
---list }; `agrees` counts those of the `compared` (with a score before and after) on which both say usable, or both not
function M.rated(moves, before, known, run)
  local levels, rated = refine.levels(run), { answers = 0, compared = 0, agrees = { 0, 0 }, better = 0, worse = 0,
    nearer = 0, further = 0, list = {} }
  for _, one in ipairs(known.list) do
    local physicians, last = refine.physicians(one.row), before[one.key]
    if physicians then
      rated.answers, rated.simulated = rated.answers + 1, physicians.simulated
      if last and last.state.score and one.state.score then
        count_agreeing(rated, last.state, one.state, physicians)
      end
    end
  end
  for _, pair in ipairs(moves.pairs) do
    local physicians = refine.physicians(pair.row)
    if physicians then note_rated(rated, pair, physicians, levels[pair.row.judgings[1].judge]) end
  end
  table.sort(rated.list, by_gain)
  return rated
end

return M
