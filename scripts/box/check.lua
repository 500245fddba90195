-- Checks values against their description. A setting is described by a table:
--
--   { name = "usable_from", type = "number", required = true, default = 4, min = 1, max = 5, one_of = { ... },
--     words = { "model" }, fields = { ... }, check = function(value, context) ... end,
--     help = { en = "...", zh = "..." }, example = "usable_from = 4" }
--
-- type: text, number, "text or number", integer, "yes or no", function, "text or function", texts (a list), "text or
-- texts", "text in languages" (a text or { zh =, en = }), settings (a table with `fields`), list (each entry described
-- by `each`), table (anything in braces), words (made by one of `words`). With `words` beside another type, either will
-- do.
local contains = require "box.contains"
local lexical = require "box.lexical"
local messages = require "box.messages"
local places = require "box.places"
local text = require "viva.text"

local M = {}

local function is_list_of(value, kind)
  if type(value) ~= "table" then return false end
  for _, entry in ipairs(value) do
    if type(entry) ~= kind then return false end
  end
  return next(value) == nil or #value > 0
end

local function has_languages(value)
  if type(value) ~= "table" then return false end
  for language, entry in pairs(value) do
    if language ~= "zh" and language ~= "en" or type(entry) ~= "string" then return false end
  end
  return next(value) ~= nil
end

local function is_integer(value)
  return math.type(value) == "integer" or math.type(value) == "float" and value % 1 == 0
end

local tests = {
  text = function(value) return type(value) == "string" end,
  number = function(value) return type(value) == "number" and value == value end,
  integer = is_integer,
  ["text or number"] = function(value) return type(value) == "string" or type(value) == "number" end,
  ["yes or no"] = function(value) return type(value) == "boolean" end,
  ["function"] = function(value) return type(value) == "function" end,
  ["text or function"] = function(value) return type(value) == "string" or type(value) == "function" end,
  texts = function(value) return is_list_of(value, "string") end,
  ["text or texts"] = function(value) return type(value) == "string" or is_list_of(value, "string") end,
  ["text in languages"] = function(value) return type(value) == "string" or has_languages(value) end,
  settings = function(value) return type(value) == "table" end,
  list = function(value) return type(value) == "table" end,
  table = function(value) return type(value) == "table" end,
  levels = function(value) return type(value) == "table" and next(value) ~= nil end,
  words = function() return false end,
}

---Whether a value is of a type by itself, words apart.
function M.is(kind, value) return tests[kind](value) end

---How the type of a setting is called, for people.
function M.type_name(setting)
  local words = setting.words and table.concat(setting.words, ", ")
  local made = words and messages.type("words", words)
  if setting.type == "words" or setting.type == "list" and made then return made end
  return made and messages.either(messages.type(setting.type), made) or messages.type(setting.type)
end

