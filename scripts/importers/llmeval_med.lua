-- Imports the published LLMEval-Med test set as it is: a JSON object of five categories, with bare NaN for what is
-- missing.
local categories = require "categories"
local digest = require "viva.digest"
local findings = require "findings"
local json = require "json"
local textfile = require "textfile"

local M = {}

M.about = { source = "a file in the shape of LLMEval-Med's, imported from a copy of the user's own", validated = false }

-- The published test set is known by its content: any other file of that shape is somebody's own, and what physicians
-- did for the published one says nothing of it.
local PUBLISHED = "9bd2465ad47b5434e8ea0dafdc21513174b1789c7f248f7b14aa7979e6eea195"
local PUBLISHED_ABOUT = {
  name = "llmeval-med",
  title = { en = "LLMEval-Med test set", zh = "LLMEval-Med 测试集" },
  source = "LLMEval-Med (arXiv:2506.04078), imported from a copy of the user's own",
  validated = true,
}

---What is known of the items as a whole.
---@param items table[]
---@return table? about
function M.recognise(items)
  local parts = {}
  for _, item in ipairs(items) do
    table.move({ item.id, item.question, item.reference or "", item.checklist or "" }, 1, 4, #parts + 1, parts)
  end
  return digest.hex(digest.identity(parts)) == PUBLISHED and PUBLISHED_ABOUT or nil
end

-- Their key and ours.
local KEYS = {
  { "category2", "subcategory" },
  { "scene", "scene" },
  { "round", "round" },
  { "problem", "question" },
  { "groupCode", "group" },
  { "sanswer", "reference" },
  { "difficulty", "difficulty" },
  { "checklist", "checklist" },
}
local KNOWN = { category1 = true }
for _, key in ipairs(KEYS) do KNOWN[key[1]] = true end

local TEXTS = {
  question = true, reference = true, checklist = true, subcategory = true, scene = true, difficulty = true,
}

---The key an item goes by: category, group and round.
---@return string
function M.identity(category, raw)
  return ("%s/%s/%s"):format(category, tostring(raw.groupCode), tostring(raw.round))
end

local function value_of(raw, key, reading)
  local value, theirs, ours = raw[key[1]], key[1], key[2]
  if value == json.null then
    reading.missing[theirs] = (reading.missing[theirs] or 0) + 1
    return nil
  end
  if ours == "group" and math.type(value) == "integer" then return tostring(value) end
  if TEXTS[ours] and type(value) == "number" then
    findings.note(reading.found, reading.line, reading.id,
      ("'%s' is the number %s; taken as text"):format(theirs, value))
    return json.encode(value)
  end
  return value
end

local function note_unknown(raw, reading)
  for key in pairs(raw) do
    if not KNOWN[key] then reading.unknown[key] = (reading.unknown[key] or 0) + 1 end
  end
end

local function item_of(raw, category, key, options, reading)
  local item = { category = category, language = options.language or "zh" }
  item.id = M.identity(category, raw)
  reading.id, reading.line = item.id, reading.lines[raw]
  for _, pair in ipairs(KEYS) do item[pair[2]] = value_of(raw, pair, reading) end
  if raw.category1 ~= key then
    local said = ("'%s' that say category1 '%s'"):format(key, tostring(raw.category1))
    reading.renamed[said] = (reading.renamed[said] or 0) + 1
  end
  if item.reference == "/" then reading.slashes = reading.slashes + 1 end
  note_unknown(raw, reading)
  return { item = item, line = reading.line }
end

local function note_counts(counts, format, found)
  local keys = {}
  for key in pairs(counts) do keys[#keys + 1] = key end
  table.sort(keys)
  for _, key in ipairs(keys) do findings.note(found, nil, nil, format:format(key, counts[key])) end
end

local function note_all(reading)
  note_counts(reading.missing, "items without '%s' (NaN or null): %d", reading.found)
  note_counts(reading.renamed, "items under %s, where the outer key counts: %d", reading.found)
  note_counts(reading.unknown, "items with '%s', which is not read: %d", reading.found)
  if reading.slashes > 0 then
    findings.note(reading.found, nil, nil, ("items whose reference is '/', kept as it is: %d"):format(reading.slashes))
  end
end

local function read_category(key, list, options, reading, entries)
  local category = categories.code(key)
  if not category or type(list) ~= "table" then
    findings.problem(reading.found, nil, nil, ("'%s' is none of the five categories"):format(key))
    return
  end
  for i, raw in ipairs(list) do
    if type(raw) == "table" then
      entries[#entries + 1] = item_of(raw, category, key, options, reading)
    else
      findings.problem(reading.found, nil, nil, ("entry %d of '%s' is no object"):format(i, key))
    end
  end
end

-- The outer keys in the order of the file; by name where all stand on one line.
local function keys_of(data, lines)
  local keys, line = {}, {}
  for key, list in pairs(data) do
    keys[#keys + 1] = key
    line[key] = type(list) == "table" and lines[list[1] or list] or 0
  end
  table.sort(keys, function(a, b)
    if line[a] ~= line[b] then return line[a] < line[b] end
    return tostring(a) < tostring(b)
  end)
  return keys
end

---@param path string
---@param options { language: string? }
---@param found table findings
---@return { item: table, line: integer }[]|nil entries in the order of the file
---@return string bytes of the file, or text
---@return string? code
function M.read(path, options, found)
  local s, bytes, code = textfile.read(path)
  if not s then return nil, bytes, code end
  local data, lines = json.decode(s, { nan = true, lines = true })
  if data == nil then
    findings.json_problem(found, lines)
    return {}, bytes
  elseif type(data) ~= "table" then
    findings.problem(found, nil, nil, "an object of five categories was expected")
    return {}, bytes
  end
  local reading = { found = found, lines = lines, missing = {}, renamed = {}, unknown = {}, slashes = 0 }
  local entries = {}
  for _, key in ipairs(keys_of(data, lines)) do
    read_category(tostring(key), data[key], options, reading, entries)
  end
  note_all(reading)
  return entries, bytes
end

return M
