-- Runs on disk. A run's folder holds what its results are derived from besides the reply stores: its record, a copy of
-- its data, judge files and checklists; and what is derived, only under the digest of all its sources (saved_rows.lua).
--
--   OUT/replies.db, OUT/simulated.db     the reply stores
--   OUT/runs/NAME/run.json, data/, judges/, checklists/, rows.saved, and the reports that were written
local files = require "files"
local json = require "json"
local lfs = require "lfs"
local meant = require "meant"
local store = require "viva.store"
local words = require "words"

local M = {}

-- What a store that does not exist yet would say.
local EMPTY = {
  reply = function() return nil end, memo = function() return nil end, attempts = function() return {} end,
  paid_twice = function() return {} end, counts = function() return { replies = 0, attempts = 0 } end,
  state = function() return "" end, close = function() end,
}

function M.folder(out, name) return ("%s/runs/%s"):format(out, name) end

local function open_store(path, simulated, readonly)
  if readonly and not lfs.attributes(path, "mode") then return EMPTY end
  return store.open(path, { simulated = simulated, readonly = readonly })
end

---Opens the reply stores that a record needs.
---@param readonly boolean for reports and plans, which may go on beside a run
---@return table|nil stores { real?, simulated? }
---@return string? problem
---@return string? code
function M.stores(out, record, readonly)
  local wants = { real = false, simulated = false }
  for _, models in ipairs { record.models, record.judge_models } do
    for _, model in ipairs(models) do wants[model.simulated and "simulated" or "real"] = true end
  end
  local stores = {}
  for kind, file in pairs { real = "replies.db", simulated = "simulated.db" } do
    if wants[kind] then
      local one, problem, code = open_store(out .. "/" .. file, kind == "simulated", readonly)
      if not one then
        M.close(stores)
        return nil, problem, code
      end
      stores[kind] = one
    end
  end
  return stores
end

function M.close(stores)
  for _, one in pairs(stores) do one:close() end
end

local function copy_data(record, folder)
  for _, name in ipairs { "dataset.json", "items.jsonl" } do
    local bytes, problem = files.read(record.data .. "/" .. name)
    if not bytes then return nil, problem end
    local done
    done, problem = files.write(folder .. "/data/" .. name, bytes)
    if not done then return nil, problem end
  end
  return true
end

local KEPT = { judges = "judges", checklists = "checklists", rules = "checklists/rules" }

-- Experts' files as they were loaded: the judges, the checklists and the rules that find points in texts.
local function copy_experts(plan, folder)
  for part, list in pairs { judges = plan.judges, checklists = plan.checklists.files, rules = plan.checklists.rules } do
    for _, file in ipairs(list) do
      local done, problem = files.write(("%s/%s/%s.lua"):format(folder, KEPT[part], file.name), file.source)
      if not done then return nil, problem end
    end
  end
  return true
end

---Keeps a run's record with copies of its data and of the experts' files it used.
---@param saved table { record, created, command, filter, versions, ... }; plain data
---@return string|nil folder
---@return string? problem
function M.save(out, saved, plan)
  local folder = M.folder(out, saved.record.name)
  for _, part in ipairs { "/data", "/judges", "/checklists", "/checklists/rules" } do
    local made, problem = files.make_folder(folder .. part)
    if not made then return nil, problem end
  end
  local before = files.read(folder .. "/run.json")
  saved.pairs = saved.pairs or before and (json.decode(before) or {}).pairs -- what was compared stays known
  local done, problem = copy_data(saved.record, folder)
  if done then done, problem = copy_experts(plan, folder) end
  if done then done, problem = files.write(folder .. "/run.json", json.encode(saved, { indent = 2 }) .. "\n") end
  return done and folder, problem
end

---Notes in a run's record that answers of two of its models are compared, and keeps a copy of the comparison file. What
---was noted for the same models and file is replaced.
---@param folder string the run's
---@param about { models: string[], file: string, digest: string, command: string }
---@param source string the comparison file
---@return boolean|nil kept
---@return string? problem
function M.add_pairs(folder, about, source)
  local saved, kept = json.decode((files.read(folder .. "/run.json"))), {}
  for _, one in ipairs(saved.pairs or {}) do
    local same = one.file == about.file and one.models[1] == about.models[1] and one.models[2] == about.models[2]
    if not same then kept[#kept + 1] = one end
  end
  kept[#kept + 1] = about
  saved.pairs = kept
  local done, problem = files.make_folder(folder .. "/comparisons")
  if done then done, problem = files.write(("%s/comparisons/%s.lua"):format(folder, about.file), source) end
  if done then done, problem = files.write(folder .. "/run.json", json.encode(saved, { indent = 2 }) .. "\n") end
  return done, problem
end

---@return string[] names of the runs under OUT, the newest last
function M.names(out)
  local found = {}
  if lfs.attributes(out .. "/runs", "mode") ~= "directory" then return {} end
  for name in lfs.dir(out .. "/runs") do
    local changed = lfs.attributes(M.folder(out, name) .. "/run.json", "modification")
    if changed then found[#found + 1] = { name = name, changed = changed } end
  end
  table.sort(found, function(a, b) return a.changed == b.changed and a.name < b.name or a.changed < b.changed end)
  for i, one in ipairs(found) do found[i] = one.name end
  return found
end

---Reads a run's record, its paths pointing at the copies; `origin` is where a copy was made from.
---@param name string? or the run's folder; the newest run when left out
---@return table|nil saved
---@return string? problem
---@return string? code
function M.read(out, name)
  local names = M.names(out)
  name = name and name:match("([^/]+)/*$") or names[#names]
  local say = words.here()
  if #names == 0 then return nil, say("desk_no_run", out), "no_run" end
  local folder = M.folder(out, name)
  local text = files.read(folder .. "/run.json")
  if not text then
    return nil, say("runs_none", name, out, meant(name, names, say("there_are", table.concat(names, ", ")))), "no_run"
  end
  local saved, problem = json.decode(text)
  if not saved then return nil, ("%s/run.json: %s"):format(folder, problem), "damaged" end
  saved.folder, saved.text, saved.record.data = folder, text, folder .. "/data"
  saved.record.judge_models = saved.record.judge_models or { saved.record.judge_model } -- as 0.1 kept it
  for part, place in pairs(KEPT) do
    for _, file in ipairs(saved.record[part] or {}) do
      file.origin, file.path = file.path, ("%s/%s/%s.lua"):format(folder, place, file.name)
    end
  end
  return saved
end

return M
