-- Experts' files inside the box: settings by top-level assignment, words, and at most a short rule in Lua.
--
-- A kind of file is a module scripts/box/spec_KIND.lua that returns a table. The parent reads the same table for
-- `viva help`, so only its functions may need the box.
--
--   title    = { en =, zh = }             what such a file is
--   settings = { { name =, type =, ... }, ... }
--              what it may set (box/check.lua describes a setting; `required` may be a function of what the
--              file has set); `callable = true` lets it be written as a word too:
--              question "MSE/1/1"
--   words    = { { name =, help =, example =, ... }, ... }
--              what it may say. takes = description of what the word is given; make = function(value, file, line,
--              context), which returns what the word stands for (else it is the value itself). A setting or another
--              word asks for it with words = { name }. value = plain data is a word that stands by itself; with
--              `takes` beside it, it may be called too; of = function(file) makes such a value for one file.
--   finish   = function(file, context)    checks what concerns several settings, with context.report(line, text) or
--              context.report_at(setting name, text); called only when all else is well
--   calls    = { name = function(file, ...) }    what the parent may ask (experts.call): returns plain data, or
--              nil, text, code
--   stays    = true                       when it is called later; other files last no longer than their load
--
-- file = { path, settings = checked values, functions among them, defaults filled in; state = {} to keep things in;
-- order = function(name) -> the keys of a table as written, line and within: of viva.inside }.
--
-- A misspelt name, a wrong type, a setting set twice or missing is told at its own line, all at once; so are full-width
-- characters typed on a Chinese keyboard. Once loaded, a file's globals are read-only.
local check = require "box.check"
local inside = require "viva.inside"
local lexical = require "box.lexical"
local library = require "box.library"
local messages = require "box.messages"
local places = require "box.places"
local plain = require "box.plain"
local source = require "box.source"
local structure = require "box.structure"
local text = require "viva.text"
local words = require "box.words"

local M = {}

local SOURCE_MAX = 256 * 1024
local PROBLEMS_MAX = 100

local loaded -- the file of this state: { spec, file, context, globals }

-- Stands for whatever a misspelt name was meant to be, so that the rest of the file is still looked at.
local dummy = {}
local function itself() return dummy end
setmetatable(dummy, {
  __call = itself, __index = itself, __newindex = function() end, __add = itself, __sub = itself, __mul = itself,
  __div = itself, __concat = itself, __unm = itself, __len = function() return 0 end,
})

