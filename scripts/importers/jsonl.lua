-- Imports JSONL: one object a line, whose keys are an item's fields or are mapped to them.
local jsonl = require "jsonl"
local rows = require "importers.rows"
local textfile = require "textfile"

local M = {}

local function columns_of(entries)
  local columns, seen = {}, {}
  for _, entry in ipairs(entries) do
    for key in pairs(entry.item) do
      if not seen[key] then
        seen[key] = true
        columns[#columns + 1] = key
      end
    end
  end
  table.sort(columns)
  return columns
end

---@param path string
---@param options { map: table?, language: string? }
---@param found table findings
---@return { item: table, line: integer }[]|nil entries
---@return string bytes of the file, or text
---@return string? code
function M.read(path, options, found)
  local s, bytes, code = textfile.read(path)
  if not s then return nil, bytes, code end
  local entries = jsonl.read(s, found)
  local own = { map = options.map, language = options.language, typed = true }
  return rows.items(entries, columns_of(entries), own, found), bytes
end

return M
