-- Charts of a report: a source's table, and the Vega specification that draws it. Both are plain data; a writer that
-- cannot draw shows the table. A report file may change a specification (`spec`), or give a whole one of its own.
--
-- The data set `cells` of every specification has a row for each cell drawn: { key, row, group?, column, value?, low?,
-- high?, text, small?, href? }. `key` is "N|row", so that rows of one name in two groups stay two.
local check = require "chart_check"
local specs = require "chart_specs"

local M = {}

local MISSING = "–"
local FIELDS = { "key", "row", "group", "column", "value", "low", "high", "text", "small", "href" }

-- A cell's number: what it says itself, its bar's, what it is sorted by, or what its text is.
local function value_of(cell)
  if cell.value then return cell.value end
  if cell.bar then return cell.bar.value end
  if cell.text == MISSING or cell.text == "" then return nil end
  if type(cell.sort) == "number" then return cell.sort end
  return tonumber(cell.text)
end

local function bounds_of(cell)
  local range = cell.interval or cell.bar or cell
  if not range.low or not range.high or range.high - range.low < 1e-9 then return nil end
  return range.low, range.high
end

local function name_of(cell)
  return cell.mark and ("%s (%s)"):format(cell.text, cell.mark) or cell.text
end

local function list_of(value) return type(value) == "table" and value or { value } end

