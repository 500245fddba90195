-- Imports CSV with a heading line, whose columns are an item's fields or are mapped to them.
local csv = require "csv"
local rows = require "importers.rows"
local textfile = require "textfile"

local M = {}

---@param path string
---@param options { map: table?, language: string?, separator: string? }
---@param found table findings
---@return { item: table, line: integer }[]|nil entries
---@return string bytes of the file, or text
---@return string? code
function M.read(path, options, found)
  local s, bytes, code = textfile.read(path)
  if not s then return nil, bytes, code end
  local entries, columns = csv.read(s, found, options.separator)
  return rows.items(entries, columns, { map = options.map, language = options.language }, found), bytes
end

return M
