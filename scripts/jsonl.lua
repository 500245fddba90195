-- JSONL: one JSON object a line; blank lines are passed over.
local findings = require "findings"
local json = require "json"
local textfile = require "textfile"

local M = {}

local function read_line(line, number, found)
  local too_long = textfile.too_long(line)
  if too_long then return findings.problem(found, number, nil, too_long) end
  local item, problem = json.decode(line, { line = number })
  if item == nil then return findings.json_problem(found, problem) end
  if type(item) ~= "table" or line:find("^%s*%[") then
    return findings.problem(found, number, nil, "this line should hold an object")
  end
  return { item = item, line = number }
end

---@param s string
---@param found table findings
---@return { item: table, line: integer }[]
function M.read(s, found)
  local entries = {}
  for line, number in textfile.lines(s) do
    entries[#entries + 1] = line:find("%S") and read_line(line, number, found) or nil
  end
  return entries
end

return M
