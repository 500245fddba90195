-- CSV as RFC 4180 has it: quoted fields may hold separators, quotes (doubled) and newlines. The first row is the
-- heading. A first line `sep=;`, which Excel writes, names the separator.
local findings = require "findings"
local writer = require "box.csv"

local M = {}

local SEPARATORS = { [","] = true, [";"] = true, ["\t"] = true, ["|"] = true }

---@return boolean whether this can separate fields
function M.is_separator(s) return SEPARATORS[s] == true end

-- The quote at `at` opens a field; gives its text and the place behind the closing quote.
local function quoted(s, at)
  local parts = {}
  at = at + 1
  while true do
    local quote = s:find('"', at, true)
    if not quote then return nil end
    parts[#parts + 1] = s:sub(at, quote - 1)
    if s:sub(quote + 1, quote + 1) ~= '"' then return table.concat(parts, '"'), quote + 1 end
    at = quote + 2
  end
end

local function newlines(s)
  local _, count = s:gsub("\n", "")
  return count
end

-- Reads the field at reader.at; the place behind it holds a separator, a newline or the end.
local function field(reader)
  local s, at = reader.s, reader.at
  if s:sub(at, at) ~= '"' then
    reader.at = s:find(reader.stop, at) or #s + 1
    local value = s:sub(at, reader.at - 1)
    if value:find('"', 1, true) then
      findings.problem(reader.found, reader.line, nil, "a quote stands in a field that does not begin with one")
    end
    return value
  end
  local value, behind = quoted(s, at)
  if not value then
    findings.problem(reader.found, reader.line, nil, "the quote that opens here is never closed")
    reader.at = #s + 1
    return ""
  end
  reader.at = s:find(reader.stop, behind) or #s + 1
  if reader.at > behind then
    findings.problem(reader.found, reader.line + newlines(value), nil, "something stands behind a closing quote")
  end
  reader.line = reader.line + newlines(value)
  return value
end

local function row(reader)
  local cells = { line = reader.line }
  while true do
    cells[#cells + 1] = field(reader)
    local behind = reader.s:sub(reader.at, reader.at)
    reader.at = reader.at + 1
    if behind ~= reader.separator then break end
  end
  reader.line = reader.line + 1
  return cells
end

local function is_blank(cells)
  for _, cell in ipairs(cells) do
    if cell:find("%S") then return false end
  end
  return true
end

---Every row that holds something, as a list of its fields with the line it begins in.
---@param s string lines ending in "\n"
---@param found table findings
---@param separator? string "," unless given or named by a `sep=` line
---@return table[]
function M.rows(s, found, separator)
  local named, behind = s:match('^"?sep=(.)"?\n()')
  separator = separator or named or ","
  local reader = {
    s = s, at = behind or 1, line = behind and 2 or 1, found = found, separator = separator,
    stop = "[\n%" .. separator .. "]",
  }
  if separator == "\t" then reader.stop = "[\n\t]" end
  local rows = {}
  while reader.at <= #s do
    local cells = row(reader)
    if not is_blank(cells) then rows[#rows + 1] = cells end
  end
  return rows
end

local function heading(cells, found)
  local names, seen = {}, {}
  local other = #cells == 1 and cells[1]:match("[;\t|]")
  if other then
    other = other == "\t" and "\\t" or other
    findings.problem(found, cells.line, nil,
      ("the heading has one column; is the separator '%s'? Then say --separator '%s'"):format(other, other))
  end
  for i, cell in ipairs(cells) do
    names[i] = cell:match("^%s*(.-)%s*$")
    if names[i] == "" then
      findings.problem(found, cells.line, nil, ("column %d has no name"):format(i))
    elseif seen[names[i]] then
      findings.problem(found, cells.line, nil, ("two columns are called '%s'"):format(names[i]))
    end
    seen[names[i]] = true
  end
  return names
end

---Rows by the names of the heading.
---@param s string
---@param found table findings
---@param separator? string
---@return { item: table, line: integer, broken: boolean? }[] entries, none when the heading is wrong; a broken one has
---another number of fields than the heading, which is told: what they mean is not known
---@return string[] columns
function M.read(s, found, separator)
  local rows = M.rows(s, found, separator)
  if #rows == 0 then
    findings.problem(found, nil, nil, "this file is empty; a heading line was expected")
    return {}, {}
  end
  local before, entries = #found.problems, {}
  local names = heading(rows[1], found)
  if #found.problems > before then return {}, {} end
  for i = 2, #rows do
    local item = {}
    for j, name in ipairs(names) do item[name] = rows[i][j] end
    entries[#entries + 1] = { item = item, line = rows[i].line, broken = #rows[i] ~= #names or nil }
    if #rows[i] ~= #names then
      findings.problem(found, rows[i].line, nil,
        ("fields in this row: %d, in the heading: %d"):format(#rows[i], #names))
    end
  end
  return entries, names
end

---Writes rows (lists of values, with `n` where some are nil); texts that look like formulas are disarmed by "'".
---@param rows table[]
---@param options? { separator: string, bom: boolean } with a byte order mark unless bom is false: Excel needs it
---@return string
function M.write(rows, options)
  options = options or {}
  return (options.bom == false and "" or "\u{FEFF}") .. writer.lines(rows, options.separator)
end

return M
