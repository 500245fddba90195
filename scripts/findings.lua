-- What is wrong with a file (problems) and what is merely worth knowing (notes): gathered while reading, told all at
-- once, each as "file:line: item ID: what".
local M = {}

---@param file string
---@return table findings
function M.new(file)
  return { file = file, problems = {}, notes = {} }
end

local function add(list, line, id, what)
  list[#list + 1] = { line = line, id = id, what = what, order = #list }
end

---@param line integer? in the file
---@param id string? of the item, where it is known
---@param what string
function M.problem(findings, line, id, what) add(findings.problems, line, id, what) end

---A problem as json.decode words it: "line 3, column 5: what".
---@param message string
function M.json_problem(findings, message)
  local line, rest = message:match("^line (%d+), (.*)$")
  add(findings.problems, math.tointeger(tonumber(line)), nil, rest or message)
end

---@param line integer?
---@param id string?
---@param what string
function M.note(findings, line, id, what) add(findings.notes, line, id, what) end

local function by_line(a, b)
  local first, second = a.line or 0, b.line or 0
  if first ~= second then return first < second end
  return a.order < b.order
end

local function told(findings, list)
  local lines = {}
  table.sort(list, by_line)
  for i, one in ipairs(list) do
    local place = one.line and ("%s:%d"):format(findings.file, one.line) or findings.file
    lines[i] = ("%s: %s%s"):format(place, one.id and ("item %s: "):format(one.id) or "", one.what)
  end
  return lines
end

---@return string[] one line for each problem, in the order of the file
function M.problems(findings) return told(findings, findings.problems) end

---@return string[]
function M.notes(findings) return told(findings, findings.notes) end

---@return nil, string text, "data"
function M.fail(findings) return nil, table.concat(M.problems(findings), "\n"), "data" end

return M
