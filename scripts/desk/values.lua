-- Any value as text for people: what the prompt prints. Lists of records become tables, whatever says itself what it is
-- (__tostring) is asked, and long things are cut with a word about how to see more.
local show = require "show"
local text = require "viva.text"

local M = {}

local MOST_ROWS, MOST_COLUMNS, CELL = 40, 10, 36
local FIRST = { "name", "id", "item", "model", "category", "judge" } -- columns that come first
local RANK = {}
for i, name in ipairs(FIRST) do RANK[name] = i end

local function says_itself(value)
  local meta = getmetatable(value)
  return type(meta) == "table" and meta.__tostring ~= nil
end

local function sorted_keys(t)
  local keys = {}
  for key in pairs(t) do keys[#keys + 1] = key end
  table.sort(keys, function(a, b)
    local first, second = RANK[a] or 99, RANK[b] or 99
    if first ~= second then return first < second end
    if type(a) == type(b) and (type(a) == "number" or type(a) == "string") then return a < b end
    return type(a) < type(b)
  end)
  return keys
end

local function is_list(t)
  local count = 0
  for _ in pairs(t) do count = count + 1 end
  return count == #t
end

local function number_text(number)
  if math.type(number) == "float" and number == math.floor(number) and math.abs(number) < 1e15 then
    return ("%.1f"):format(number)
  end
  return math.type(number) == "float" and ("%.6g"):format(number) or tostring(number)
end

local inline

local function inline_table(t, depth)
  if next(t) == nil then return "{}" end
  if depth > 2 then return "{…}" end
  local parts, list = {}, is_list(t)
  for i, key in ipairs(sorted_keys(t)) do
    if i > 8 then
      parts[i] = "…"
      break
    end
    parts[i] = (list and "" or tostring(key) .. " = ") .. inline(t[key], depth + 1)
  end
  return "{ " .. table.concat(parts, ", ") .. " }"
end

---A value on one line.
function inline(value, depth)
  if type(value) == "string" then
    return depth > 0 and ('"%s"'):format(text.cut(value:gsub("%s+", " "), CELL)) or value
  end
  if type(value) == "number" then return number_text(value) end
  if type(value) ~= "table" then return type(value) == "function" and "function" or tostring(value) end
  if says_itself(value) then return text.cut(tostring(value):match("[^\n]*"), CELL) end
  return inline_table(value, depth)
end

local function columns_of(list)
  local seen, names = {}, {}
  for i = 1, math.min(#list, MOST_ROWS) do
    for key, value in pairs(list[i]) do
      if type(key) == "string" and not seen[key] then names[key] = true end
      seen[key] = seen[key] or type(value)
    end
  end
  local columns = {}
  for i, key in ipairs(sorted_keys(names)) do
    if i > MOST_COLUMNS then break end
    columns[i] = { title = key, key = key, max = CELL, align = seen[key] == "number" and "right" or nil }
  end
  return columns
end

local function records(list, most)
  local rows, columns = {}, columns_of(list)
  for i = 1, math.min(#list, most) do
    rows[i] = {}
    for _, column in ipairs(columns) do
      local value = list[i][column.key]
      rows[i][column.key] = value ~= nil and inline(value, 0) or nil
    end
  end
  return show.table(columns, rows)
end

local function left_out(shown, count)
  if count <= shown then return "" end
  return ("%d of %d shown; show(value, %d) shows all\n"):format(shown, count, count)
end

local function list_text(list, most, columns)
  if type(list[1]) == "table" and not says_itself(list[1]) and next(list[1]) ~= nil and not is_list(list[1]) then
    return records(list, most) .. left_out(most, #list)
  end
  local line = inline_table(list, 0)
  if #list <= 8 and text.width(line) <= columns and not line:find("\n") then return line .. "\n" end
  local rows = {}
  for i = 1, math.min(#list, most) do rows[i] = { i, inline(list[i], 0) } end
  return show.table({ { align = "right" }, { max = columns - 8 } }, rows) .. left_out(most, #list)
end

-- A library: its names, side by side.
local function all_functions(t)
  for _, value in pairs(t) do
    if type(value) ~= "function" then return false end
  end
  return true
end

---Words side by side, as many as fit into a line.
---@param list string[]
---@param columns integer
---@return string
function M.side_by_side(list, columns)
  local width = 0
  for _, word in ipairs(list) do width = math.max(width, text.width(word) + 2) end
  local across = math.max(1, columns // math.max(width, 1))
  local down, lines = (#list + across - 1) // across, {}
  for i = 1, down do
    local parts = {}
    for k = i, #list, down do parts[#parts + 1] = text.pad(list[k], width, "left") end
    lines[i] = table.concat(parts):gsub(" +$", "")
  end
  return table.concat(lines, "\n") .. "\n"
end

local function map_text(t, most, columns)
  local rows, keys = {}, sorted_keys(t)
  if all_functions(t) then
    for i, key in ipairs(keys) do keys[i] = tostring(key) end
    return M.side_by_side(keys, columns)
  end
  for i = 1, math.min(#keys, most) do rows[i] = { tostring(keys[i]), inline(t[keys[i]], 0) } end
  return show.table({ { max = CELL }, { max = math.max(20, columns - CELL) } }, rows) .. left_out(most, #keys)
end

---@param value any
---@param options { columns: integer, most: integer? } how wide the terminal is, how many rows at most
---@return string text ending in a newline
function M.text(value, options)
  local most = options.most or MOST_ROWS
  if type(value) ~= "table" or says_itself(value) then
    local said = type(value) == "number" and number_text(value) or tostring(value)
    return (text.clean(said):gsub("\n*$", "")) .. "\n"
  end
  if next(value) == nil then return "{}\n" end
  if is_list(value) then return list_text(value, most, options.columns) end
  return map_text(value, most, options.columns)
end

return M
