-- Prompts with words in double braces: {{question}} is filled in; {{#checklist}} ... {{/checklist}} stands only where
-- there is a checklist, {{^checklist}} ... {{/checklist}} only where there is none; such a mark alone on its line takes
-- the line with it. What is filled in is never looked at again.
local messages = require "box.messages"

local M = {}

local function line_at(text, at)
  local _, count = text:sub(1, at - 1):gsub("\n", "")
  return count
end

-- From where to where a mark reaches: over its whole line when nothing else stands there.
local function whole_line(text, from, behind)
  local before = text:sub(1, from - 1):match("[ \t]*$")
  local after = text:match("^[ \t]*()\n", behind)
  local start = from - #before
  if after and (start == 1 or text:sub(start - 1, start - 1) == "\n") then return start, after + 1 end
  return from, behind
end

---Reads a template. `known` holds the words it may use; report(line offset, message) is told what is wrong.
---@param text string
---@param known table<string, any>
---@param report fun(line: integer, message: string)
---@return table parts to give to `fill`
---@return table<string, boolean> used words
function M.parse(text, known, report)
  local top, used, at = {}, {}, 1
  local parts, stack = top, {}
  for from, mark, word, behind in text:gmatch("(){{([#/^]?)%s*([^{}]-)%s*}}()") do
    local line = line_at(text, from)
    if mark ~= "" then from, behind = whole_line(text, from, behind) end
    parts[#parts + 1] = text:sub(at, from - 1)
    at = behind
    if known[word] == nil then
      report(line, messages.say("template_word", mark .. word))
    elseif mark == "" then
      used[word] = true
      parts[#parts + 1] = { word = word }
    elseif mark == "/" then
      local open = table.remove(stack)
      if not open or open.word ~= word then return top, used, report(line, messages.say("template_close", word)) end
      parts = open.outer
    else
      local section = { word = word, inner = {}, when = mark == "#", outer = parts, line = line }
      parts[#parts + 1] = section
      stack[#stack + 1] = section
      parts = section.inner
    end
  end
  parts[#parts + 1] = text:sub(at)
  for _, open in ipairs(stack) do report(open.line, messages.say("template_open", open.word, open.word)) end
  return top, used
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
