-- What the last change of `viva refine` was measured at: the verdicts of then, kept in the run's folder, so that the
-- next block of the ledger begins where the last one ended. Without one, the run as it was made is the beginning.
local batches = require "batches"
local differences = require "differences"
local files = require "files"
local refinements = require "refinements"
local results = require "commands.shared.results"

local M = {}

local function path_of(state) return state.folder .. "/measured.saved" end

local function key_of(row) return ("%s\0%s\0%d"):format(row.model, row.item.id, row.sample) end

local function pick(from, names)
  local made = {}
  for _, name in ipairs(names) do made[name] = from[name] end
  return made
end

local function each(list, names)
  local made = {}
  for i, one in ipairs(list or {}) do made[i] = pick(one, names) end
  return made
end

-- What verdicts come from, besides the answers.
local function sources(run)
  return { dataset = pick(run.dataset, { "name", "digest" }), checklists = each(run.checklists, { "name", "digest" }),
    judges = each(run.judges, { "name", "digest", "usable_from", "repeats", "levels" }),
    judge_models = each(run.judge_models, { "name", "model", "parameters" }) }
end

local function of_row(row)
  local made = pick(row, { "model", "sample", "jury" })
  made.item = pick(row.item, { "id", "category", "group", "round", "points" })
  made.answer = pick(row.answer, { "state", "code" })
  made.judgings = each(row.judgings, { "judge", "judge_model", "repeat", "state", "code", "score", "safety_risk",
    "points", "error", "why" })
  return made
end

---Keeps what was measured under the time of its block.
---@param after { rows: table[], run: table }
function M.keep(state, when, after)
  local list = table.move(after.rows, 1, #after.rows, 2, { { when = when, run = sources(after.run) } })
  local bytes, problem = batches.write(list, function(one) return one.when and one or of_row(one) end)
  if not bytes then return nil, problem end
  return files.write(path_of(state), bytes)
end

-- What was kept, as long as the ledger still has its block.
local function kept_of(state)
  local handle, ledger = io.open(path_of(state), "rb"), files.read(refinements.path(state.workspace)) or ""
  local rows = handle and batches.read(handle)
  if handle then handle:close() end
  local kept = rows and table.remove(rows, 1)
  if not kept or not ledger:find("\n## " .. kept.when, 1, true) then return nil end
  kept.rows = rows
  return kept
end

---The state from which the next change is measured.
---@return table|nil last { rows, run, from = key of a word and what fills it in }
---@return string? problem
function M.last(state)
  local kept, ratings = kept_of(state), {}
  if not kept then
    local run, rows = results.open(state.saved.record.name, state.out)
    if not run then return nil, rows end
    return { rows = rows, run = run, from = { "refine_from_run" } }
  end
  for _, row in ipairs(state.now.rows) do ratings[key_of(row)] = row.ratings end
  for _, row in ipairs(kept.rows) do row.ratings = ratings[key_of(row)] end
  return { rows = kept.rows, run = kept.run, from = { "refine_from_block", kept.when } }
end

---What verdicts come from that is not the same in two states.
---@return string[] names such as "judge safety"
function M.changes(before, after)
  local list, seen = {}, {}
  for _, one in ipairs(differences.of(sources(before), sources(after))) do
    local name = one.kind:gsub("_", " ") .. (one.name and " " .. one.name or "")
    if not seen[name] then list[#list + 1], seen[name] = name, true end
  end
  return list
end

return M
