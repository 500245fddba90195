-- What Lua and the box say of an error, in plain words, English or Chinese. What is not known here stays as it is: it
-- may well be the text of the file's own error().
local lexical = require "box.lexical"
local messages = require "box.messages"

local M = {}

local is = lexical.is

-- "(local 'x')" names what the value is called, where Lua knows.
local function type_of(kind) return kind == "table" and messages.type "a table" or messages.type(kind) end

local function subject(where)
  local name = where:match("'(.-)'")
  return name and messages.say("named", name) or messages.say "a_value"
end

local function of_type(key)
  return function(kind, where) return messages.say(key, subject(where), type_of(kind)) end
end

local function bad_argument(number, name, why)
  local wanted, got = why:match("^(.-) expected, got (.*)$")
  if not wanted then return messages.say("bad_argument", number, name, M.words(why)) end
  return messages.say("wrong_argument", number, name, type_of(wanted), type_of((got:gsub("^no value$", "nil"))))
end

local function said(key)
  return function(...) return messages.say(key, ...) end
end

-- Lua pattern -> what is said instead of it.
local known = {
  { "^attempt to index a (%a+) value(.*)$", of_type "no_fields" },
  { "^attempt to call a (%a+) value(.*)$", of_type "no_call" },
  { "^attempt to perform arithmetic on a (%a+) value(.*)$", of_type "no_sums" },
  { "^attempt to concatenate a (%a+) value(.*)$", of_type "no_joining" },
  { "^attempt to get length of a (%a+) value(.*)$", of_type "no_length" },
  { "^attempt to compare two (%a+) values$", function(kind)
    return messages.say("no_order", type_of(kind), type_of(kind))
  end },
  { "^attempt to compare (%a+) with (%a+)$", function(one, other)
    return messages.say("no_order", type_of(one), type_of(other))
  end },
  { "^attempt to perform 'n[/%%]+0'$", said "by_zero" },
  { "^attempt to divide by zero$", said "by_zero" },
  { "^table index is nil$", said "nil_index" },
  { "^bad 'for' (%a+) ", said "bad_for" },
  { "^malformed pattern %((.*)%)$", said "bad_pattern" },
  { "^the text would be too long$", said "text_too_long" },
  { "^bad argument #(%d+) to '(.-)' %((.*)%)$", bad_argument },
  { "^number.* has no integer representation$", said "not_whole" },
  { "^stack overflow", said "endless_calls" },
  { "^C stack overflow", said "nested" },
  { "^attempt to assign to const variable '(.-)'$", said "constant" },
  { "^error object of type (%a+)$", function(kind) return messages.say("odd_error", type_of(kind)) end },
  { "^attempt to load a binary chunk", said "binary" },
  { "^not enough memory$", said "memory" },
  { "^stopped: it ran past its time limit$", said "too_long" },
  { "^stopped: .* ran longer than ([%d.]+) s$", said "too_long_seconds" },
  { "^it was stopped and is not run any more$", said "no_more" },
  { "^stopped: it was stopped three times and is not run any more$", said "no_more" },
  { "^what it returned cannot be taken: (.*)$", said "not_taken" },
  { "^malformed number near '(.-)'$", said "odd_number" },
  { "^invalid escape sequence near '.*(\\.)'$", said "odd_escape" },
}

local function in_plain_words(message)
  for _, one in ipairs(known) do
    if message:find(one[1]) then return (one[2](message:match(one[1]))) end
  end
  return message
end

---What is said, each line with its place before it: "judges/x.lua:4: ...".
---@param problem string
---@param path string as it stands in it
---@param language string
function M.told(problem, path, language)
  messages.language = language
  return (problem:gsub("[^\n]+", function(line)
    if line:sub(1, #path) ~= path then return in_plain_words(line) end
    local place, rest = line:sub(#path + 1):match("^(:?%d*: )(.*)$")
    return place and path .. place .. in_plain_words(rest)
  end))
end

---The same for an error while a file is loaded.
M.words = in_plain_words

-- The token that a syntax error is about: the first of that text that ends on that line.
local function find(tokens, line, near)
  for i, token in ipairs(tokens) do
    if token.ends == line and token.text == near then return i end
  end
  return near == "<eof>" and #tokens + 1 or nil
end

-- "name = name = value": the first has no value.
local function lacks_value(tokens, i)
  return is(tokens[i], "=") and is(tokens[i - 2], "=")
end

local function cannot_stand(tokens, i, kind_of)
  local token = tokens[i]
  if kind_of(token.text) == "setting" then return messages.say("setting_called", token.text, token.text) end
  if kind_of(token.text) == "word" then return messages.say("word_alone", token.text) end
  if lexical.reserved[token.text] then return messages.say("reserved_here", token.text) end
  return messages.say(token.kind == "name" and "bare_name" or "cannot_stand", lexical.short(token))
end

-- What does not fit at token i. Lua finds a lone word only at the token behind it.
local function misfit(tokens, i, rest, kind_of)
  if lacks_value(tokens, i) then return tokens[i - 3].line, messages.say("value_lost", tokens[i - 3].text) end
  local wanted = rest:match("^'?(.-)'? expected near")
  if wanted == "<eof>" then return tokens[i].line, messages.say("closes_nothing", tokens[i].text) end
  if wanted == "then" and is(tokens[i], "=") then return tokens[i].line, messages.say "compare" end
  if wanted then
    local shown = tokens[i] and lexical.short(tokens[i]) or messages.say "file_end"
    local before = tokens[i - 1]
    if wanted == "<name>" then wanted = messages.say "a_name" end
    return before and before.ends, messages.say("expected", wanted, shown)
  end
  if rest:find("^syntax error") and i > 1 then i = i - 1 end
  if not tokens[i] then return tokens[#tokens].ends, messages.say "cut_short" end
  return tokens[i].line, cannot_stand(tokens, i, kind_of)
end

---What Lua says of a file that does not compile: the line it is about and the words for it.
---@param message string "(file):12: ..."
---@param tokens table[] from source.scan
---@param kind_of fun(name: string): "setting"|"word"|nil
---@return integer? line
---@return string
function M.syntax(message, tokens, kind_of)
  local line, rest = message:match("^%(file%):(%d+): (.*)$")
  if not line then return nil, in_plain_words(message) end
  line = tonumber(line)
  local near, plain = rest:match(" near '?(.-)'?$"), in_plain_words(rest)
  local i = plain == rest and near and find(tokens, line, near)
  if not i then return line, plain end
  local at, what = misfit(tokens, i, rest, kind_of)
  return at or line, what
end

return M
