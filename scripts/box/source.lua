-- Reads a file's text as far as the loader needs it: its tokens, and full-width characters typed on a Chinese keyboard.
-- Nothing is run here.
local messages = require "box.messages"
local text = require "viva.text"

local M = {}

-- Full-width character -> the plain one. The two families of quotes may open and close each other.
local plain = {
  ["“"] = '"', ["”"] = '"', ["＂"] = '"', ["„"] = '"', ["「"] = '"', ["」"] = '"', ["‘"] = "'", ["’"] = "'", ["＇"] = "'",
  ["（"] = "(", ["）"] = ")", ["｛"] = "{", ["｝"] = "}", ["［"] = "[", ["］"] = "]", ["【"] = "[", ["】"] = "]",
  ["，"] = ",", ["、"] = ",", ["；"] = ";", ["："] = ":", ["＝"] = "=", ["。"] = ".", ["．"] = ".", ["－"] = "-", ["—"] = "-",
  ["＋"] = "+", ["＞"] = ">", ["＜"] = "<", ["《"] = "<", ["》"] = ">", ["＃"] = "#", ["＿"] = "_", ["　"] = " ",
  ["\u{A0}"] = " ",
}
for digit = 0, 9 do plain[utf8.char(0xFF10 + digit)] = tostring(digit) end
for letter = 0, 25 do
  plain[utf8.char(0xFF21 + letter)] = string.char(65 + letter)
  plain[utf8.char(0xFF41 + letter)] = string.char(97 + letter)
end

local function count_lines(s)
  local _, count = s:gsub("\n", "")
  return count
end

-- The scanner: s.source, s.at, s.line, s.out (the text with plain characters), s.tokens, s.problems.

