-- Tables for a terminal, aligned by what is seen: a Chinese character takes two columns.
local text = require "viva.text"

local M = {}

local GAP = "  "

-- One line of text that no terminal obeys.
local function cell_text(value, column)
  if value == nil then return "" end
  local s = text.clean(tostring(value)):gsub("%s*[\n\t]%s*", " ")
  return column.max and text.cut(s, column.max) or s
end

local function cells_of(columns, row)
  local cells = {}
  for i, column in ipairs(columns) do
    local value = row[i]
    if column.key then value = row[column.key] end
    cells[i] = cell_text(value, column)
  end
  return cells
end

local function widths_of(columns, lines)
  local widths = {}
  for i in ipairs(columns) do
    widths[i] = 0
    for _, cells in ipairs(lines) do widths[i] = math.max(widths[i], text.width(cells[i])) end
  end
  return widths
end

local function line_text(columns, widths, cells)
  local parts = {}
  for i, column in ipairs(columns) do
    parts[i] = text.pad(cells[i], widths[i], column.align == "right" and "right" or "left")
  end
  return (table.concat(parts, GAP):gsub(" +$", "")) .. "\n"
end

local function has_titles(columns)
  for _, column in ipairs(columns) do
    if column.title and column.title ~= "" then return true end
  end
  return false
end

local function rule(widths)
  local parts = {}
  for i, width in ipairs(widths) do parts[i] = ("-"):rep(width) end
  return table.concat(parts, GAP) .. "\n"
end

---@param columns { title: string?, key: string?, align: string?, max: integer? }[] align is "left" or "right"
---@param rows table[] values by the columns' keys, or by position where a column has none
---@return string text ending in a newline; no heading when no column has a title
function M.table(columns, rows)
  local lines, titles = {}, {}
  for i, column in ipairs(columns) do titles[i] = cell_text(column.title, {}) end
  for i, row in ipairs(rows) do lines[i] = cells_of(columns, row) end
  local headed = has_titles(columns)
  if headed then table.insert(lines, 1, titles) end
  local widths, out = widths_of(columns, lines), {}
  for i, cells in ipairs(lines) do
    out[#out + 1] = line_text(columns, widths, cells)
    if headed and i == 1 then out[#out + 1] = rule(widths) end
  end
  return table.concat(out)
end

return M
