-- Reads a file's text as far as the loader needs it: its tokens, full-width characters typed on a Chinese keyboard, and
-- texts that do not end where they should. Nothing is run here.
local chinese = require "box.chinese"
local hidden = require "box.hidden"
local lexical = require "box.lexical"
local messages = require "box.messages"
local half_width = require "box.full_width"
local text = require "viva.text"

local M = {}

local MOST_STRAYS = 3 -- lines with words outside of texts after which the rest is not looked at

local function count_lines(s)
  local _, count = s:gsub("\n", "")
  return count
end

-- The scanner: s.source, s.at, s.line, s.out (the text with plain characters, in pieces), s.tokens, s.problems, and
-- s.broken once nothing is left that could be compiled.

-- The blanks before the token at s.at where it is the first of its line, and those of that line.
local function indents(s)
  local begins
  if s.begun ~= s.line_at then -- later tokens of a line do not begin it, however long it is
    begins = s.source:sub(s.line_at, s.at - 1):find("^[ \t]*$") and s.at - s.line_at or nil
  end
  s.begun, s.indent = s.line_at, begins or s.indent
  return begins, s.indent
end

local function emit(s, kind, said, kept)
  local lines = count_lines(said)
  s.out[#s.out + 1] = kept or said
  if kind then
    local token = { kind = kind, text = said, line = s.line, ends = s.line + lines, at = #s.out, stop = s.at + #said }
    token.indent, token.line_indent = indents(s)
    s.tokens[#s.tokens + 1] = token
  end
  s.line = s.line + lines
  s.at = s.at + #said
  if lines > 0 then s.line_at = s.at - #said:match("[^\n]*$") end
end

local function problem(s, line, ...) s.problems[#s.problems + 1] = { line = line, text = messages.say(...) } end

local function blame(s, character, line)
  local seen = line .. half_width[character]
  if s.seen[seen] then return end
  s.seen[seen] = true
  local shown = half_width[character] == " " and messages.say "space" or half_width[character]
  problem(s, line, "full_width", character, shown)
end

local function give_up(s, line, ...)
  problem(s, line, ...)
  s.broken = true
end

-- Nothing behind this place is worth reading: it would only repeat in other words what has been told.
local function end_here(s) s.at = #s.source + 1 end

-- Words outside of texts on many lines are mostly a text that has ended too early; else those of the first are enough.
local function give_up_strays(s)
  local long = s.long
  if long then
    for i = #s.problems, long.problems + 1, -1 do s.problems[i] = nil end
    problem(s, long.ends, "text_early", long.line)
  end
  s.broken = true
  end_here(s)
end

local function count_stray(s)
  if s.stray_line == s.line then return end
  s.strays, s.stray_line = s.strays + 1, s.line
  if s.strays == MOST_STRAYS then give_up_strays(s) end
end

local function stray(s, word)
  local name = chinese[word]
  local meant = name and s.kind_of(name) and messages.meant(name) or ""
  problem(s, s.line, "stray", word)
  s.problems[#s.problems].text = s.problems[#s.problems].text .. meant
  s.broken = true
end

local function is_quote(character) return half_width[character] == '"' or half_width[character] == "'" end

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
    elseif character == quote or either and half_width[character] == quote then
      return at, character
    elseif half_width[character] == quote and not fallback then
      fallback, wide = at, character
    end
    at = at + #character
  end
  return fallback, wide
end

-- A word right behind a text stood within it, as the writer sees it.
local function check_glued(s, quote)
  local word = s.source:match("^%a[%w_]*", s.at)
  if not word then
    word = s.source:match("^[\228-\233][\128-\191]+", s.at)
    if half_width[word] then word = nil end
  end
  if not word or lexical.reserved[word] or s.seen["inside" .. s.line] then return end
  s.seen["inside" .. s.line] = true
  give_up(s, s.line, "quote_inside", word, quote)
end

local function scan_quoted(s, opening)
  local quote = half_width[opening] or opening
  local stop, character = closing(s, quote, s.at + #opening, opening ~= quote)
  if opening ~= quote then blame(s, opening, s.line) end
  if not stop then
    if not s.seen["inside" .. s.line] then give_up(s, s.line, "quote_open", quote) end
    return emit(s, nil, s.source:sub(s.at):match("^[^\n]*"))
  end
  if character ~= quote then blame(s, character, s.line + count_lines(s.source:sub(s.at, stop))) end
  local whole = s.source:sub(s.at, stop + #character - 1)
  local inside = whole:sub(#opening + 1, -#character - 1)
  emit(s, "text", whole, quote .. inside .. quote)
  check_glued(s, quote)
end

local function scan_wide(s)
  local character = s.source:match("^[\194-\244][\128-\191]+", s.at)
  if not character then return emit(s, nil, s.source:sub(s.at, s.at)) end
  if is_quote(character) then return scan_quoted(s, character) end
  local shown = hidden.mark(character, "", "")
  if shown ~= character then
    problem(s, s.line, "hidden", shown)
    return emit(s, nil, character, "")
  end
  if half_width[character] then
    blame(s, character, s.line)
    local token = half_width[character] ~= " " and "op" or nil
    emit(s, token, character, half_width[character])
    if token then s.tokens[#s.tokens].text = half_width[character] end
    return
  end
  local run = ""
  for next_one in s.source:sub(s.at):gmatch("[\194-\244][\128-\191]+") do
    if half_width[next_one] or s.source:sub(s.at + #run, s.at + #run + #next_one - 1) ~= next_one then break end
    run = run .. next_one
  end
  local glued = s.tokens[#s.tokens]
  if not (glued and glued.kind == "text" and glued.stop == s.at) then stray(s, run) end
  emit(s, "name", run)
  count_stray(s)
end

local function scan_bracketed(s, opening, kind)
  local level = opening:match("%[(=*)%[")
  local _, stop = s.source:find("]" .. level .. "]", s.at + #opening, true)
  local whole = s.source:sub(s.at, stop or #s.source)
  if not stop or kind and level == "" and whole:find "\n[ \t}%],]*[%a_][%w_]* *= *%[%[" then
    give_up(s, s.line, kind and "text_open" or "comment_open", opening, "]" .. level .. "]")
  end
  local began = s.line
  emit(s, kind, whole)
  if not kind then return end
  local behind = level == "" and s.source:match("^%][^,;)}%s]?", s.at)
    or s.source:match("^[ \t]*([%w_{\128-\255]+)", s.at)
  if level == "" then s.long = { line = began, ends = s.line, problems = #s.problems } end
  if behind and not lexical.reserved[behind] then
    give_up(s, s.line, "text_early", began)
    end_here(s)
  end
end

-- Comments as other languages have them, alone on a line.
local function scan_other_comment(s)
  local sign = s.source:match("^//", s.at) or s.source:match("^#+[ !\228-\233]", s.at)
  if not sign or not s.source:sub(s.line_at, s.at - 1):find("^[ \t]*$") then return false end
  problem(s, s.line, "comment_sign", sign:match("^[/#]+"))
  local whole = s.source:match("^[^\n]*", s.at)
  emit(s, nil, whole, "")
  if s.long then count_stray(s) end
  return true
end

local function scan_one(s)
  local source, at = s.source, s.at
  local blank = source:match("^[%s]+", at)
  if blank then return emit(s, nil, blank) end
  local long = source:match("^%-%-%[=*%[", at)
  if long then return scan_bracketed(s, long) end
  local comment = source:match("^%-%-[^\n]*", at)
  if comment then return emit(s, nil, comment) end
  if scan_other_comment(s) then return end
  long = source:match("^%[=*%[", at)
  if long then return scan_bracketed(s, long, "text") end
  local quote = source:match("^[\"']", at)
  if quote then return scan_quoted(s, quote) end
  local name = source:match("^[%a_][%w_]*", at)
  if name then return emit(s, "name", name) end
  local number = source:match("^%.?%d[%w%.]*", at)
  if number then return emit(s, "number", number) end
  if source:find("^[\128-\255]", at) then return scan_wide(s) end
  local two = source:match("^[=~<>]=", at) or source:match("^([/<>:])%1", at) and source:sub(at, at + 1)
  emit(s, "op", two or source:match("^%.%.%.?", at) or source:sub(at, at))
end

---Reads a text. Returns its tokens { kind, text, line, ends, stop, at = its piece of the text, indent = blanks before
---it where it is the first of its line, line_indent }, the text with plain characters in place of full-width ones, in
---pieces, the problems found { line, text }, and whether they leave nothing that could be compiled.
---@param source string
---@param kind_of fun(name: string): "setting"|"word"|nil
function M.scan(source, kind_of)
  local s = { source = source, at = 1, line = 1, line_at = 1, indent = 0, out = {}, tokens = {}, problems = {},
    seen = {}, strays = 0, kind_of = kind_of }
  while s.at <= #source do scan_one(s) end
  return s.tokens, s.out, s.problems, s.broken
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

return M
