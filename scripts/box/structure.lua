-- Looks at a file's tokens for the slips that Lua itself would tell of in the wrong place or not in plain words: a
-- comma lost or too many, a bracket never closed, `:` for `=`, a word of Lua's own as a name. What can be guessed
-- safely is mended in the text, so that the rest of the file is still looked at. Only what no Lua file may say is
-- touched.
local lexical = require "box.lexical"
local messages = require "box.messages"

local M = {}

local CLOSES = { ["{"] = "}", ["("] = ")", ["["] = "]", ["function"] = "end", ["do"] = "end", ["if"] = "end",
  ["repeat"] = "until" }
local CLOSERS = {}
for _, closer in pairs(CLOSES) do CLOSERS[closer] = true end

local VALUES = { ["true"] = true, ["false"] = true, ["nil"] = true, ["end"] = true }
local BEGINS = { ["true"] = true, ["false"] = true, ["nil"] = true, ["function"] = true, ["not"] = true }

local is, is_name, reserved = lexical.is, lexical.is_name, lexical.reserved

-- Whether token i can be called with a text or braces right behind it.
local function is_callable(s, i)
  local token = s.tokens[i]
  return is_name(token) or is(token, ")") or is(token, "]") or s.calls[i] or false
end

local function ends_value(s, i)
  local token = s.tokens[i]
  if not token then return false end
  if token.kind == "name" then return is_name(token) or VALUES[token.text] or false end
  return token.kind ~= "op" or is(token, "}") or is(token, ")") or is(token, "]")
end

local function is_key(s, i)
  local token = s.tokens[i]
  if token.kind == "name" then return is(s.tokens[i + 1], "=") end
  return is(token, "[") and is(s.tokens[i + 2], "]") and is(s.tokens[i + 3], "=")
end

-- Whether a value of a list begins at i although the one before has not been followed by a comma.
local function lacks_comma(s, i)
  local token = s.tokens[i]
  if not ends_value(s, i - 1) then return false end
  if token.kind == "name" then return not reserved[token.text] or BEGINS[token.text] or false end
  if token.kind == "number" or is_key(s, i) then return true end
  return (token.kind == "text" or is(token, "{") or is(token, "[")) and not is_callable(s, i - 1)
end