local function numbers(columns)
  local found = {}
  for i, column in ipairs(columns) do
    if column.number then found[#found + 1] = i end
  end
  return found
end

-- A column goes by its id, its title, or the word its title is.
local function find_column(columns, name, words)
  for i, column in ipairs(columns) do
    if column.number and (column.id == name or column.title == name or column.title == words(name)) then return i end
  end
end

local function unknown_column(block, name, columns)
  local titles = {}
  for i, at in ipairs(numbers(columns)) do titles[i] = columns[at].title end
  return nil, ("the table '%s' has no column of numbers '%s'; it has: %s"):format(block.from, name,
    table.concat(titles, ", ")), "report_file"
end

-- Which columns are drawn: those asked for; else all, but of a table whose columns are different things only the first.
local function choose(block, columns, words)
  if not block.columns then
    local all = numbers(columns)
    local alike = block.across or block.kind == "matrix" or block.kind == "heatmap" or block.kind == "own"
    return alike and all or { all[1] }
  end
  local chosen = {}
  for i, name in ipairs(list_of(block.columns)) do
    chosen[i] = find_column(columns, name, words)
    if not chosen[i] then return unknown_column(block, name, columns) end
  end
  return chosen
end

-- What a row is called: the last of the cells before its numbers; those before that name its group.
local function names_of(row, columns, title)
  local heads = {}
  for i, cell in ipairs(row) do
    if columns[i].number then break end
    heads[#heads + 1] = name_of(cell)
  end
  local last = table.remove(heads) or ""
  if title then table.insert(heads, 1, title) end
  return last, #heads > 0 and table.concat(heads, " · ") or nil
end

local function address(link)
  if not link or next(link) == nil then return nil end
  local keys, parts = {}, {}
  for key in pairs(link) do keys[#keys + 1] = key end
  table.sort(keys)
  for i, key in ipairs(keys) do
    parts[i] = key .. "=" .. tostring(link[key]):gsub("[^%w%-._~]", function(c) return ("%%%02X"):format(c:byte()) end)
  end
  return (link.id and "#item?" or "#items?") .. table.concat(parts, "&")
end

local function datum(cell, names)
  local low, high = bounds_of(cell)
  return { key = names.key, row = names.row, group = names.group, column = names.column, value = value_of(cell),
    low = low, high = high, text = cell.text, small = cell.text:find("^%d+/%d+$") and true or nil,
    href = address(cell.link) }
end

---The cells of a table as rows of data, and the order of what they are about.
---@param made table the table block
---@param chosen integer[] columns
---@return table { cells =, keys = list, columns = titles, groups = { key -> group } }
function M.data(made, chosen)
  local data, count = { cells = {}, keys = {}, columns = {}, groups = {} }, 0
  for i, at in ipairs(chosen) do data.columns[i] = made.columns[at].title end
  for _, body in ipairs(made.bodies) do
    for _, row in ipairs(body.rows) do
      count = count + 1
      local name, group = names_of(row, made.columns, body.title)
      local key = ("%d|%s"):format(count, name)
      data.keys[count], data.groups[key] = key, group
      for i, at in ipairs(chosen) do
        data.cells[#data.cells + 1] = datum(row[at], { key = key, row = name, group = group, column = data.columns[i] })
      end
    end
  end
  return data
end

-- Entries of a specification's lists (scales, marks, signals, axes) go by a name.
local function entry_key(entry)
  return type(entry) == "table" and (entry.name or entry.scale and (entry.scale .. (entry.orient or "")))
end

local function is_list(value) return #value > 0 end

---Lays changes over a specification. Tables are merged; in lists, an entry with the name of one there changes it, and
---another is added; a list of plain values takes the place of the one there.
function M.merge(base, changes)
  if type(base) ~= "table" or type(changes) ~= "table" or is_list(changes) ~= is_list(base) then return changes end
  local made, place = {}, {}
  for key, value in pairs(base) do
    made[key] = value
    if type(key) == "number" and entry_key(value) then place[entry_key(value)] = key end
  end
  if is_list(changes) and type(changes[1]) ~= "table" then return changes end
  for key, value in pairs(changes) do
    local at = key
    if type(key) == "number" then at = place[entry_key(value) or ""] or #made + 1 end
    made[at] = M.merge(made[at], value)
  end
  return made
end

-- What a specification of one's own is laid over.
local function begun(data) return { ["$schema"] = specs.SCHEMA, data = { { name = "cells", values = data.cells } } } end

-- A scale whose ends the file gives keeps to them: no zero is added, no end rounded, and marks beyond are clipped.
local function with_domains(drawn, changes)
  local clipped = false
  for _, given in ipairs(changes.scales or {}) do
    for _, scale in ipairs(given.domain and drawn.scales or {}) do
      if scale.name == given.name and scale.type == "linear" then
        scale.zero, scale.nice, clipped = given.zero or false, given.nice or false, true
      end
    end
  end
  for _, mark in ipairs(clipped and drawn.marks or {}) do
    if mark.clip == nil and mark.type ~= "text" then mark.clip = true end
  end
  return drawn
end

-- The table with what the rows are and the columns asked for alone.
local function narrowed(made, chosen)
  local kept, order = {}, {}
  for _, at in ipairs(chosen) do kept[at] = true end
  for i, column in ipairs(made.columns) do
    if kept[i] or not column.number then order[#order + 1] = i end
  end
  local function pick(list)
    local picked = {}
    for k, i in ipairs(order) do picked[k] = list[i] end
    return picked
  end
  local bodies = {}
  for i, body in ipairs(made.bodies) do
    bodies[i] = { title = body.title, rows = {} }
    for k, row in ipairs(body.rows) do bodies[i].rows[k] = pick(row) end
  end
  return { block = "table", from = made.from, note = made.note, columns = pick(made.columns), bodies = bodies }
end

---A table, not a chart's, with no more of its numbers than `columns` of the report file asks for.
function M.narrow(made, block, words)
  if block.block ~= "table" or not block.columns or block.rows or #made.bodies == 0 then return made end
  local chosen, problem, code = choose(block, made.columns, words)
  if not chosen then return nil, problem, code end
  local narrow = narrowed(made, chosen)
  narrow.title, narrow.empty = made.title, made.empty
  return narrow
end

---Completes a chart: the table it draws, the specification that draws it.
---@param made table the table block of the chart's source
---@param block table the chart as the report file has it
---@param words fun(key: string): string|nil
---@return table|nil block { block = "chart", kind, title?, table, spec? }; no spec where there is nothing to draw
---@return string? problem
---@return string? code
function M.block(made, block, words)
  local chart = { block = "chart", kind = block.kind, title = made.title, table = made, from = made.from }
  if #made.bodies == 0 then return chart end
  local chosen, problem, code = choose(block, made.columns, words)
  if not chosen then return nil, problem, code end
  if block.columns then chart.table = narrowed(made, chosen) end
  local data = M.data(made, chosen)
  if #data.cells == 0 or #chosen == 0 then return chart end
  data.row_title = made.columns[1].title
  chart.spec = M.merge((specs[block.kind] or begun)(data), block.spec or {})
  local problems = block.spec and check.problems(chart.spec, FIELDS) or {}
  if #problems > 0 then return nil, table.concat(problems, "\n"), "report_file" end
  if block.kind ~= "own" then with_domains(chart.spec, block.spec or {}) end
  return chart
end

return M
