-- Code that somebody typed or gave: made ready, run, and its errors told with its own line and no more.
local values = require "desk.values"

local M = {}

M.INTERRUPTED = "interrupted"

local PROMPT = "prompt"
local SOURCE = "=" .. PROMPT

-- What a message says is where a person looks: the line of the code, not a place in Viva.
local function told(message)
  return (message:gsub("^" .. PROMPT .. ":(%d+): ", "line %1: "))
end

-- The first character beyond ASCII that stands outside of quotes and comments: what Lua calls '<\230>'.
local function stray_character(code)
  local at = 1
  while at <= #code do
    local skipped = code:match("^%-%-[^\n]*()", at) or code:match("^%[(=*)%[.-%]%1%]()", at)
      or code:match('^"[^"\\\n]*()"', at) or code:match("^'[^'\\\n]*()'", at)
    local stray = code:match("^[\xC2-\xF4][\x80-\xBF]+", at)
    if stray then return stray end
    at = math.max(at + 1, tonumber(skipped) or 0)
  end
end

local function named(problem, code)
  if not problem:find("'<\\%d+>'") then return problem end
  local stray = stray_character(code)
  if not stray then return problem end
  local hint = ("“”‘’"):find(stray, 1, true) and "; type the plain \" instead" or ", outside of quotes"
  return (problem:gsub("unexpected symbol near .*$", function() return ("found %s%s"):format(stray, hint) end)
    :gsub("near '<\\%d+>'", function() return ("near %s%s"):format(stray, hint) end))
end

---Makes code ready: an expression gives its value.
---@param code string
---@param env table its variables
---@return function|nil
---@return string? problem
---@return boolean? incomplete whether more lines could make it right
function M.compile(code, env)
  local fn = load("return " .. code, SOURCE, "t", env)
  if fn then return fn end
  local problem
  fn, problem = load(code, SOURCE, "t", env)
  if fn then return fn end
  local incomplete = problem:find("<eof>$") and not problem:find("unfinished string", 1, true)
  return nil, named(told(problem), code), incomplete or false
end

local function own_line(source)
  for level = 3, 200 do
    local info = debug.getinfo(level, "Sl")
    if not info then return nil end
    if info.short_src == source and info.currentline > 0 then return info.currentline end
  end
end

-- For xpcall: the message with the line of the code that led to it, wherever in Viva it was noticed.
local function explain(source)
  return function(message)
    if type(message) ~= "string" or message == M.INTERRUPTED then return tostring(message) end
    if message:sub(1, #source + 1) == source .. ":" then return told(message) end
    local line, plain = own_line(source), message
    if message:sub(1, #viva_root) == viva_root then plain = message:match("^[^:]*:%d+: (.*)$") or message end
    if not line then return plain end
    return source == PROMPT and ("line %d: %s"):format(line, plain) or ("%s:%d: %s"):format(source, line, plain)
  end
end

---Runs code; what it raises is told with its line.
---@param fn function
---@param source string? the file it comes from; the prompt when left out
---@return boolean ok
---@return any ... its values, or the message
function M.call(fn, source, ...)
  return xpcall(fn, explain(source and debug.getinfo(fn, "S").short_src or PROMPT), ...)
end

---What code has given, as text: its values one below the other; a failure of the world by its text.
---@param results table packed
---@param options { columns: integer }
---@return string
function M.result(results, options)
  if results.n >= 2 and results[1] == nil and type(results[2]) == "string" then return results[2] .. "\n" end
  local parts, last = {}, results.n
  while last > 1 and results[last] == nil do last = last - 1 end -- a success that names no problem
  for i = 1, last do parts[i] = values.text(results[i], options) end
  return table.concat(parts)
end

return M
