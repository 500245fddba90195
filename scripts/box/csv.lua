-- Writes CSV that a spreadsheet opens as data: RFC 4180, and no text that it would take for a formula.
local M = {}

-- What a spreadsheet may run: = + - @ (full-width too), and the control characters before which it looks further.
local FORMULAS = { "^[=+%-@\t\r%z]", "^\u{FF1D}", "^\u{FF0B}", "^\u{FF0D}", "^\u{FF20}" }

local function disarmed(value)
  if value == nil then return "" end
  if type(value) ~= "string" then return tostring(value) end
  for _, pattern in ipairs(FORMULAS) do
    if value:find(pattern) then return "'" .. value end
  end
  return value
end

local function must_be_quoted(s, separator)
  return s:find(separator, 1, true) or s:find('"', 1, true) or s:find("\n", 1, true) or s:find("\r", 1, true)
    or s:find("^%s") or s:find("^.*%s$")
end

local function cell_text(value, separator)
  local s = disarmed(value)
  if not must_be_quoted(s, separator) then return s end
  if s:find('"', 1, true) then s = s:gsub('"', '""') end
  return '"' .. s .. '"'
end

---Lines of CSV without a byte order mark. Numbers stay numbers; texts that look like formulas get a leading '.
---@param rows table[] lists of values, with `n` where some are nil
---@param separator? string "," unless given
---@return string
function M.lines(rows, separator)
  separator = separator or ","
  local lines = {}
  for i, cells in ipairs(rows) do
    local parts = {}
    for k = 1, cells.n or #cells do parts[k] = cell_text(cells[k], separator) end
    lines[i] = table.concat(parts, separator) .. "\r\n"
  end
  return table.concat(lines)
end

return M
