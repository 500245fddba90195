-- What JSONL and CSV imports share: rows whose columns are an item's fields, under their own names or mapped ones.
local categories = require "categories"
local check = require "dataset_check"
local findings = require "findings"
local json = require "json"

local M = {}

local FLAGS = { yes = true, ["true"] = true, ["1"] = true, ["是"] = true, no = false, ["false"] = false, ["0"] = false,
  ["否"] = false }

-- The column each field is read from; a mapping to nothing leaves a field out.
local function column_of(map)
  local from = {}
  for _, field in ipairs(check.fields) do from[field.name] = field.name end
  for field, column in pairs(map) do from[field] = column ~= "" and column or nil end
  return from
end

local function check_map(map, present, found)
  local fields = {}
  for field in pairs(map) do fields[#fields + 1] = field end
  table.sort(fields)
  for _, field in ipairs(fields) do
    if not check.is_field(field) then
      findings.problem(found, nil, nil, "--map: " .. check.no_field(field))
    elseif map[field] ~= "" and not present[map[field]] then
      findings.problem(found, nil, nil, ("--map: there is no column called '%s'"):format(map[field]))
    end
  end
end

-- A column nobody reads is told; one whose name is nearly a field's is a mistake, or a reference would be lost unseen.
local function check_unread(columns, from, present, found)
  local read = {}
  for _, column in pairs(from) do read[column] = true end
  for _, column in ipairs(columns) do
    local meant = not check.is_field(column) and check.meant(column)
    if not read[column] and meant and from[meant] and not present[from[meant]] then
      findings.problem(found, nil, nil, ("column '%s' is not read; did you mean '%s'? Then say --map %s=%s")
        :format(column, meant, meant, column))
    elseif not read[column] then
      findings.note(found, nil, nil, ("column '%s' is not read"):format(column))
    end
  end
end

local convert = {}

function convert.round(value, entry, found)
  if type(value) ~= "string" then return value end
  local number = value:match("^%s*%d+%s*$") and math.tointeger(tonumber(value))
  if number and entry.typed then findings.note(found, entry.line, nil, "'round' is text that holds a number") end
  return number or value
end

function convert.flag(value)
  local flag = value
  if type(value) == "string" then flag = FLAGS[value:lower():match("^%s*(.-)%s*$")] end
  if flag == nil then return value end
  return flag or nil -- not held is the same as left out
end

function convert.language(value) return type(value) == "string" and value:lower() or value end

function convert.name(value)
  if math.type(value) == "integer" then return tostring(value) end
  return type(value) == "string" and value:match("^%s*(.-)%s*$") or value
end

function convert.text(value, entry, found, name)
  if type(value) ~= "number" then return value end
  findings.note(found, entry.line, nil, ("'%s' is a number; taken as text"):format(name))
  return json.encode(value)
end

-- Lists stand in JSONL alone, as they are.
function convert.points(value) return value end
convert.turns = convert.points

local function fields_of(entry, from, found)
  local item = {}
  for _, field in ipairs(check.fields) do
    local value = from[field.name] and entry.item[from[field.name]]
    if value ~= nil and value ~= json.null and value ~= "" then
      item[field.name] = convert[field.type](value, entry, found, field.name)
    end
  end
  return item
end

-- An id of three parts says category, group and round; any other names the group.
local function complete(item, number, language)
  if type(item.id) == "string" and not item.group then
    local category, group, round = item.id:match("^([^/]+)/([^/]+)/(%d+)$")
    item.category, item.round = item.category or category, item.round or math.tointeger(tonumber(round))
    item.group = group or item.id
    if not group then item.id = nil end
  end
  item.group = item.group or tostring(number)
  item.round = item.round or 1
  item.language = item.language or language
  if type(item.category) == "string" then item.category = categories.code(item.category) or item.category end
  item.id = item.id or ("%s/%s/%s"):format(item.category or "?", item.group, item.round)
  return item
end

-- True when the columns are there that no row can do without: else each row would only repeat it.
local function has_needed(present, from, language, found)
  local lacks = {}
  if not present[from.question or ""] then lacks[#lacks + 1] = "no column holds the question" end
  if not present[from.category or ""] and not present[from.id or ""] then
    lacks[#lacks + 1] = "no column says the category"
  end
  if not language and not present[from.language or ""] then
    lacks[#lacks + 1] = "no column says the language; give --language zh or --language en"
  end
  for _, lack in ipairs(lacks) do findings.problem(found, nil, nil, lack) end
  return #lacks == 0
end

---@param entries { item: table, line: integer }[] rows by column names
---@param columns string[] in the order of the file
---@param options { map: table<string, string>?, language: string?, typed: boolean? } typed: the format knows numbers
---@param found table findings
---@return { item: table, line: integer }[]
function M.items(entries, columns, options, found)
  if #entries == 0 then return {} end
  local map, present, items = options.map or {}, {}, {}
  for _, column in ipairs(columns) do present[column] = true end
  check_map(map, present, found)
  local from = column_of(map)
  check_unread(columns, from, present, found)
  if not has_needed(present, from, options.language, found) then return {} end
  for i, entry in ipairs(entries) do
    entry.typed = options.typed
    items[i] = { item = complete(fields_of(entry, from, found), i, options.language), line = entry.line }
  end
  return items
end

return M
