-- What the desk knows of its runs: each one's record, read when it is opened, and its rows, derived when something
-- first needs them. What deriving takes is loaded then too, so that the prompt is there at once.
local words = require "words"

local M = {}

M.meta = {} -- the metatable of runs; desk/run.lua fills it

local kept = setmetatable({}, { __mode = "k" }) -- run -> what is known of it

---@return table known { name, out, saved, desk, parent?, filter?, about?, rows?, extra? }
function M.known(run) return kept[run] end

---Makes a run of what is known of it.
function M.new(known)
  local run = setmetatable({}, M.meta)
  kept[run] = known
  return run
end

-- Rows that are whole stay as they are, as long as it is the same evaluation that goes on.
local function settled_of(known)
  local settled = known.settled
  local created = known.saved.created
  if not settled or settled.created ~= created then settled = { created = created, rows = {} } end
  known.settled = settled
  return settled.rows
end

---What is known of a run, with its rows.
function M.load(self)
  local known = kept[self]
  if known.rows then return known end
  if known.parent then
    local parent = M.load(known.parent)
    known.about, known.extra = parent.about, parent.extra
    known.rows = require("filter").rows(parent.rows, known.filter, require("states").limits(parent.about))
    return known
  end
  local about, rows, extra = require("commands.shared.results").open(known.name, known.out, settled_of(known))
  if not about then error(rows, 0) end
  known.about, known.rows, known.extra = about, rows, extra
  return known
end

---Forgets the rows: they are derived anew when they are needed next.
function M.forget(self)
  local known = kept[self]
  known.rows, known.about, known.extra, known.contexts = nil, nil, nil, nil
end

---What the sources of a report work on.
---@param options { convention: string? }?
function M.context(self, options)
  local known = M.load(self)
  local convention = options and options.convention or known.about.convention or "viva"
  known.contexts = known.contexts or {}
  if not known.contexts[convention] then
    local language = words.choose(nil, known.about.language, words.locale())
    known.contexts[convention] = require("context").new({ run = known.about, rows = known.rows, extra = known.extra,
      aggregate = require "stages.aggregate", convention = convention }, { name = "desk", digest = "" }, language)
  end
  return known.contexts[convention]
end

---The same run with the rows alone that fit a filter.
function M.where(self, chosen)
  if next(chosen) == nil then return self end
  local known = kept[self]
  return M.new { parent = self, filter = chosen, name = known.name, out = known.out, saved = known.saved,
    desk = known.desk }
end

return M
