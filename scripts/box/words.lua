-- The words of a kind of file, made for one file: functions that check what they are given, at the line of the call.
local check = require "box.check"
local inside = require "viva.inside"
local places = require "box.places"

local M = {}

-- Where in the text this call stands: the how-manyth of that word on that line it is.
local function node_of(context, word, line)
  local key = word .. "\0" .. line
  context.calls[key] = (context.calls[key] or 0) + 1
  return places.call(context.places, word, line, context.calls[key])
end

local function remember(context, value, word, node)
  if type(value) == "table" then context.made[value] = { word = word, node = node } end
  return value
end

local function caller(state, word)
  local context = state.context
  return function(value)
    local line = inside.line()
    local node = node_of(context, word.name, line)
    local described = setmetatable({ name = word.name }, { __index = word.takes })
    if not check.value(described, value, node, context) then return context.dummy end
    if word.make then value = word.make(value, state.file, node.line, context) end
    return remember(context, value, word.name, node)
  end
end

local function standing(state, word)
  local value = word.value
  if word.of then value = word.of(state.file) end
  if word.takes then
    local call = caller(state, word)
    setmetatable(value, { __call = function(_, argument) return call(argument) end })
  end
  return remember(state.context, value, word.name, { line = nil, entries = {}, order = {}, twice = {} })
end

---Gives a state its words; `set(setting, value)` is what a setting written as a word does.
function M.add(state, set)
  for _, word in ipairs(state.spec.words or {}) do
    local stands = word.value ~= nil or word.of ~= nil
    state.words[word.name] = stands and standing(state, word) or caller(state, word)
    state.lasting[word.name] = word.of ~= nil or type(word.value) == "function"
  end
  for _, setting in ipairs(state.spec.settings) do
    if setting.callable then
      state.words[setting.name] = function(value) set(setting, value) end
    end
  end
end

return M
