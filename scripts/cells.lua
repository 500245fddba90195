-- What rows add up to, cell by cell (scripts/tally.lua): of each model, each category of a model, whatever rows can be
-- grouped by. What was observed of each model on each item is counted once; other cells are sums of that. Only under
-- `script` are items over all models counted from the rows: the released script takes the scores of all together.
local contains = require "box.contains"
local meant = require "meant"
local shares = require "shares"
local tally = require "tally"
local words = require "words"

local M = {}

-- What cells may be of.
local BY = { "model", "group", "category", "subcategory", "scene", "difficulty", "language", "round", "item", "sample",
  "judge", "judge_model" }
-- What a row is, by the kind of cell.
local VALUES = {
  model = function(_, row) return row.model end,
  judge = function(_, _, judge) return judge or "" end,
  judge_model = function(_, _, _, model) return model or "–" end,
  item = function(_, row) return row.item.id end,
  sample = function(_, row) return row.sample end,
  group = function(context, row) return (context.models[row.model] or {}).group or "other" end,
}
for _, kind in ipairs { "category", "subcategory", "scene", "difficulty", "language", "round" } do
  VALUES[kind] = function(_, row) return row.item[kind] end
end
-- What is counted apart only where it is asked for.
local COLUMNS = { "sample", "judge", "judge_model" }

local function check_kinds(by)
  for _, kind in ipairs(by) do
    if not VALUES[kind] then
      error(words.here()("desk_no_group", tostring(kind), meant(kind, BY), table.concat(BY, ", ")), 0)
    end
  end
end

-- The judge whose column counts: the first that marks an item.
local function first_judge(row)
  for _, judging in ipairs(row.judgings) do
    if judging.scale ~= "share" then return judging.judge end
  end
end

-- Those that count where cells are by judge: each by itself.
local function judges_of(row)
  local names, seen = {}, {}
  for _, judging in ipairs(row.judgings) do
    if not seen[judging.judge] and judging.scale ~= "share" then names[#names + 1] = judging.judge end
    seen[judging.judge] = true
  end
  return names
end

-- The judge models of a run, and any that a row has besides.
local function with_others(declared, row)
  local names, seen = declared, nil
  for _, judging in ipairs(row.judgings) do
    local name = judging.judge_model
    if name and not declared[name] and not (seen and seen[name]) then
      if not seen then names, seen = table.move(declared, 1, #declared, 1, {}), {} end
      names[#names + 1], seen[name] = name, true
    end
  end
  return names
end

local ALL = { false }

-- The judge models that have a column: each by itself where cells are by judge model, else all together. What a judge
-- file says that asks no model is no model's.
local function jurors_of(context, row, each)
  local first = row.judgings[1]
  local file = first and context.judges[first.judge]
  if not each or file and file.asks_nobody then return ALL end
  local names = with_others(context.judge_models, row)
  return #names > 0 and names or ALL
end

-- Cells under way: `list` in order of first appearance, the first row of each, and `tree`, which finds a cell by its
-- values, one kind a level.
local function new_cells() return { list = {}, rows = {}, tree = {} } end

local NOTHING, CELL = "nil", {}

local function add_cell(context, cells, by, row, judge, model)
  local cell = tally.new(context)
  for _, kind in ipairs(by) do cell[kind] = VALUES[kind](context, row, judge, model) end
  local count = #cells.list + 1
  cells.list[count], cells.rows[count] = cell, row
  return cell
end

local function cell_for(context, cells, by, row, judge, model)
  local node = cells.tree
  for i = 1, #by do
    local value = VALUES[by[i]](context, row, judge, model)
    if value == nil then value = NOTHING end
    node[value] = node[value] or {}
    node = node[value]
  end
  node[CELL] = node[CELL] or add_cell(context, cells, by, row, judge, model)
  return node[CELL]
end

-- A row that counts in the columns of several judges, or judge models.
local function add_columns(context, cells, by, row, each)
  local judges = each.judge and judges_of(row) or { first_judge(row) }
  for _, model in ipairs(jurors_of(context, row, each.model)) do
    for i = 1, math.max(1, #judges) do
      local cell = cell_for(context, cells, by, row, judges[i], model or nil)
      tally.add(context, cell, row, judges[i], model or nil)
    end
  end
end

local function finished(context, cells)
  for _, cell in ipairs(cells.list) do tally.finish(context, cell) end
  return cells
end

local function count(context, rows, by)
  local cells, each = new_cells(), { judge = contains(by, "judge"), model = contains(by, "judge_model") }
  local several = each.judge or each.model
  for _, row in ipairs(rows) do
    if several then
      add_columns(context, cells, by, row, each)
    else
      local judge = first_judge(row)
      tally.add(context, cell_for(context, cells, by, row, judge), row, judge)
    end
  end
  return finished(context, cells)
end

-- Sums of cells by model, item and the columns that `by` has.
local function sums(context, parts, by)
  local cells = new_cells()
  for i, part in ipairs(parts.list) do
    tally.sum(cell_for(context, cells, by, parts.rows[i], part.judge, part.judge_model), part)
  end
  return finished(context, cells)
end

-- What cells by `by` are sums of.
local function finest(by)
  local kinds = { "model", "item" }
  for _, kind in ipairs(COLUMNS) do
    if contains(by, kind) then kinds[#kinds + 1] = kind end
  end
  return kinds, table.concat(kinds, " ")
end

---Counts rows by whatever is asked for.
---@param rows table[]
---@param options { convention: string?, usable_from: number?, run: table? }
---@return fun(by: string[]): table[] cells_by gives new cells in order of first appearance; `by` of model, group,
---category, subcategory, scene, difficulty, language, round, item, sample, judge, judge_model
function M.counter(rows, options)
  rows = shares.others(rows)
  local context, parts = tally.context(rows, options), {}
  return function(by)
    check_kinds(by)
    if context.name == "script" and not contains(by, "model") then return count(context, rows, by).list end
    local kinds, name = finest(by)
    parts[name] = parts[name] or count(context, rows, kinds)
    return sums(context, parts[name], by).list
  end
end

---Cells in order of first appearance.
---@param rows table[]
---@param options table as for `counter`, and `by`: string[]?
---@return table[] cells
function M.of(rows, options) return M.counter(rows, options)(options.by or { "model", "category" }) end

return M