local function emit(s, kind, said, kept)
  if kind then s.tokens[#s.tokens + 1] = { kind = kind, text = said, line = s.line } end
  s.out[#s.out + 1] = kept or said
  s.line = s.line + count_lines(said)
  s.at = s.at + #said
end

local function blame(s, character, line)
  local seen = line .. plain[character]
  if s.seen[seen] then return end
  s.seen[seen] = true
  local shown = plain[character] == " " and "space" or plain[character]
  s.problems[#s.problems + 1] = { line = line, key = "full_width", character, shown }
end

local function is_quote(character) return plain[character] == '"' or plain[character] == "'" end

-- A text between quotes ends at its own quote, or, on the same line, at a full-width one where the plain one is not.
-- What a full-width quote opened, the first of either kind closes.
local function closing(s, quote, from, either)
  local at, fallback, wide = from, nil, nil
  while at <= #s.source do
    local character = s.source:match("^[%z\1-\127\194-\244][\128-\191]*", at) or s.source:sub(at, at)
    if character == "\\" then
      local skipped = s.source:match("^\\z%s*", at) or s.source:sub(at, at + 1)
      at = at + #skipped - 1
    elseif character == "\n" then
      break
    elseif character == quote or either and plain[character] == quote then
      return at, character
    elseif plain[character] == quote and not fallback then
      fallback, wide = at, character
    end
    at = at + #character
  end
  return fallback, wide
end

local function scan_quoted(s, opening)
  local quote = plain[opening] or opening
  local stop, character = closing(s, quote, s.at + #opening, opening ~= quote)
  if opening ~= quote then blame(s, opening, s.line) end
  if not stop then return emit(s, nil, s.source:sub(s.at):match("^[^\n]*")) end
  if character ~= quote then blame(s, character, s.line + count_lines(s.source:sub(s.at, stop))) end
  local whole = s.source:sub(s.at, stop + #character - 1)
  local inside = whole:sub(#opening + 1, -#character - 1)
  emit(s, "text", whole, quote .. inside .. quote)
end

local function scan_wide(s)
  local character = s.source:match("^[\194-\244][\128-\191]+", s.at)
  if not character then return emit(s, nil, s.source:sub(s.at, s.at)) end
  if is_quote(character) then return scan_quoted(s, character) end
  if plain[character] then
    blame(s, character, s.line)
    local token = plain[character] ~= " " and "op" or nil
    emit(s, token, character, plain[character])
    if token then s.tokens[#s.tokens].text = plain[character] end
    return
  end
  local run = ""
  for next_one in s.source:sub(s.at):gmatch("[\194-\244][\128-\191]+") do
    if plain[next_one] or s.source:sub(s.at + #run, s.at + #run + #next_one - 1) ~= next_one then break end
    run = run .. next_one
  end
  s.problems[#s.problems + 1] = { line = s.line, key = "stray", run }
  s.broken = true
  emit(s, "name", run)
end

local function scan_bracketed(s, opening, kind)
  local level = opening:match("%[(=*)%[")
  local _, stop = s.source:find("]" .. level .. "]", s.at + #opening, true)
  emit(s, kind, s.source:sub(s.at, stop or #s.source))
end

local function scan_one(s)
  local source, at = s.source, s.at
  local blank = source:match("^[%s]+", at)
  if blank then return emit(s, nil, blank) end
  local long = source:match("^%-%-%[=*%[", at)
  if long then return scan_bracketed(s, long) end
  local comment = source:match("^%-%-[^\n]*", at)
  if comment then return emit(s, nil, comment) end
  long = source:match("^%[=*%[", at)
  if long then return scan_bracketed(s, long, "text") end
  local quote = source:match("^[\"']", at)
  if quote then return scan_quoted(s, quote) end
  local name = source:match("^[%a_][%w_]*", at)
  if name then return emit(s, "name", name) end
  local number = source:match("^%.?%d[%w%.]*", at)
  if number then return emit(s, "number", number) end
  if source:find("^[\128-\255]", at) then return scan_wide(s) end
  emit(s, "op", source:match("^[=~<>]=", at) or source:match("^%.%.%.?", at) or source:sub(at, at))
end

---Reads a text. Returns its tokens { kind, text, line }, the text with plain characters in place of full-width ones,
---the problems found { line, key, ... }, and whether they leave nothing that could be compiled.
---@param source string
function M.scan(source)
  local s = { source = source, at = 1, line = 1, out = {}, tokens = {}, problems = {}, seen = {} }
  while s.at <= #source do scan_one(s) end
  return s.tokens, table.concat(s.out), s.problems, s.broken
end

---Whether a file is UTF-8; what it seems to be instead is reported.
---@param report fun(line: integer|nil, message: string)
function M.check_encoding(code, path, report)
  local valid, _, _, offset = text.valid(code)
  if valid then return true end
  local encoding = text.guess(code)
  if encoding == "UTF-8" then
    report(count_lines(code:sub(1, offset)) + 1, messages.say("damaged"))
  else
    report(nil, messages.say(encoding == "unknown" and "not_utf8" or "other_encoding", encoding, encoding, path))
  end
  return false
end

-- A syntax error where a text in [[ ]] has just ended may come of a ]] inside it.
local function after_long_text(tokens, line)
  for _, token in ipairs(tokens) do
    if token.kind == "text" and token.text:find("^%[%[") and token.line + count_lines(token.text) == line then
      return messages.say("long_text")
    end
  end
  return ""
end

---What Lua says of a file that does not compile, in plainer words where it is a text or a brace that is never closed.
---@param message string "(file):12: ..."
---@param tokens table[] from `scan`
---@return string
function M.explain(message, tokens)
  local place, line, rest = message:match("^(%(file%):(%d+): )(.*)$")
  if not place then return message end
  local began = rest:match("^unfinished long %a+ %(starting at line (%d+)%)")
  if began then return place .. messages.say("never_ended", began) end
  local closes, opening, opened, near = rest:match("^'(%p)' expected %(to close '(%p)' at line (%d+)%) near '?(.-)'?$")
  if opening == "{" then return place .. messages.say("comma_lost", near, opened, closes) end
  return message .. after_long_text(tokens, tonumber(line))
end

return M
