-- The Vega specification that a report file gives, or lays over one of ours: what can be told to be wrong at its own
-- line without Vega. Whether its names are there is looked at when it is whole (scripts/chart_check.lua).
local check = require "box.check"
local contains = require "box.contains"
local messages = require "box.messages"
local places = require "box.places"
local text = require "viva.text"

local M = {}

local TOP = { "$schema", "description", "background", "width", "height", "padding", "autosize", "config", "signals",
  "data", "scales", "projections", "axes", "legends", "title", "marks", "encode", "usermeta", "layout" }
local LISTS = { "signals", "data", "scales", "projections", "axes", "legends", "marks" }
-- No image: a page loads nothing.
local MARKS = { "arc", "area", "group", "line", "path", "rect", "rule", "shape", "symbol", "text", "trail" }
local SCALES = { "linear", "log", "pow", "sqrt", "symlog", "time", "utc", "sequential", "ordinal", "band", "point",
  "quantile", "quantize", "threshold", "bin-ordinal", "identity" }
local SIDES = { "left", "right", "top", "bottom" }

-- An entry's setting that is one of a few texts.
local function one_of(name, list)
  return function(entry, node, context)
    if entry[name] == nil or contains(list, entry[name]) or type(entry[name]) == "table" then return true end
    check.not_one_of(name, list, entry[name], node.entries[name] or node, context)
    return false
  end
end

local function no_url(entry, node, context)
  if entry.url == nil then return true end
  context.report(places.line(node, "url"), messages.say "chart_url")
  return false
end

local mark_type = one_of("type", MARKS)
local EACH = { data = no_url, scales = one_of("type", SCALES), axes = one_of("orient", SIDES) }

local lists

-- A group of marks has lists of its own.
function EACH.marks(entry, node, context)
  local good = mark_type(entry, node, context)
  return lists(entry, node, context) and good
end

local function list(name, value, node, context)
  if type(value) ~= "table" or next(value) ~= nil and #value == 0 then
    context.report(node.line, messages.say("wrong_type", name, messages.type "list", messages.type(type(value))))
    return false
  end
  local good = true
  for i, entry in ipairs(value) do
    local at = node.entries[i] or { line = node.line, entries = {} }
    if type(entry) ~= "table" then
      context.report(at.line, messages.say("wrong_type", ("%s[%d]"):format(name, i), messages.type "settings",
        messages.type(type(entry))))
      good = false
    elseif EACH[name] then
      good = EACH[name](entry, at, context) and good
    end
  end
  return good
end

function lists(spec, node, context)
  local good = true
  for _, name in ipairs(LISTS) do
    if spec[name] ~= nil then good = list(name, spec[name], node.entries[name] or node, context) and good end
  end
  return good
end

-- A size is a number, or a table with a signal.
local function sizes(spec, node, context)
  local good = true
  for _, name in ipairs { "width", "height" } do
    if spec[name] ~= nil and type(spec[name]) ~= "number" and type(spec[name]) ~= "table" then
      context.report(places.line(node, name), messages.say("wrong_type", name, messages.type "number",
        messages.type(type(spec[name]))))
      good = false
    end
  end
  return good
end

---Checks the specification of a chart of a report file.
function M.check(spec, node, context)
  local good = lists(spec, node, context)
  good = sizes(spec, node, context) and good
  for name in pairs(spec) do
    if not contains(TOP, name) then
      context.report(places.line(node, name), messages.near("unknown_setting", tostring(name),
        type(name) == "string" and text.similar(name, TOP)))
      good = false
    end
  end
  return good
end

return M
