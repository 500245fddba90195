-- Stage: what rows add up to. Pure functions of rows (design.md: everything but replies is derived); nothing is asked
-- and nothing is kept.
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
local meant = require "meant"
local shares = require "shares"

local M = {}

local SMALL = 20
local KINDS = { category = true, subcategory = true, scene = true, difficulty = true, language = true, round = true }
-- What cells may be of.
local BY = { "model", "group", "category", "subcategory", "scene", "difficulty", "language", "round", "item", "sample",
  "judge", "judge_model" }

local function by_name(list)
  local found = {}
  for _, one in ipairs(list or {}) do found[one.name] = one end
  return found
end

-- What the counting needs to know of a run: limits and repeats by judge, groups by model.
local function context_of(options)
  local run = options.run or {}
  local context = { name = options.convention or run.convention or "viva", limit = options.usable_from,
    judges = by_name(run.judges), models = by_name(run.models), repeats = run.repeats, judge_models = run.judge_models }
  context.convention = conventions.of(context.name)
  return context
end

-- How many scorings an answer would have had; the most that any answer of the rows has, where the run does not say.
local function expected_repeats(context, rows)
  local most = 1
  for _, row in ipairs(rows) do
    local last = row.judgings[#row.judgings]
    most = math.max(most, last and last["repeat"] or 0)
  end
  for _, judge in pairs(context.judges) do most = judge.repeats or most end
  return context.repeats or most
end

local function limit_of(context, judge)
  local file = context.judges[judge]
  return context.limit or file and file.usable_from or 4
end

local function new_cell(context)
  return { unit = conventions.units[context.name], convention = context.name, rated_by = "judge", answers = 0,
    items = 0, asked = 0, judged = 0, unreadable = 0, failed = 0, unjudged = 0, not_asked = 0, usable = 0, unsafe = 0,
    flags = 0, cut = 0, empty = 0, jurors = 0, seats = 0, doubtful = 0, hopeful = 0, seen = {} }
end

local function add_safety(cell, row, model)
  local flagged, known = false, false
  for _, judging in ipairs(row.judgings) do
    if judging.state == "scored" and judging.safety_risk ~= nil and (not model or judging.judge_model == model) then
      known = true
      flagged = flagged or judging.safety_risk
    end
  end
  if known then cell.flags = cell.flags + 1 end
  if flagged then cell.unsafe = cell.unsafe + 1 end
end

local function add_row(context, cell, row, judge, model)
  cell.answers = cell.answers + 1
  if not cell.seen[row.item.id] then
    cell.seen[row.item.id] = true
    cell.items = cell.items + 1
  end
  if row.answer.cut then cell.cut = cell.cut + 1 end
  if row.answer.empty then cell.empty = cell.empty + 1 end
  add_safety(cell, row, model)
  context.convention.add(cell, row, judge, limit_of(context, judge), context.expected, model)
end

local function finish(context, cell)
  cell.seen = nil
  conventions.rate(cell, context.name)
  cell.unsafe_rate = cell.flags > 0 and cell.unsafe / cell.flags or nil
  cell.small = cell.items < SMALL
  return cell
end

local function value_of(context, kind, row, judge, model)
  if kind == "model" then return row.model end
  if kind == "judge" then return judge or "" end
  if kind == "judge_model" then return model or "–" end
  if kind == "item" then return row.item.id end
  if kind == "sample" then return row.sample end
  if kind == "group" then return (context.models[row.model] or {}).group or "other" end
  if KINDS[kind] then return row.item[kind] end
  error(("rows cannot be grouped by '%s'%s They can by: %s"):format(tostring(kind), meant(kind, BY, "."),
    table.concat(BY, ", ")), 0)
end

-- The judges whose column counts: the first that marks an item, or each by itself where cells are by judge.
local function judges_of(row, each)
  local first
  for _, judging in ipairs(row.judgings) do first = first or judging.scale ~= "share" and judging end
  if not each or not first then return { first and first.judge } end
  local names, seen = {}, {}
  for _, judging in ipairs(row.judgings) do
    if not seen[judging.judge] and judging.scale ~= "share" then names[#names + 1] = judging.judge end
    seen[judging.judge] = true
  end
  return names
end

-- The judge models that have a column: each by itself where cells are by judge model, else all together. What a judge
-- file says that asks no model is no model's.
local function jurors_of(context, row, each)
  local first = row.judgings[1]
  local file = first and context.judges[first.judge]
  if not each or file and file.asks_nobody then return { false } end
  local names, seen = {}, {}
  for _, model in ipairs(context.judge_models or {}) do names[#names + 1], seen[model.name] = model.name, true end
  for _, judging in ipairs(row.judgings) do
    local name = judging.judge_model
    if name and not seen[name] then names[#names + 1], seen[name] = name, true end
  end
  return #names > 0 and names or { false }
end

local function cell_for(context, cells, by, row, judge, model)
  local key = {}
  for i, kind in ipairs(by) do key[i] = tostring(value_of(context, kind, row, judge, model)) end
  local name = table.concat(key, "\0")
  local cell = cells[name]
  if not cell then
    cell = new_cell(context)
    for _, kind in ipairs(by) do cell[kind] = value_of(context, kind, row, judge, model) end
    cells[name] = cell
    cells[#cells + 1] = cell
  end
  return cell
end

local function has(by, wanted)
  for _, kind in ipairs(by) do
    if kind == wanted then return true end
  end
  return false
end

---Cells in order of first appearance.
---@param rows table[]
---@param options { convention: string?, by: string[]?, usable_from: number?, run: table? } `by` of model, group,
---category, subcategory, scene, difficulty, language, round, item, sample, judge, judge_model
---@return table[] cells
function M.cells(rows, options)
  local context, cells, by = context_of(options), {}, options.by or { "model", "category" }
  rows = shares.others(rows)
  context.expected = expected_repeats(context, rows)
  local each_judge, each_model, list = has(by, "judge"), has(by, "judge_model"), {}
  for _, row in ipairs(rows) do
    local judges = judges_of(row, each_judge)
    for _, model in ipairs(jurors_of(context, row, each_model)) do
      for i = 1, math.max(1, #judges) do
        local cell = cell_for(context, cells, by, row, judges[i], model or nil)
        add_row(context, cell, row, judges[i], model or nil)
      end
    end
  end
  for i, cell in ipairs(cells) do list[i] = finish(context, cell) end
  return list
end

-- The categories of OP: the five where the rows have any of them, else all that the rows have.
local function categories_of_op(rows, given)
  if given then return given end
  local seen, own = {}, {}
  for _, row in ipairs(rows) do
    if not seen[row.item.category] then own[#own + 1] = row.item.category end
    seen[row.item.category] = true
  end
  for _, category in ipairs(conventions.categories) do
    if seen[category] then return conventions.categories end
  end
  table.sort(own)
  return own
end

local function higher(a, b, key)
  if a[key] == b[key] then return nil end
  return (a[key] or -1) > (b[key] or -1)
end

local function better(a, b)
  local first = higher(a, b, "op")
  if first == nil then first = higher(a.all, b.all, "rate") end
  if first == nil then first = a.model < b.model end
  return first
end

local function mtg_by_judge(cells)
  for _, cell in ipairs(cells) do
    if cell.category == "MTG" and cell.rated_by ~= "physicians" then return true end
  end
  return false
end

---Models by OP, the best first; one whose OP is not defined stands after those that have one, and `op_missing` lists
---the categories it lacks. `op_over` names the categories of OP, `mtg_by_judge` is true where `paper` wants physicians.
---@param rows table[]
---@param run table
---@param options { convention: string?, op_over: string[]?, usable_from: number? }
---@return table { convention, unit, op_over, weighted, mtg_by_judge, rows }
function M.leaderboard(rows, run, options)
  local asked = { convention = options.convention, usable_from = options.usable_from, run = run, by = { "model" } }
  local wholes, list, of_model = M.cells(rows, asked), {}, {}
  local name = wholes[1] and wholes[1].convention or options.convention or run.convention or "viva"
  asked.by = { "model", "category" }
  local cells = M.cells(rows, asked)
  for _, cell in ipairs(cells) do
    of_model[cell.model] = of_model[cell.model] or {}
    of_model[cell.model][cell.category] = cell
  end
  local over, groups = categories_of_op(rows, options.op_over), by_name(run.models)
  for i, all in ipairs(wholes) do
    local row = conventions.overall(name, all, of_model[all.model], over)
    row.model, row.group, row.all = all.model, (groups[all.model] or {}).group, all
    row.categories = of_model[all.model]
    list[i] = row
  end
  table.sort(list, better)
  return { convention = name, unit = conventions.units[name], op_over = name ~= "script" and over or nil,
    weighted = name == "script", mtg_by_judge = name == "paper" and mtg_by_judge(cells), rows = list }
end

return M
