-- Workbooks for spreadsheets out of plain data, as a writer file in the box gives it:
--
--   { title =, sheets = { { name =, frozen =, widths = { [column] = number }, rows = { { cell, ... } } } } }
--
-- A cell is a text, a number, false for nothing, or { value =, style = } (host/lua_xlsx.c lists the styles). Names of
-- sheets are made fit for spreadsheets and unique; columns are as wide as what stands in them.
local files = require "files"
local text = require "viva.text"

local M = {}

local NAME_MOST, TEXT_MOST = 31, 32767
local NARROW, WIDE, ROWS_MEASURED = 7, 64, 500

local function characters(s, most)
  local at = utf8.offset(s, most + 1)
  return at and s:sub(1, at - 1) or s
end

---A name that a spreadsheet takes: at most 31 characters, none of []:*?/\, no ' at an end, and not one in `taken`.
---@param taken table<string, boolean> lower-case names there are; the new one is added
function M.sheet_name(name, taken)
  local base = text.clean(name):gsub("[%[%]:*?/\\]", " "):gsub("%s+", " "):gsub("^[%s']+", ""):gsub("[%s']+$", "")
  if base == "" or base:lower() == "history" then base = base .. "_" end
  local made, count = characters(base, NAME_MOST), 1
  while taken[made:lower()] do
    count = count + 1
    local ending = (" (%d)"):format(count)
    made = characters(base, NAME_MOST - #ending) .. ending
  end
  taken[made:lower()] = true
  return made
end

local function parts_of(cell)
  if type(cell) ~= "table" then return cell, nil end
  return cell.value, cell.style
end

-- What stands alone in its row runs over its neighbours, and what wraps says nothing of its column.
local function widths_of(sheet)
  local widths = {}
  for i = 1, math.min(#sheet.rows, ROWS_MEASURED) do
    for column, cell in ipairs(#sheet.rows[i] > 1 and sheet.rows[i] or {}) do
      local value, style = parts_of(cell)
      if style ~= "wrap" then
        widths[column] = math.max(widths[column] or NARROW, math.min(WIDE, text.width(tostring(value or "")) + 2))
      end
    end
  end
  for column, width in pairs(sheet.widths or {}) do widths[column] = width end
  return widths
end

local function put(book, row, column, cell)
  local value, style = parts_of(cell)
  if type(value) == "string" then value = characters(text.repair(value):gsub("%z", " "), TEXT_MOST) end
  if type(value) == "number" and (value ~= value or value - value ~= 0) then value = tostring(value) end
  if type(value) ~= "string" and type(value) ~= "number" then return true end
  return book:cell(row, column, value, style)
end

local function fill(book, sheet, taken)
  local made, problem, code = book:sheet(M.sheet_name(sheet.name, taken), sheet.frozen)
  if not made then return nil, problem, code end
  for column, width in pairs(widths_of(sheet)) do book:width(column, width) end
  for row, cells in ipairs(sheet.rows) do
    for column, cell in ipairs(cells) do
      made, problem, code = put(book, row, column, cell)
      if not made then return nil, problem, code end
    end
  end
  return true
end

local function save(workbook, path)
  local book <close>, taken = require("viva.xlsx").new(path, workbook.title), {}
  for _, sheet in ipairs(workbook.sheets) do
    local made, problem, code = fill(book, sheet, taken)
    if not made then return nil, problem, code end
  end
  return book:save()
end

---@param workbook table
---@return string|nil bytes of the file
---@return string? problem
---@return string? code
function M.bytes(workbook)
  if #workbook.sheets == 0 then return nil, "the workbook has no sheet", "writer" end
  local path = os.tmpname()
  local saved, problem, code = save(workbook, path)
  local bytes, why = nil, problem
  if saved then bytes, why = files.read(path) end
  os.remove(path)
  if not bytes then return nil, why, code or "io" end
  return bytes
end

return M
