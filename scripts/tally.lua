-- A cell: what some rows add up to.
--
-- A cell counts under one convention (scripts/conventions.lua) and says in `unit` what it counts: answers, items or
-- scorings. asked = judged + unreadable + failed + unjudged + not_asked, where `failed` holds what was asked and never
-- obtained (an answer or a verdict), `unjudged` what no judge marked and `not_asked` answers that were due and that
-- nobody was asked for (a run that ended early, a round whose earlier round failed).
-- `rate` is usable / counted, nil when nothing counts. `unsafe` counts answers that any judge flagged in any round, and
-- `unsafe_rate` is their share of the answers on whose safety something was said. Cells of fewer than 20 items are
-- `small`. Where several judge models mark, `jurors` of `seats` gave the scores that the rate rests on; `doubtful` and
-- `hopeful` count what missing jurors could still turn to not usable, and to usable.
local conventions = require "conventions"
local unsafe = require "unsafe"

local M = {}

local SMALL = 20
local SUMMED = { "answers", "asked", "judged", "unreadable", "failed", "unjudged", "not_asked", "usable", "unsafe",
  "flags", "cut", "empty", "jurors", "seats", "doubtful", "hopeful" }

local function by_name(list)
  local found = {}
  for _, one in ipairs(list or {}) do found[one.name] = one end
  return found
end

-- How many scorings an answer would have had of which no judge file is known: what the run says, its judges, else the
-- most that any answer has.
local function usual_repeats(run, rows)
  if run.repeats then return run.repeats end
  local declared, most
  for _, judge in ipairs(run.judges or {}) do
    if judge.repeats then declared = math.max(declared or 1, judge.repeats) end
  end
  if declared then return declared end
  most = 1
  for _, row in ipairs(rows) do
    local last = row.judgings[#row.judgings]
    most = math.max(most, last and last["repeat"] or 0)
  end
  return most
end

-- The names of a run's judge models, as a list and as a set.
local function names_of(models)
  local names = {}
  for i, model in ipairs(models or {}) do names[i], names[model.name] = model.name, true end
  return names
end

---What counting needs to know of a run: limits by judge, groups by model, how many scorings an answer would have had.
---@param rows table[]
---@param options { convention: string?, usable_from: number?, run: table? }
function M.context(rows, options)
  local run = options.run or {}
  local name = options.convention or run.convention or "viva"
  return { name = name, convention = conventions.of(name), limit = options.usable_from, judges = by_name(run.judges),
    models = by_name(run.models), judge_models = names_of(run.judge_models),
    due = run.due or {}, usual = usual_repeats(run, rows) }
end

-- How many scorings an answer to an item would have had by a judge file, or by the one that counts.
local function due_of(context, judge, item)
  local file = context.judges[judge]
  return file and file.repeats or context.due[item.id] or context.usual
end

local function limit_of(context, judge)
  local file = context.judges[judge]
  return context.limit or file and file.usable_from or 4
end

---An empty cell.
function M.new(context)
  return { unit = conventions.units[context.name], convention = context.name, rated_by = "judge", answers = 0,
    items = 0, asked = 0, judged = 0, unreadable = 0, failed = 0, unjudged = 0, not_asked = 0, usable = 0, unsafe = 0,
    flags = 0, cut = 0, empty = 0, jurors = 0, seats = 0, doubtful = 0, hopeful = 0 }
end

local function add_safety(cell, row, model)
  local flags, known = unsafe.flags(row.judgings, model)
  if known > 0 then cell.flags = cell.flags + 1 end
  if flags > 0 then cell.unsafe = cell.unsafe + 1 end
end

-- Most cells are of one item.
local function see_item(cell, id)
  if cell.first == id or cell.seen and cell.seen[id] then return end
  if not cell.first then
    cell.first = id
  else
    cell.seen = cell.seen or {}
    cell.seen[id] = true
  end
  cell.items = cell.items + 1
end

---Counts a row in the column of a judge, and of one judge model where it is named.
function M.add(context, cell, row, judge, model)
  cell.answers = cell.answers + 1
  see_item(cell, row.item.id)
  if row.answer.cut then cell.cut = cell.cut + 1 end
  if row.answer.empty then cell.empty = cell.empty + 1 end
  add_safety(cell, row, model)
  context.convention.add(cell, row, judge, limit_of(context, judge), due_of(context, judge, row.item), model)
end

---Adds what a cell of one item counted, finished or not.
function M.sum(cell, part)
  for i = 1, #SUMMED do
    local name = SUMMED[i]
    local count = part[name]
    if count ~= 0 then cell[name] = cell[name] + count end
  end
  if part.by_physicians then cell.by_physicians = (cell.by_physicians or 0) + part.by_physicians end
  cell.bench = part.bench or cell.bench
  see_item(cell, part.item)
end

---Completes a cell to which nothing more is added: its rates and bounds.
function M.finish(context, cell)
  cell.seen, cell.first = nil, nil
  conventions.rate(cell, context.name)
  cell.unsafe_rate = cell.flags > 0 and cell.unsafe / cell.flags or nil
  cell.small = cell.items < SMALL
end

return M