local function new_context()
  local seen = {}
  local context = { problems = {}, made = setmetatable({}, { __mode = "k" }), dummy = dummy, calls = {}, first = {} }
  function context.report(line, message)
    local key = (line or 0) .. "\0" .. message:sub(1, 200)
    if seen[key] or #context.problems >= PROBLEMS_MAX then return end
    seen[key] = true
    context.problems[#context.problems + 1] = { line = line, text = message }
  end
  return context
end

local function word_names(spec)
  local list = {}
  for _, word in ipairs(spec.words or {}) do list[#list + 1] = word.name end
  for _, setting in ipairs(spec.settings) do list[#list + 1] = setting.name end
  for name in pairs(library) do list[#list + 1] = name end
  return list
end

local function set(state, setting, value, line)
  local place = places.setting(state.context.places, setting.name, line)
  local first = state.context.first[setting.name]
  if first then
    state.context.report(place.line, messages.say("twice", setting.name, first))
    return
  end
  state.context.first[setting.name] = place.line
  state.nodes[setting.name] = place.node
  place.node.line = place.line
  if check.value(setting, value, place.node, state.context) then
    state.file.settings[setting.name] = value
  end
end

local function refuse_setting(state, name, value, line, nearest)
  local place = places.setting(state.context.places, name, line)
  local message
  if state.words[name] ~= nil then
    message = messages.say("word_set", name)
  elseif type(value) == "function" and not nearest and not lexical.stands_for(name) then
    message = messages.say("own_function", name, name)
  else
    message = check.unknown(name, nearest)
    state.meant[nearest or 0] = true
  end
  state.context.report(place.line, message)
end

-- Raises at the line of the file that is running.
local function raise(message) error(("(file):%d: %s"):format(inside.line(), message), 0) end

local function assign(state, name, value)
  if state.closed then raise(messages.say("late_set", name, name)) end
  local line = inside.line()
  local setting, nearest = check.find(state.spec.settings, name)
  if setting and state.words[name] == nil or setting and setting.callable then
    set(state, setting, value, line)
  else
    refuse_setting(state, tostring(name), value, line, nearest)
  end
end

local function look_up(state, name)
  local value = state.words[name]
  -- A word that is a plain function helps the file's own functions, so it outlives the load.
  if value ~= nil and (not state.closed or state.lasting[name]) then return value end
  value = state.file.settings[name]
  if value == nil then value = library[name] end
  if value ~= nil or check.find(state.spec.settings, name) then return value end
  local message = messages.near("unknown_word", tostring(name), text.similar(tostring(name), state.names))
  if state.closed then raise(message) end
  state.context.report(inside.line(), message)
  return dummy
end

local function new_globals(state)
  return setmetatable({}, {
    __index = function(_, name) return look_up(state, name) end,
    __newindex = function(_, name, value) assign(state, name, value) end,
    __metatable = false,
  })
end

local function new_state(kind, path)
  local spec = require("box.spec_" .. kind)
  local file = { path = path, settings = {}, state = {}, line = inside.line, within = inside.within }
  local state = { spec = spec, kind = kind, file = file, context = new_context(), words = {}, lasting = {},
    nodes = {}, meant = {} }
  function file.order(name) return state.nodes[name] and state.nodes[name].order or {} end
  function state.context.report_at(name, message) state.context.report(state.context.first[name], message) end
  function state.context.node(name) return state.nodes[name] end
  state.names = word_names(spec)
  words.add(state, function(setting, value) set(state, setting, value, inside.line()) end)
  return state
end

-- Lua's own messages, with their line taken off; calling a setting as if it were a word is said in plain words.
local function report_error(state, message)
  if type(message) ~= "string" then message = "error object of type " .. type(message) end
  local line, rest = message:match("^%(file%):(%d+): (.*)$")
  local name = (rest or message):match("^attempt to call a nil value %(global '([%w_]+)'%)")
  local is_setting = name and check.find(state.spec.settings, name)
  state.context.report(tonumber(line), is_setting and messages.say("setting_called", name, name)
    or plain.words(rest or message))
end

local function run(state, code, kind_of)
  local chunk, message = inside.compile(code, "=(file)", new_globals(state))
  if not chunk then return state.context.report(plain.syntax(message, state.context.places.tokens, kind_of)) end
  local ok, problem = pcall(chunk)
  if not ok then report_error(state, problem) end
  state.returned = ok and type(problem) == "table"
  return ok
end

local function is_required(setting, state)
  if type(setting.required) ~= "function" then return setting.required end
  return setting.required(state.context.first, state.file.settings)
end

local function check_whole(state)
  local settings = state.file.settings
  for _, setting in ipairs(state.spec.settings) do
    if is_required(setting, state) and not state.context.first[setting.name] and not state.meant[setting.name] then
      state.context.report(nil, messages.say("missing", setting.name, check.type_name(setting)))
    end
    if settings[setting.name] == nil then settings[setting.name] = setting.default end
  end
  if #state.context.problems == 0 and state.spec.finish then state.spec.finish(state.file, state.context) end
end

local function report_all(state, problems)
  for _, problem in ipairs(problems) do state.context.report(problem.line, problem.text) end
end

local function read(state, code)
  if #code > SOURCE_MAX then return state.context.report(nil, messages.say("too_large")) end
  if not source.check_encoding(code, state.file.path, state.context.report) then return end
  local function kind_of(name)
    return check.find(state.spec.settings, name) and "setting" or state.words[name] ~= nil and "word" or nil
  end
  local tokens, parts, problems, broken = source.scan((code:gsub("^\u{FEFF}", "")), kind_of)
  report_all(state, problems)
  if broken then return end
  if #tokens == 0 then
    return state.context.report(nil, messages.say("empty", messages.pick(state.spec.title), state.kind))
  end
  problems, broken = structure.check(tokens, parts, kind_of)
  report_all(state, problems)
  state.context.places = places.find(tokens)
  for _, name in ipairs(places.locals(tokens)) do state.names[#state.names + 1] = name end
  if broken or not run(state, table.concat(parts), kind_of) then return end
  if not state.returned or next(state.context.first) then return check_whole(state) end
  state.context.report(nil, messages.say "returned")
end

-- Plain data for the parent: functions are shown as true.
local function shown(value, depth)
  if type(value) == "function" then return true end
  if type(value) ~= "table" or depth > 60 then return value end
  local copy = {}
  for key, entry in next, value do copy[key] = shown(entry, depth + 1) end
  return copy
end

local function sorted(problems)
  for i, problem in ipairs(problems) do problem.order = i end
  table.sort(problems, function(a, b)
    if a.line ~= b.line then return (a.line or math.huge) < (b.line or math.huge) end
    return a.order < b.order
  end)
  return problems
end

---Loads a file into this state. Returns its settings, or the problems found, by line.
function M.load(kind, path, code, language)
  messages.language = language
  local state = new_state(kind, path)
  read(state, code)
  local problems = state.context.problems
  if #problems > 0 then return { problems = sorted(problems) } end
  state.closed = true
  loaded = state
  return { settings = shown(state.file.settings, 0) }
end

---Calls one of the functions that the file's kind offers.
function M.call(word, ...)
  if not loaded then return nil, "this file has not been loaded", "not_loaded" end
  local call = loaded.spec.calls and loaded.spec.calls[word]
  if not call then return nil, ("a file of this kind has nothing called '%s'"):format(word), "unknown" end
  return call(loaded.file, ...)
end

return M
