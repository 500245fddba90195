-- What a dataset's items must be. Importers and the loader share these rules; the help page lists `fields`.
local findings = require "findings"
local json = require "json"
local meant = require "meant"
local text = require "viva.text"
local words = require "words"

local M = {}

---@type { name: string, type: string, required: boolean?, help: string }[]
M.fields = {
  { name = "id", type = "text", required = true, help = "category/group/round" },
  { name = "category", type = "name", required = true, help = "MK, MLU, MR, MSE, MTG or one of your own" },
  { name = "subcategory", type = "text", help = "a finer kind, for the report" },
  { name = "scene", type = "text", help = "the situation, for the report" },
  { name = "group", type = "name", required = true, help = "the conversation within its category" },
  { name = "round", type = "round", required = true, help = "1 for a single question; 1, 2, 3 ... in a conversation" },
  { name = "language", type = "language", required = true, help = "zh or en" },
  { name = "question", type = "text", required = true, help = "what the model is asked" },
  { name = "reference", type = "text", help = "the answer an expert gave" },
  { name = "checklist", type = "text", help = "the points an answer is marked by" },
  { name = "points", type = "points", help = "the points as a list: text, and kind, or weight with tags" },
  { name = "earlier", type = "turns", help = "in round 1: messages that come before the question, by role" },
  { name = "difficulty", type = "text", help = "as the authors graded it" },
  { name = "local_only", type = "flag", help = "true: goes to this machine or declared local endpoints alone" },
}

local by_name, names = {}, {}
for i, field in ipairs(M.fields) do
  by_name[field.name], names[i] = field, field.name
end

---@return string? the field a misspelt one was meant to be
function M.meant(name) return text.similar(name, names) end

function M.no_field(name) return words.here()("dataset_no_field", name, meant(name, names)) end

---@return boolean
function M.is_field(name) return by_name[name] ~= nil end

local types = {}

function types.text(value)
  if type(value) ~= "string" then return "should be text" end
end

-- A part of an identity: it stands in ids, paths and tables.
function types.name(value)
  if type(value) ~= "string" then return "should be text" end
  if value:find("[/%c]") or #value > 200 or value ~= value:match("^%s*(.-)%s*$") then
    return "should be short, without '/', line breaks or spaces around it"
  end
end

function types.round(value)
  if math.type(value) ~= "integer" or value < 1 or value > 1000 then return "should be a whole number from 1" end
end

function types.language(value)
  if value ~= "zh" and value ~= "en" then return "should be \"zh\" or \"en\"" end
end

function types.flag(value)
  if type(value) ~= "boolean" then return "should be true or false" end
end

local KINDS = { core = true, secondary = true, danger = true, rubric = true }

local function is_texts(value)
  for _, one in ipairs(value) do
    if type(one) ~= "string" then return false end
  end
  return true
end

local function is_point(point)
  if type(point) ~= "table" or type(point.text) ~= "string" or not point.text:find("%S") then return false end
  if point.tags ~= nil and (type(point.tags) ~= "table" or not is_texts(point.tags)) then return false end
  if point.weight ~= nil then return type(point.weight) == "number" and point.weight ~= 0 end
  return KINDS[point.kind] == true
end

function types.points(value)
  if type(value) ~= "table" or #value == 0 then return "should be a list of points" end
  for i, point in ipairs(value) do
    if not is_point(point) then
      return ("should be a list of points with a text, and a kind or a weight that is not 0 (point %d)"):format(i)
    end
  end
end

function types.turns(value)
  if type(value) ~= "table" then return "should be a list of messages" end
  for i, turn in ipairs(value) do
    if type(turn) ~= "table" or type(turn.role) ~= "string" or type(turn.content) ~= "string" then
      return ("should be a list of messages with role and content (message %d)"):format(i)
    end
  end
end

local function shown(value)
  if value == json.null then return "null" end
  if type(value) == "table" then return "a table" end
  return type(value) == "string" and ("\"%s\""):format(text.cut(text.clean(value), 40)) or tostring(value)
end

local function is_blank(value)
  return value == nil or value == json.null or type(value) == "string" and not value:find("%S")
end

-- A field without content is a field left out.
local function check_field(field, entry, found)
  local item = entry.item
  if is_blank(item[field.name]) then
    item[field.name] = nil
    if field.required then findings.problem(found, entry.line, item.id, ("'%s' is missing"):format(field.name)) end
    return
  end
  local wrong = types[field.type](item[field.name])
  if wrong then
    findings.problem(found, entry.line, type(item.id) == "string" and item.id or nil,
      ("'%s' %s, and this is %s"):format(field.name, wrong, shown(item[field.name])))
  end
end

local function check_names(entry, found)
  local unknown = {}
  for name in pairs(entry.item) do
    if not by_name[name] then unknown[#unknown + 1] = tostring(name) end
  end
  table.sort(unknown)
  for _, name in ipairs(unknown) do
    findings.problem(found, entry.line, entry.item.id, M.no_field(name))
  end
end

---@return string
function M.identity(item) return ("%s/%s/%s"):format(item.category, item.group, item.round) end

local function check_identity(entry, found, seen)
  local item = entry.item
  if not (item.id and item.category and item.group and item.round) then return end
  local id = M.identity(item)
  if item.id ~= id then
    findings.problem(found, entry.line, item.id, ("category, group and round make it %s"):format(id))
  elseif seen[id] then
    findings.problem(found, entry.line, id, ("this item stands in line %d already"):format(seen[id]))
  end
  seen[id] = seen[id] or entry.line
end

-- Rounds begin at 1 and leave none out: a dialogue with a hole is never scored as a shorter one.
local function check_rounds(entries, found)
  local conversations, keys = {}, {}
  for _, entry in ipairs(entries) do
    local item = entry.item
    if item.category and item.group and math.type(item.round) == "integer" then
      local key = ("%s/%s"):format(item.category, item.group)
      if not conversations[key] then
        conversations[key] = { line = entry.line, last = 0 }
        keys[#keys + 1] = key
      end
      conversations[key][item.round] = true
      conversations[key].last = math.max(conversations[key].last, item.round)
    end
  end
  for _, key in ipairs(keys) do
    local rounds = conversations[key]
    for round = 1, math.min(rounds.last, 1000) do
      if not rounds[round] then
        findings.problem(found, rounds.line, ("%s/%d"):format(key, round), "this round of the conversation is missing")
      end
    end
  end
end

local function note_repeated(entries, found)
  local seen = {}
  for _, entry in ipairs(entries) do
    local item = entry.item
    local first = type(item.question) == "string" and seen[item.question]
    if first then
      findings.note(found, entry.line, item.id,
        ("asks the same as item %s in line %d"):format(first.item.id, first.line))
    elseif type(item.question) == "string" then
      seen[item.question] = entry
    end
  end
end

---Checks items and what they make together; every problem is told.
---@param entries { item: table, line: integer }[]
---@param found table findings
function M.items(entries, found)
  local seen = {}
  for _, entry in ipairs(entries) do
    check_names(entry, found)
    for _, field in ipairs(M.fields) do check_field(field, entry, found) end
    check_identity(entry, found, seen)
  end
  check_rounds(entries, found)
  note_repeated(entries, found)
end

return M
