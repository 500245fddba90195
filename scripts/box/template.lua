-- Prompts with words in double braces: {{question}} is filled in; {{#checklist}} ... {{/checklist}} stands only where
-- there is a checklist, {{^checklist}} ... {{/checklist}} only where there is none; such a mark alone on its line takes
-- the line with it. What is filled in is never looked at again.
local chinese = require "box.chinese"
local messages = require "box.messages"
local text = require "viva.text"

local M = {}

local function line_at(whole, at)
  local _, count = whole:sub(1, at - 1):gsub("\n", "")
  return count
end

-- From where to where a mark reaches: over its whole line when nothing else stands there.
local function whole_line(whole, from, behind)
  local before = whole:sub(1, from - 1):match("[ \t]*$")
  local after = whole:match("^[ \t]*()\n", behind)
  local start = from - #before
  if after and (start == 1 or whole:sub(start - 1, start - 1) == "\n") then return start, after + 1 end
  return from, behind
end

-- The word that is meant by one that is not known: it is taken for that from here on.
local function meant(word, known)
  local names = {}
  for name in pairs(known) do names[#names + 1] = name end
  table.sort(names)
  local name = chinese[word]
  return name and known[name] and name or text.similar(word, names)
end

-- The word at a mark; tells of one that is not known, once for a part's beginning and end.
local function word_of(s, mark, word, line)
  if s.known[word] ~= nil then return word end
  local nearest = meant(word, s.known)
  local open = s.stack[#s.stack]
  if not (mark == "/" and open and open.written == word) then
    s.report(line, messages.near("template_word", mark .. word, nearest))
  end
  return nearest or mark ~= "" and word or nil
end

local function close(s, word, line)
  local open = table.remove(s.stack)
  if not open or open.word ~= word then
    s.report(line, messages.say("template_close", word))
    return false
  end
  s.parts = open.outer
  return true
end

local function add(s, mark, written, line)
  local word = word_of(s, mark, written, line)
  if mark == "" then
    if word then
      s.used[word] = true
      s.parts[#s.parts + 1] = { word = word }
    end
  elseif mark == "/" then
    return close(s, word, line)
  else
    local part = { word = word, written = written, inner = {}, when = mark == "#", outer = s.parts, line = line }
    s.parts[#s.parts + 1], s.stack[#s.stack + 1] = part, part
    s.parts = part.inner
  end
  return true
end

-- Braces typed on a Chinese keyboard. A single pair may well be the text's own, unless it has a word of ours in it.
local function check_braces(s, whole)
  local marked = whole:gsub("｛", "\1"):gsub("｝", "\2") -- one byte each, for the sets of a pattern
  for from, opens, written, closes in marked:gmatch("()([{\1]+)%s*([^{}\1\2]-)%s*([}\2]+)") do
    local word = s.known[written] ~= nil and written or meant(written, s.known)
    if (opens .. closes):find("[\1\2]") and (word or #opens > 1) then
      s.report(line_at(marked, from), messages.say("template_braces", written, word or written))
      s.used[word or written] = true
    end
  end
end

---Reads a template. `known` holds the words it may use; report(line offset, message) is told what is wrong. A word that
---is misspelt counts as used.
---@param whole string
---@param known table<string, any>
---@param report fun(line: integer, message: string)
---@return table parts to give to `fill`
---@return table<string, boolean> used words
function M.parse(whole, known, report)
  local top, at = {}, 1
  local s = { known = known, report = report, parts = top, stack = {}, used = {} }
  check_braces(s, whole)
  for from, mark, word, behind in whole:gmatch("(){{([#/^]?)%s*([^{}]-)%s*}}()") do
    local line = line_at(whole, from)
    if mark ~= "" then from, behind = whole_line(whole, from, behind) end
    s.parts[#s.parts + 1] = whole:sub(at, from - 1)
    at = behind
    if not add(s, mark, word, line) then return top, s.used end
  end
  s.parts[#s.parts + 1] = whole:sub(at)
  for _, open in ipairs(s.stack) do report(open.line, messages.say("template_open", open.written, open.written)) end
  return top, s.used
end

local function put(out, parts, values)
  for i = 1, #parts do
    local part = parts[i]
    if type(part) == "string" then
      out[#out + 1] = part
    else
      local value = values[part.word] or ""
      if not part.inner then
        out[#out + 1] = value
      elseif (value ~= "") == part.when then
        put(out, part.inner, values)
      end
    end
  end
end

---@param parts table from `parse`
---@param values table<string, string> by word; a missing one is empty
---@return string
function M.fill(parts, values)
  local out = {}
  put(out, parts, values)
  return table.concat(out)
end

return M
