-- Refinement: what a run has, what the workspace's files make of it now, where judge and physicians disagree.
local about_run = require "about_run"
local ask = require "ask"
local asking = require "commands.shared.asking"
local evaluate = require "commands.shared.evaluate"
local evaluation = require "evaluation"
local filters = require "filter"
local lfs = require "lfs"
local process = require "viva.process"
local refine = require "stages.refine"
local results = require "commands.shared.results"
local runs = require "runs"
local task = require "task"
local words = require "words"

local M = {}

function M.folder_of(path) return path:match("^(.*)/[^/]*$") or "." end

---Derives a record's rows from what is stored, asking nobody.
---@param record table from evaluation.read
---@param out string
---@param filter table? of the run
---@param saved table? what else is known of the run
---@return table|nil found { plan, rows, run, context (dry), extra }
---@return string? problem
function M.derive(record, out, filter, saved)
  local plan, problem = evaluation.plan(record, false)
  if not plan then return nil, problem end
  plan.conversations, problem = evaluate.choose(plan.dataset, filter or {})
  if not plan.conversations then return nil, problem end
  local stores
  stores, problem = runs.stores(out, record, true)
  if not stores then return nil, problem end
  local context = ask.open { stores = stores, limits = plan.limits, mode = "dry" }
  local rows, extra = evaluate.rows(context, plan, plan.conversations, {}), results.extra(stores)
  runs.close(stores)
  local run = about_run.describe(setmetatable({ record = record }, { __index = saved }), plan, rows)
  run, problem = results.with_ratings(out, run, rows, record.path)
  return run and { plan = plan, rows = rows, run = run, context = context, extra = extra }, problem
end

---A run, or an evaluation file whose answers are stored, for a comparison.
function M.version(name, out)
  if name:find("%.lua$") then
    local record, problem = evaluation.read(name)
    if not record then return nil, problem end
    return M.derive(record, out)
  end
  local run, rows = results.open(name, out)
  if not run then return nil, rows end
  return { run = run, rows = rows }
end

---What the workspace's files make of a run's answers now.
---@param name string? of the run
---@return table|nil state { saved, folder (the run's), workspace, record, now }
---@return string? problem
function M.open(name, out)
  local saved, problem = runs.read(out, name)
  if not saved then return nil, problem end
  local path = saved.record.path
  if not lfs.attributes(path, "mode") then
    return nil, ("%s, of which '%s' is a run, is not here; work in the folder where the run was made"):format(path,
      saved.record.name)
  end
  local state = { saved = saved, folder = saved.folder, path = path, workspace = M.folder_of(path), out = out }
  state.record, problem = evaluation.read(path)
  if not state.record then return nil, problem end
  state.now, problem = M.derive(state.record, out, saved.filter, saved)
  return state.now and state, problem
end

---The disagreements that may be looked at: with ratings, those of the tuning part.
---@param rows table[]
---@return table found { answers, points, rated, parts, counts = { tuning, held_out } }
function M.disagreements(rows, run)
  local rated = run.ratings ~= nil and run.ratings.count > 0
  local parts, chosen, counts = refine.split(rows), {}, { tuning = 0, held_out = 0 }
  for _, row in ipairs(rows) do
    local part = parts[filters.conversation(row.item)]
    if not rated or row.ratings and part == "tuning" then chosen[#chosen + 1] = row end
    if row.ratings then counts[part] = counts[part] + 1 end
  end
  return { answers = refine.answers(chosen, run, rated), points = refine.points(chosen, rated), rated = rated,
    parts = parts, counts = counts }
end

---The disagreement of a label such as "A3" or "P1".
function M.find(found, label)
  local kind, number = label:upper():match("^([AP])(%d+)$")
  local list = kind == "A" and found.answers or kind == "P" and found.points or {}
  local one = list[math.tointeger(tonumber(number))]
  if one then return one end
  local say, called = words.here(), {}
  for _, each in ipairs { { "A", #found.answers }, { "P", #found.points } } do
    local letter, count = each[1], each[2]
    called[#called + 1] = count > 1
      and say("refine_labels", letter, letter, count) or count == 1 and letter .. "1" or nil
  end
  if #called == 0 then return nil, say("refine_no_labels", label) end
  return nil, say("refine_no_label", label, table.concat(called, say "refine_and"))
end

---Judges the chosen conversations again, by the workspace's files; only what is not stored is asked.
---@param live table plan
---@return table|nil rows
---@return string? problem
function M.judge_again(state, live)
  local stores, problem = runs.stores(state.out, live.record, false)
  if not stores then return nil, problem end
  local context = ask.open { stores = stores, limits = live.limits, mode = "live" }
  asking.stop_on_signals(context)
  local rows = asking.everything(live, context, { judge_only = true })
  runs.close(stores)
  return rows
end

---Who changes a file: as git knows them, or as the system does.
function M.who(said)
  if said then return said end
  local child = process.start { argv = { "/bin/sh", "-c", "git config user.name 2>/dev/null" } }
  local line = child and task.await(child:line())
  if child then child:close() end
  return line or os.getenv("USER") or "unknown"
end

return M