local function names(settings)
  local list = {}
  for _, setting in ipairs(settings) do list[#list + 1] = setting.name end
  return list
end

---What is said of a name that no setting has.
function M.unknown(name, nearest)
  local word = lexical.stands_for(name)
  return messages.near(word and "reserved_name" or "unknown_setting", word or tostring(name), nearest)
end

---The setting of that name, or nil and the nearest name there is.
function M.find(settings, name)
  for _, setting in ipairs(settings) do
    if setting.name == name then return setting end
  end
  return nil, type(name) == "string" and text.similar(lexical.stands_for(name) or name, names(settings)) or nil
end

-- The context of a check: report(line, text), made = { value -> { word =, node = } }, dummy (stands for what was
-- misspelt).

local function quoted(list)
  local out = {}
  for i, entry in ipairs(list) do out[i] = "'" .. tostring(entry) .. "'" end
  return table.concat(out, ", ")
end

local FEW = 8 -- names are all listed up to so many

---Reports at its line a value that is none of those there are, with the nearest.
function M.not_one_of(name, list, value, node, context)
  local nearest = type(value) == "string" and text.similar(value, list)
  if nearest and #list > FEW then
    return context.report(node.line, messages.say("not_one_near", name, value, nearest))
  end
  context.report(node.line, messages.say("not_one_of", name, quoted(list), tostring(value))
    .. messages.meant(nearest))
end

local function check_bounds(setting, value, node, context)
  if setting.one_of and type(value) ~= "function" then
    if contains(setting.one_of, value) then return true end
    M.not_one_of(setting.name, setting.one_of, value, node, context)
    return false
  end
  if (setting.min or setting.max) and type(value) == "number" and
    (value < (setting.min or value) or value > (setting.max or value)) then
    context.report(node.line,
      messages.say("out_of_range", setting.name, setting.min or "...", setting.max or "...", tostring(value)))
    return false
  end
  return true
end

local function made_by(setting, value, context)
  local made = context.made[value]
  return made and contains(setting.words or {}, made.word)
end

local function check_list(setting, value, node, context)
  local good = true
  for i, entry in ipairs(value) do
    local each = { line = places.line(node, i), entries = {}, order = {}, twice = {} }
    if context.made[entry] then each = context.made[entry].node end
    local described = setmetatable({ name = ("%s[%d]"):format(setting.name, i) }, { __index = setting.each })
    good = M.value(described, entry, node.entries[i] or each, context) and good
  end
  if #value < (setting.at_least or 0) then
    context.report(node.line, messages.say("too_few", setting.name, setting.at_least))
    good = false
  end
  return good
end

---Checks the entries of a table of settings, each at its own line.
---@param fields table[] descriptions
---@param value table
---@param node table where it stands
---@param context table
function M.fields(fields, value, node, context)
  local good, meant = true, {}
  for _, twice in ipairs(node.twice) do
    context.report(twice.line, messages.say("twice", twice.key, twice.first))
  end
  for name, entry in pairs(value) do
    local field, nearest = M.find(fields, name)
    local at = node.entries[name] or { line = node.line, entries = {}, order = {}, twice = {} }
    if field then
      good = M.value(field, entry, at, context) and good
    else
      context.report(at.line, M.unknown(name, nearest))
      meant[nearest or 0], good = true, false
    end
  end
  for _, field in ipairs(fields) do
    if field.required and value[field.name] == nil and not meant[field.name] then
      context.report(node.line, messages.say("missing_in", field.name, M.type_name(field)))
      good = false
    end
  end
  return good
end

-- A short example shows what is wanted better than its type does.
local function example_of(setting)
  local example = rawget(setting, "example")
  return example and #example <= 70 and not example:find("\n") and messages.say("for_example", example) or ""
end

---Checks one value; reports what is wrong at its own line. Returns whether it is good.
---@param setting table its description
---@param value any
---@param node table where it stands (box.places)
---@param context table
function M.value(setting, value, node, context)
  if value == context.dummy then return false end
  if made_by(setting, value, context) then return true end
  if contains(setting.words or {}, value) then -- a word written as a text
    context.report(node.line, messages.say("word_in_quotes", value, setting.name, value))
    return false
  end
  if not tests[setting.type](value) or context.made[value] then
    local found = messages.value(value)
    if setting.type == "words" then found = messages.type(type(value)) end -- what stands for a key is not shown
    if context.made[value] then found = messages.type("words", context.made[value].word) end
    local hint = (setting.type == "number" or setting.type == "integer") and messages.unquoted(value) or ""
    if setting.type == "list" or setting.type == "words" then hint = example_of(setting) end
    context.report(node.line, messages.say("wrong_type", setting.name, M.type_name(setting), found) .. hint)
    return false
  end
  if not check_bounds(setting, value, node, context) then return false end
  if setting.type == "settings" then
    if not M.fields(setting.fields, value, node, context) then return false end
  elseif type(value) == "table" then
    for _, twice in ipairs(node.twice) do
      context.report(twice.line, messages.say("twice", twice.key, twice.first))
    end
  end
  if setting.type == "list" and not check_list(setting, value, node, context) then return false end
  if setting.check then return setting.check(value, node, context) ~= false end
  return true
end

return M
