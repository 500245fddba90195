-- What the loader says to the writer of a file, in English and Chinese. A message is made with M.say(key, ...).
local said = require "box.said"
local said_language = require "box.said_language"

local M = { language = "en" }

-- How a type is called.
local types = {
  text = { "a text", "文本" },
  number = { "a number", "数字" },
  integer = { "a whole number", "整数" },
  table = { "settings in { }", "花括号中的设置" },
  texts = { "a list of texts", "文本列表" },
  settings = { "settings in { }", "花括号中的设置" },
  list = { "a list in { }", "花括号列表" },
  levels = {
    'a text for each level, as in { [2] = "...", [1] = "..." }',
    '每个等级的文本，如 { [2] = "...", [1] = "..." }' },
  words = { "made with %s", "由 %s 构成" },
  boolean = { "true or false", "true 或 false" },
  string = { "a text", "文本" },
  ["a table"] = { "a table in { }", "花括号中的表" },
  thread = { "a coroutine", "协程" },
  ["text or number"] = { "a text or a number", "文本或数字" },
  ["yes or no"] = { "true or false", "true 或 false" },
  ["function"] = { "a function", "函数" },
  ["text or function"] = { "a text or a function", "文本或函数" },
  ["text or texts"] = { "a text or a list of texts", "文本或文本列表" },
  ["text in languages"] = { "a text, or { en = ..., zh = ... }", "文本，或 { en = ..., zh = ... }" },
  ["nil"] = { "nothing", "空值" },
}

local function pick(entry) return entry[M.language == "zh" and 2 or 1] end

---One of two texts { en =, zh = }.
function M.pick(texts) return texts[M.language == "zh" and "zh" or "en"] end

-- Where the order of words differs, "%2$s" names the second value.
local function fill(text, ...)
  if not text:find "%%%d%$" then return text:format(...) end
  local values = { ... }
  return (text:gsub("%%(%d)%$[ds]", function(n) return tostring(values[tonumber(n)]) end))
end

---@param key string of box/said.lua or box/said_language.lua
function M.say(key, ...) return fill(pick(said[key] or said_language[key]), ...) end

---The name of a type, for people.
---@param name string
function M.type(name, ...) return types[name] and pick(types[name]):format(...) or name end

---What stands where something else should, for people: a number or a short text as it is, else its type.
function M.value(value)
  if value ~= value then return M.say "not_a_number" end
  if type(value) == "number" then return tostring(value) end
  if type(value) ~= "string" then return M.type(type(value)) end
  return value:find("^[^%c]*$") and #value <= 30 and M.say("a_text", value) or M.type "string"
end

---"this or that"
function M.either(one, other) return one .. (M.language == "zh" and "，或" or ", or ") .. other end

---What a text in quotes should have been: the number in it, where a number is wanted.
function M.unquoted(value)
  return type(value) == "string" and tonumber(value) and M.say("unquoted", value) or ""
end

---The question whether the nearest name was meant, where there is one.
function M.meant(nearest) return nearest and M.say("did_you_mean", nearest) or "" end

---A message and, where a near name is known, the question whether that was meant.
function M.near(key, name, nearest) return M.say(key, name) .. M.meant(nearest) end

return M
