-- The files that an evaluation is made of, and what follows from them: looked at again after each save. The last good
-- version of each file stays in force.
local about_run = require "about_run"
local ask = require "ask"
local asking = require "commands.shared.asking"
local evaluate = require "commands.shared.evaluate"
local evaluation = require "evaluation"
local experts = require "experts"
local files = require "files"
local lfs = require "lfs"
local memory = require "memory"
local results = require "commands.shared.results"
local runs = require "runs"
local states = require "states"

local M = {}

local function folder_of(path) return path:match("^(.*)/[^/]*$") or "." end

---@param path string the evaluation
---@param options { out: string, category: string[]?, item: string[]?, limit: integer? }
function M.new(path, options)
  return { path = path, options = options, kept = experts.keep(), memory = memory.new(), seen = {} }
end

-- Each folder once, when it is there.
local function add_folder(list, folder)
  if list[folder] or lfs.attributes(folder, "mode") ~= "directory" then return end
  list[folder], list[#list + 1] = true, folder
end

---The folders in which something may change.
function M.folders(self)
  local own, list = folder_of(self.path), {}
  add_folder(list, own)
  for _, base in ipairs { own, viva_root } do
    for _, part in ipairs { "judges", "comparisons", "checklists", "checklists/rules" } do
      add_folder(list, base .. "/" .. part)
    end
  end
  add_folder(list, own .. "/reports")
  if not self.record then return list end
  add_folder(list, self.record.data)
  for _, judge in ipairs(self.record.judges) do add_folder(list, folder_of(judge.path)) end
  return list
end

-- In the evaluation's own folder it alone counts; elsewhere every file of Lua, and the data.
local function is_ours(self, folder, name)
  if folder .. "/" .. name == self.path or folder == "." and name == self.path then return true end
  local is_data = self.record and folder == self.record.data and (name == "items.jsonl" or name == "dataset.json")
  return is_data or folder ~= folder_of(self.path) and name:find("%.lua$") and name:sub(1, 1) ~= "."
end

local function contents(self)
  local found = {}
  for _, folder in ipairs(M.folders(self)) do
    for name in lfs.dir(folder) do
      if is_ours(self, folder, name) then
        local path = files.beside(folder, name)
        found[path] = files.read(path)
      end
    end
  end
  return found
end

---The paths whose text is not what it was when this was last asked, sorted.
function M.changed(self)
  local now, list = contents(self), {}
  for path, bytes in pairs(now) do
    if self.seen[path] ~= bytes then list[#list + 1] = path end
  end
  for path in pairs(self.seen) do
    if not now[path] then list[#list + 1] = path end
  end
  self.seen = now
  table.sort(list)
  return list
end

local function load(self, live)
  local record, problem = evaluation.read(self.path)
  if not record then return nil, problem end
  local plan
  plan, problem = evaluation.plan(record, live)
  if not plan then return nil, problem end
  plan.conversations, problem = evaluate.choose(plan.dataset, self.options)
  return plan.conversations and plan, problem
end

local function sorted(problems)
  local list = {}
  for _, problem in pairs(problems) do list[#list + 1] = problem end
  table.sort(list)
  return list
end

-- Of the files that were saved, those that are broken, and those that were and are not any more.
local function sort_out(changed, before, now)
  local broken, mended = 0, {}
  for _, path in ipairs(changed) do
    broken = broken + (now[path] and 1 or 0)
    if before[path] and not now[path] then mended[#mended + 1] = path end
  end
  return broken == #changed, mended
end

-- A report file is nobody's part until it is written; it is loaded to see whether it can be.
local function load_reports(changed)
  local good = {}
  for _, path in ipairs(changed) do
    local name = path:match("%f[^/\0]reports/([^/]+)%.lua$")
    if name and experts.load("report", path) then good[#good + 1] = { name = name, path = path } end
  end
  return good
end

---Loads what can be loaded; a plan that does not come about leaves the last one in force.
---@param changed string[] paths that were saved
---@return table|nil plan
---@return table result { problems: string[], mended: string[], all_broken: boolean, reports: string[] }
function M.load(self, changed)
  local before = self.kept.problems
  self.kept.problems = {}
  local plan, problem = load(self, false)
  if plan then self.plan, self.record = plan, plan.record end
  local reports = {}
  for _, one in ipairs(load_reports(changed)) do
    if not self.kept.problems[one.path] then reports[#reports + 1] = one.name end
  end
  local problems = (plan or next(self.kept.problems)) and sorted(self.kept.problems) or { problem }
  local all_broken, mended = sort_out(changed, before, self.kept.problems)
  return plan, { problems = problems, mended = mended, all_broken = all_broken, reports = reports }
end

---Forgets versions of files that are no longer in force.
function M.forget(self)
  for _, file in ipairs(self.kept.old) do experts.drop(file) end
  self.kept.old = {}
end

---Derives everything from what is stored, asking nobody.
---@return table|nil found { rows, run, context (dry), limits, extra }
---@return string? problem
function M.derive(self)
  local plan = self.plan
  local stores, problem = runs.stores(self.options.out, plan.record, true)
  if not stores then return nil, problem end
  memory.turn(self.memory)
  local context = ask.open { stores = stores, limits = plan.limits, mode = "dry", memory = self.memory }
  local rows = evaluate.rows(context, plan, plan.conversations, {})
  local extra, run = results.extra(stores), about_run.describe({ record = plan.record }, plan, rows)
  runs.close(stores)
  run, problem = results.with_ratings(self.options.out, run, rows, self.path)
  return run and { rows = rows, run = run, context = context, limits = states.limits(run), extra = extra }, problem
end

---What the examples of judge files are read as, where that is not what they say.
---@param judges table[]
---@return string[] problems
function M.examples(judges)
  local problems = {}
  for _, judge in ipairs(judges) do
    local found, problem = experts.call(judge, "examples")
    if not found then found = { problem } end
    table.move(found, 1, #found, #problems + 1, problems)
  end
  return problems
end

---Asks what the answers that are stored still lack of verdicts.
---@param on_start fun(context: table)
---@return table[]|nil rows
---@return string? problem
function M.ask(self, on_start)
  local plan, problem = load(self, true)
  if not plan then return nil, problem end
  local made
  made, problem = files.make_folder(self.options.out)
  if not made then return nil, problem end
  local stores
  stores, problem = runs.stores(self.options.out, plan.record, false)
  if not stores then return nil, problem end
  local context = ask.open { stores = stores, limits = plan.limits, mode = "live" }
  on_start(context)
  local rows = asking.everything(plan, context, { judge_only = true })
  runs.close(stores)
  return rows
end

return M
