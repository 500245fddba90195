-- A table of a report (sources/rates.lua says what one is) on the terminal: with the small print of its cells where
-- there is room, without it where there is not.
local show = require "show"
local text = require "viva.text"
local wrap = require "wrap"

local M = {}

local NARROWEST = 8 -- columns of a cell

local function cell_text(cell, small_print)
  if type(cell) ~= "table" then return tostring(cell or "") end
  local said = cell.text or ""
  if cell.mark then said = ("%s (%s)"):format(said, cell.mark) end
  if small_print and cell.sub and cell.sub ~= "" then said = ("%s (%s)"):format(said, cell.sub) end
  return said
end

-- Which columns hold texts, that may be cut.
local function wide_columns(block)
  local wide = {}
  for _, body in ipairs(block.bodies) do
    for _, row in ipairs(body.rows) do
      for i, cell in ipairs(row) do wide[i] = wide[i] or type(cell) == "table" and cell.wide end
    end
  end
  return wide
end

-- A title on two lines, broken at the space nearest to its middle.
local function broken(title)
  local best
  for at in title:gmatch("() ") do
    if not best or math.abs(at - #title / 2) < math.abs(best - #title / 2) then best = at end
  end
  return best and title:sub(1, best - 1) .. "\n" .. title:sub(best + 1) or title
end

local function columns_of(block, most)
  local columns, wide = {}, wide_columns(block)
  for i, column in ipairs(block.columns) do
    columns[i] = { title = most and broken(column.title) or column.title, align = column.number and "right" or "left",
      max = wide[i] and most or nil }
  end
  return columns
end

local function rows_of(block, small_print)
  local rows = {}
  for _, body in ipairs(block.bodies) do
    if body.title then rows[#rows + 1] = { body.title } end
    for _, row in ipairs(body.rows) do
      local cells = {}
      for i = 1, #block.columns do cells[i] = cell_text(row[i], small_print) end
      rows[#rows + 1] = cells
    end
  end
  return rows
end

local function widest_line(made)
  local width = 0
  for line in made:gmatch("[^\n]+") do width = math.max(width, text.width(line)) end
  return width
end

-- Texts are cut, all at the same width, until the table fits.
local function fitted(block, rows, columns)
  local least, most = NARROWEST, columns
  while least < most do
    local middle = (least + most + 1) // 2
    local fits = widest_line(show.table(columns_of(block, middle), rows)) <= columns
    least, most = fits and middle or least, fits and most or middle - 1
  end
  return show.table(columns_of(block, least), rows)
end

---@param block table
---@param columns integer how wide the terminal is
---@return string
function M.text(block, columns)
  local plain, full = rows_of(block, false), rows_of(block, true)
  local note = block.note and block.note ~= "" and wrap.text(block.note, columns) or ""
  if #plain == 0 then return wrap.text(block.empty or "–", columns) .. note end
  local made = show.table(columns_of(block), full)
  if widest_line(made) > columns then made = fitted(block, plain, columns) end
  return made .. note
end

return M
