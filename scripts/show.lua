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

-- The lines of the heading: a title may have several, and the last ones stand above the rule.
local function title_lines(columns)
  local lines, most = {}, 1
  for _, column in ipairs(columns) do most = math.max(most, select(2, (column.title or ""):gsub("\n", "")) + 1) end
  for at = 1, most do lines[at] = {} end
  for i, column in ipairs(columns) do
    local title = column.title or ""
    local at = most - select(2, title:gsub("\n", ""))
    for n = 1, at - 1 do lines[n][i] = "" end
    for line in (title .. "\n"):gmatch("(.-)\n") do
      lines[at][i] = cell_text(line, {})
      at = at + 1
    end
  end
  return lines
end

---@param columns { title: string?, key: string?, align: string?, max: integer? }[] align is "left" or "right"; a title
---may have several lines
---@param rows table[] values by the columns' keys, or by position where a column has none
---@return string text ending in a newline; no heading when no column has a title
function M.table(columns, rows)
  local heading = has_titles(columns) and title_lines(columns) or {}
  local lines, out = table.move(heading, 1, #heading, 1, {}), {}
  for i, row in ipairs(rows) do lines[#heading + i] = cells_of(columns, row) end
  local widths = widths_of(columns, lines)
  for i, cells in ipairs(lines) do
    out[#out + 1] = line_text(columns, widths, cells)
    if i == #heading then out[#out + 1] = rule(widths) end
  end
  return table.concat(out)
end

return M
