-- The rows of a finished run, saved beside its record, so that they are read the next time instead of derived. They
-- stand under the digest of everything that they were made from; under another digest, or damaged, the file says
-- nothing and is written anew. Whoever deletes it loses nothing.
--
--   OUT/runs/NAME/rows.saved    key, and rows in batches (scripts/batches.lua). A row has the place of its item in the
--                               dataset instead of the item.
local batches = require "batches"
local digest = require "viva.digest"
local files = require "files"
local states = require "states"

local M = {}

local FORM = "rows/1" -- raised when rows become something else

---@param saved table of runs.read
---@return string path
function M.path(saved) return saved.folder .. "/rows.saved" end

local function add_files(parts, kind, list)
  parts[#parts + 1] = kind
  for _, file in ipairs(list) do
    parts[#parts + 1], parts[#parts + 2] = file.name, file.digest
  end
end

---Everything that the rows of a run are made from: its record, its data, the experts' files, and all that the stores
---hold at this moment.
---@param saved table of runs.read
---@param plan table
---@param stores table
---@return string|nil key 32 bytes; nil where a store does not say what it holds
function M.key(saved, plan, stores)
  local parts = { FORM, viva_version, plan.reading, saved.text, plan.dataset.name, plan.dataset.digest }
  add_files(parts, "judges", plan.judges)
  add_files(parts, "checklists", plan.checklists.files)
  add_files(parts, "rules", plan.checklists.rules)
  for _, kind in ipairs { "real", "simulated" } do
    local state = not stores[kind] and "none" or stores[kind]:state()
    if not state then return nil end
    parts[#parts + 1], parts[#parts + 2] = kind, state
  end
  return digest.identity(parts)
end

---@param path string
---@param key string
---@param items table[] of the dataset
---@return table[]|nil rows nil where none are saved under the key
function M.load(path, key, items)
  local handle = io.open(path, "rb")
  if not handle then return nil end
  local rows = handle:read(#key) == key and batches.read(handle) or nil
  handle:close()
  for _, row in ipairs(rows or {}) do row.item = items[row.item] end
  return rows
end

-- Whether a judging failed by what the store tells of a model, or because none was to be asked. When the box fails, it
-- may have been the machine's fault.
local function is_told(judging)
  if judging.code == "not_asked" then return false end
  return judging.code == "local_only" or #(judging.requests or {}) > judging.asked
end

-- Whether nothing is left to ask, and deriving the rows again would give the same.
local function is_finished(rows)
  for _, row in ipairs(rows) do
    if row.answer.code == "not_asked" then return false end
    for _, judging in ipairs(row.judgings) do
      if judging.state == "failed" and not is_told(judging) then return false end
    end
    if #states.not_combined(row) > 0 then return false end
  end
  return true
end

local function places_of(items)
  local places = {}
  for i, item in ipairs(items) do places[item] = i end
  return places
end

---Saves the rows of a run when it is finished. A folder that cannot be written to is left as it is.
---@param path string
---@param key string
---@param rows table[]
---@param items table[] of the dataset
function M.save(path, key, rows, items)
  if not is_finished(rows) then return end
  local places = places_of(items)
  local bytes = batches.write(rows, function(row)
    local copy = {}
    for name, value in pairs(row) do copy[name] = value end
    copy.item = places[copy.item]
    return copy.item and copy
  end)
  if bytes then files.write(path, key .. bytes) end
end

return M
