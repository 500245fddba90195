-- A run as it lies on the desk: its record is read at once, its rows when something first needs them.
local meant = require "meant"
local rows_of = require "desk.rows"
local runs = require "runs"
local text = require "viva.text"
local words = require "words"

local M = {}

local Run = rows_of.meta

local function methods() return require("desk.methods").methods end

local function model_names(self)
  local names = {}
  for i, model in ipairs(rows_of.known(self).saved.record.models) do names[i] = model.name end
  return names
end

local function items_of(self)
  local seen, items = {}, {}
  for _, row in ipairs(rows_of.load(self).rows) do
    if not seen[row.item] then items[#items + 1] = row.item end
    seen[row.item] = true
  end
  return items
end

local values = {
  name = function(self) return rows_of.known(self).name end,
  rows = function(self) return rows_of.load(self).rows end,
  about = function(self) return rows_of.load(self).about end,
  models = model_names,
  dataset = items_of,
}

---@param kind string? "method" or "value"; both when left out
---@return string[] the names of all that a run has
function M.names(kind)
  local names, lists = {}, { method = { methods(), require("report").sources() }, value = { values } }
  for of, group in pairs(lists) do
    for _, list in ipairs(of == (kind or of) and group or {}) do
      for name in pairs(list) do
        if not names[name] then names[#names + 1] = name end
        names[name] = true
      end
    end
  end
  table.sort(names)
  return names
end

function Run.__index(self, name)
  if methods()[name] then return methods()[name] end
  if values[name] then return values[name](self) end
  if require("report").sources()[name] then return require("desk.methods").from_source(name) end
  error(words.here()("desk_no_name", tostring(name), meant(name, M.names())), 2)
end

function Run.__newindex() error("a run is not written to", 2) end

local function listed(say, models)
  local parts = {}
  for i, model in ipairs(models) do
    local mark = model.simulated and say "simulated" or model.imported and say "imported"
    parts[i] = model.name .. (mark and (" (%s)"):format(mark) or "")
  end
  return table.concat(parts, ", ")
end

function Run.__tostring(self)
  local known = rows_of.known(self)
  local record, say = known.saved.record, known.desk.say
  local title = words.pick(record.title, known.desk.language)
  local state = known.saved.under_way and "desk_under_way" or known.saved.interrupted and "desk_interrupted"
  local lines = { known.name .. (title and ": " .. title or ""),
    say("desk_started", known.saved.created or "?") .. (state and ", " .. say(state) or ""),
    say("desk_models", listed(say, record.models)), say("desk_judged_by", listed(say, record.judge_models)) }
  if known.parent then lines[#lines + 1] = say("desk_fitting", #rows_of.load(self).rows) end
  if known.rows and not known.parent then lines[#lines + 1] = methods().status(self) end
  return text.clean(table.concat(lines, "\n  "))
end

---@param desk { out: string, columns: function, follow: function }
---@param name string? the newest when left out; a folder of a run names it too
---@return table|nil run
---@return string? problem
---@return string? code
function M.open(desk, name)
  local out, last = (name or ""):gsub("/+$", ""):match("^(.*)/runs/([^/]+)$")
  out, name = out or desk.out, last or name and name:match("([^/]+)/*$")
  local saved, problem, code = runs.read(out, name)
  if not saved then return nil, problem, code end
  return rows_of.new { name = saved.record.name, out = out, saved = saved, desk = desk }
end

---What the desk's other parts need: { name, out, saved, rows?, about? }.
function M.known(self) return rows_of.known(self) end
M.load = load

---@return boolean
function M.is(value) return getmetatable(value) == Run end

return M