local function problem(s, line, ...) s.problems[#s.problems + 1] = { line = line, text = messages.say(...) } end

-- A comma goes in behind token i - 1.
local function add_comma(s, i)
  local before, token = s.tokens[i - 1], s.tokens[i]
  s.parts[before.at] = s.parts[before.at] .. ","
  if token.line > before.ends then
    problem(s, before.ends, "comma_end", before.ends)
  else
    problem(s, token.line, "comma_before", lexical.short(token))
  end
end

local function replace(s, token, text)
  s.parts[token.at], token.text = text, text
end

-- `repeat = 3`: the loader tells of the name.
local function check_reserved(s, i)
  local token, after, before = s.tokens[i], s.tokens[i + 1], s.tokens[i - 1]
  if token.kind ~= "name" or not reserved[token.text] then return end
  local named = is(before, "function") and not is(token, "end")
  if is(after, "=") or named and is(after, "(") then replace(s, token, lexical.stand_in(token.text)) end
end

-- `usable_from: 4`
local function check_colon(s, i)
  local before, after = s.tokens[i - 1], s.tokens[i + 1]
  if not is(s.tokens[i], ":") or not after then return end
  local value = after.kind == "text" or after.kind == "number" or is(after, "{") or BEGINS[after.text]
  if is_name(before) and is(after, "//") then
    problem(s, before.line, "bare_url")
    s.broken = true
  elseif is_name(before) and value then
    local word = #s.stack == 0 and s.kind_of(before.text) == "word"
    problem(s, before.line, word and "colon_word" or "colon", before.text)
    replace(s, s.tokens[i], word and " " or "=")
  elseif before and before.kind == "text" and not s.calls[i - 1] then
    problem(s, before.line, "quoted_key", before.text)
    s.broken = true
  end
end

-- `"score" = 4` and `5 = "good"` within braces
local function check_key(s, i)
  local before, begins = s.tokens[i - 1], s.tokens[i - 2]
  if not is(s.tokens[i], "=") or not (is(begins, "{") or is(begins, ",") or is(begins, ";")) then return end
  if before.kind ~= "text" and before.kind ~= "number" then return end
  problem(s, before.line, before.kind == "text" and "quoted_key" or "bare_number", before.text, before.text)
  s.broken = true
end

-- `usable_from = 4,` outside of braces, before the next setting
local function check_extra_comma(s, i)
  local before, after = s.tokens[i - 1], s.tokens[i + 1]
  local next_one = is_name(after) and is(s.tokens[i + 2], "=") or is(after, "function")
  if not is(s.tokens[i], ",") or not before or not next_one then return end
  if is_name(before) and not is(s.tokens[i - 2], "=") then return end
  problem(s, before.ends, "comma_extra", before.ends)
  replace(s, s.tokens[i], " ")
end

-- Operators as other languages write them: what Lua writes, or nothing where it takes more than a word.
local FOREIGN = { ["&&"] = "and", ["||"] = "or", ["!="] = "~=" }

local function check_operator(s, i)
  local token, after = s.tokens[i], s.tokens[i + 1]
  local both = token.kind == "op" and after and after.kind == "op" and token.text .. after.text
  if FOREIGN[both] then
    problem(s, token.line, "foreign", both, FOREIGN[both])
    replace(s, token, " " .. FOREIGN[both] .. " ")
    replace(s, after, " ")
  elseif both and both:find("^[%+%-%*/]=$") then
    problem(s, token.line, "compound", both, token.text)
    s.broken = true
  end
end

-- `80%`
local function check_percent(s, i)
  local before, after = s.tokens[i - 1], s.tokens[i + 1]
  if not is(s.tokens[i], "%") or not before or before.kind ~= "number" then return end
  if after and after.line == before.line and not is(after, ",") and not is(after, "}") then return end
  problem(s, before.line, "percent")
  replace(s, s.tokens[i], " ")
end

local function note_call(s, i, opened)
  local token = s.tokens[i]
  if token.kind == "text" then s.calls[i] = is_callable(s, i - 1) end
  if is(token, "}") and opened then s.calls[i] = is_callable(s, opened.index - 1) end
end

-- A closing brace further left than the line of the brace it closes: that one was probably meant to be closed before.
local function suspect(s, opened, token)
  if token.indent and opened.indent and token.indent < opened.indent then s.suspect = s.suspect or opened end
end

local function close(s, i)
  local token, opened = s.tokens[i], table.remove(s.stack)
  if not opened then
    problem(s, token.line, "closes_nothing", token.text)
    s.broken = true
  elseif CLOSES[opened.text] ~= token.text then
    problem(s, token.line, "closes_other", token.text, CLOSES[opened.text], opened.text, opened.line)
    s.broken = true
  else
    if token.text == "}" then suspect(s, opened, token) end
    note_call(s, i, opened)
  end
end

local function open(s, i)
  local token = s.tokens[i]
  s.stack[#s.stack + 1] = { text = token.text, line = token.line, indent = token.line_indent, index = i }
end

-- A setting that begins at the margin while a brace is open shows where the brace should have been closed.
local function note_swallowed(s, i)
  local token, name = s.tokens[i], s.tokens[i + 1]
  if s.swallowed or token.indent ~= 0 or #s.stack == 0 or s.stack[1].text ~= "{" then return end
  local begins = s.kind_of(token.text) == "setting" and is(name, "=")
    or is(token, "function") and name and s.kind_of(name.text) == "setting"
  if begins then s.swallowed = { line = token.line, problems = #s.problems, opened = s.stack[#s.stack] } end
end

local function look(s, i)
  local token, top = s.tokens[i], s.stack[#s.stack]
  check_reserved(s, i)
  check_colon(s, i)
  check_percent(s, i)
  check_operator(s, i)
  note_swallowed(s, i)
  if top and top.text == "{" then
    if lacks_comma(s, i) then add_comma(s, i) end
    check_key(s, i)
  elseif not top then
    check_extra_comma(s, i)
  end
  if token.kind == "text" then
    note_call(s, i)
  elseif CLOSES[token.text] then
    open(s, i)
  elseif CLOSERS[token.text] then
    close(s, i)
  end
end

-- What is open at the end. The commas that seemed lost behind it are no matter then.
local function check_open(s)
  if #s.stack == 0 then return end
  s.broken = true
  local swallowed = s.swallowed
  local opened = s.suspect or swallowed and swallowed.opened or s.stack[#s.stack]
  if swallowed then
    for i = #s.problems, swallowed.problems + 1, -1 do s.problems[i] = nil end
  end
  if swallowed and not s.suspect then
    problem(s, opened.line, "open_before", opened.text, CLOSES[opened.text], swallowed.line)
  else
    problem(s, opened.line, "open", opened.text, CLOSES[opened.text])
  end
end

---@param tokens table[] from source.scan
---@param parts string[] the text in pieces; what is mended is mended there
---@param kind_of fun(name: string): "setting"|"word"|nil
---@return table[] problems { line, text }
---@return boolean broken whether nothing is left that could be compiled
function M.check(tokens, parts, kind_of)
  local s = { kind_of = kind_of, tokens = tokens, parts = parts, problems = {}, stack = {}, calls = {}, broken = false }
  for i = 1, #tokens do
    look(s, i)
    if s.broken then return s.problems, true end
  end
  check_open(s)
  return s.problems, s.broken
end

return M
