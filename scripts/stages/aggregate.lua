-- Stage: what rows add up to. Pure functions of rows (design.md: everything but replies is derived); nothing is asked
-- and nothing is kept. scripts/cells.lua says what a cell is.
local cells_of = require "cells"
local conventions = require "conventions"

local M = { cells = cells_of.of, counter = cells_of.counter }

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
---@param options { convention: string?, op_over: string[]?, usable_from: number?, cells: fun(by: string[])? } `cells`:
---the rows' counter, where it is at hand
---@return table { convention, unit, op_over, weighted, mtg_by_judge, rows }
function M.leaderboard(rows, run, options)
  local cells_by = options.cells
    or M.counter(rows, { convention = options.convention, usable_from = options.usable_from, run = run })
  local wholes, cells, list, of_model = cells_by { "model" }, cells_by { "model", "category" }, {}, {}
  local name = wholes[1] and wholes[1].convention or options.convention or run.convention or "viva"
  for _, cell in ipairs(cells) do
    of_model[cell.model] = of_model[cell.model] or {}
    of_model[cell.model][cell.category] = cell
  end
  local over, groups = categories_of_op(rows, options.op_over), {}
  for _, model in ipairs(run.models) do groups[model.name] = model.group end
  for i, all in ipairs(wholes) do
    local row = conventions.overall(name, all, of_model[all.model], over)
    row.model, row.group, row.all = all.model, groups[all.model], all
    row.categories = of_model[all.model]
    list[i] = row
  end
  table.sort(list, better)
  return { convention = name, unit = conventions.units[name], op_over = name ~= "script" and over or nil,
    weighted = name == "script", mtg_by_judge = name == "paper" and mtg_by_judge(cells), rows = list }
end

return M
