-- What the tab key offers: names that are in reach, fields and methods behind a dot or colon, options within braces,
-- and within quotes whatever belongs there: items, models, judges, runs, reports, words of the help.
local fields = require "box.filter"
local names_of = require "desk.names"
local run_here = require "desk.run"
local words = require "desk.words"

local M = {}

local KEYWORDS = { "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in",
  "local", "nil", "not", "or", "repeat", "return", "then", "true", "until", "while" }

-- Where an open string begins: its position behind the quote, and the quote; nil where none is open.
local function open_string(before)
  local at, quote, start = 1, nil, nil
  while at <= #before do
    local c = before:sub(at, at)
    if quote then
      if c == "\\" then at = at + 1 elseif c == quote then quote = nil end
    elseif c == '"' or c == "'" then
      quote, start = c, at + 1
    elseif before:find("^%-%-", at) then
      return nil
    end
    at = at + 1
  end
  return quote and start, quote
end

-- What is being called before an open string, and as which argument it stands.
local function call_around(head)
  local name, inside = head:match("([%a_][%w_]*)%s*%(([^()]*)$")
  if not name then return head:match("([%a_][%w_]*)%s*$"), 1 end
  return name, select(2, inside:gsub(",", "")) + 1
end

local function in_string(desk, head)
  local key = head:match("([%a_][%w_]*)%s*=%s*$") or head:match("([%a_][%w_]*)%s*=%s*{[^{}]*$")
  if key then return names_of.of_option(desk, key) end
  return names_of.of_argument(desk, call_around(head))
end

-- The table that a path such as `stats.agreement` leads to; nothing is called on the way.
local function resolve(env, path)
  local value = env
  for name in path:gmatch("[%a_][%w_]*") do
    if value == env then
      local known = rawget(env, name)
      if known == nil and words.values[name] then known = env[name] end
      value = known ~= nil and known or rawget(_G, name)
    elseif run_here.is(value) then
      return nil
    elseif type(value) == "table" then
      value = rawget(value, name)
    end
    if type(value) == "string" then value = string end
    if type(value) ~= "table" then return nil end
  end
  return value
end

local function after_path(env, path, mark)
  local ok, value = pcall(resolve, env, path)
  if not ok or type(value) ~= "table" then return {} end
  if run_here.is(value) then return mark == ":" and run_here.names("method") or run_here.names("value") end
  local list = {}
  for name, one in pairs(value) do
    if type(name) == "string" and (mark == "." or type(one) == "function") then list[#list + 1] = name end
  end
  return list
end

local function option_names(method)
  local list = names_of.options(method)
  for _, field in ipairs(fields.fields) do list[#list + 1] = field.name end
  return list
end

local function everything(env)
  local list = table.move(KEYWORDS, 1, #KEYWORDS, 1, {})
  for _, source in ipairs { env, words.words, words.values, _G } do
    for name in pairs(source) do list[#list + 1] = name end
  end
  return list
end

local function plain(env, head)
  local path, mark = head:match("([%a_][%w_.]*)([.:])$")
  if path then return after_path(env, path, mark) end
  local method = head:match("[.:]([%a_][%w_]*)%s*%(?%s*{%s*$") or head:match("[.:]([%a_][%w_]*)%s*%(?%s*{[^{}]*,%s*$")
  if method then return option_names(method), "=" end
  return everything(env)
end

-- Numbers within names count as numbers: MK/9/1 stands before MK/10/1.
local function sort_key(name)
  return (name:gsub("%d+", function(digits) return ("%012d"):format(math.tointeger(tonumber(digits)) or 0) end))
end

-- Those that begin with what was typed, each once, sorted.
local function fitting(list, typed)
  local found, seen = {}, {}
  for _, name in ipairs(list) do
    if type(name) == "string" and name:sub(1, #typed) == typed and not seen[name] then
      found[#found + 1] = name
      seen[name] = true
    end
  end
  table.sort(found, function(a, b) return sort_key(a) < sort_key(b) end)
  return found
end

---@param desk table
---@param env table the variables of the prompt
---@param before string the line up to the cursor
---@return { typed: string, list: string[], suffix: string } `suffix` goes behind a word that is the only one
function M.at(desk, env, before)
  local start, quote = open_string(before)
  if start then
    local typed = before:sub(start)
    return { typed = typed, list = fitting(in_string(desk, before:sub(1, start - 2)), typed), suffix = quote }
  end
  local typed = before:match("[%w_]*$")
  local list, suffix = plain(env, before:sub(1, #before - #typed))
  return { typed = typed, list = typed:find("^%d") and {} or fitting(list, typed), suffix = suffix or "" }
end

---What all words of a list begin with.
function M.common(list)
  local common = list[1] or ""
  for _, word in ipairs(list) do
    while word:sub(1, #common) ~= common do
      common = common:sub(1, (utf8.offset(common, -1) or 1) - 1)
    end
  end
  return common
end

return M
