-- A run's results: derived again from its record and the reply stores, asking nobody; shown on the screen and written
-- as reports. Commands that show results start here.
local about_run = require "about_run"
local aggregate = require "stages.aggregate"
local agreement = require "commands.shared.agreement"
local ask = require "ask"
local context_of = require "context"
local evaluate = require "commands.shared.evaluate"
local evaluation = require "evaluation"
local filters = require "filter"
local pairs_of = require "commands.shared.pairs"
local plans = require "commands.shared.plans"
local ratings = require "ratings"
local refinements = require "refinements"
local report = require "report"
local runs = require "runs"
local saved_rows = require "saved_rows"
local screen = require "screen"
local states = require "states"
local text = require "viva.text"
local words = require "words"

local M = {}

-- What a report can be written as, as commands say it of their --format.
M.FORMATS = "html, md, tex, csv, xlsx, json, junit, or the name of a writer file"

local function replay(saved, plan, stores, settled)
  local context = ask.open { stores = stores, limits = plan.limits, mode = "offline" }
  local filter = saved.filter or {}
  local problem
  plan.conversations, problem = evaluate.choose(plan.dataset, filter)
  if not plan.conversations then return nil, problem end
  local path, key, items = saved_rows.path(saved), saved_rows.key(saved, plan, stores), plan.dataset.items
  local rows = key and saved_rows.load(path, key, items)
  if rows then return rows end
  rows = evaluate.rows(context, plan, plan.conversations, { answers_only = filter.answers_only, settled = settled })
  if key then saved_rows.save(path, key, rows, items) end
  return rows
end

-- Adds a store's attempts that brought no reply; one that failed for good and was sent anew later is marked `again`.
local function add_attempts(list, store)
  local failed = {}
  for _, attempt in ipairs(store:attempts {}) do
    local earlier = failed[attempt.request]
    if earlier and attempt.class ~= "not_sent" then earlier.again = true end
    if attempt.class == "failed" then failed[attempt.request] = attempt end
    if attempt.class ~= "done" then list[#list + 1] = attempt end
  end
end

---What the stores know beyond the rows: attempts, and calls that may have been paid twice.
---@param stores table
---@return table extra { attempts = list, paid_twice = list, counts = by store }
function M.extra(stores)
  local extra = { attempts = {}, paid_twice = {}, counts = {} }
  for kind, store in pairs(stores) do
    add_attempts(extra.attempts, store)
    for _, twice in ipairs(store:paid_twice()) do extra.paid_twice[#extra.paid_twice + 1] = twice end
    extra.counts[kind] = store:counts()
  end
  return extra
end

---A run with what physicians, or simulated raters, have said of its answers: `run.ratings` says who and how much, and
---`run.tuned` how many of the rated answers their judge was tuned on, as the workspace's ledger has it.
---@param path string of the evaluation, beside which the ledger lies
function M.with_ratings(out, run, rows, path)
  local about, problem, code = ratings.load(out, run.dataset.name, rows)
  if not about then return nil, problem, code end
  run.ratings, run.tuned = about, refinements.mark(rows, path:match("^(.*)/[^/]*$") or ".")
  return run
end

-- How many judgings an answer gets, by item.
local function due_of(saved, plan)
  local due, answers_only = {}, saved.filter and saved.filter.answers_only
  for _, item in ipairs(plan.dataset.items) do due[item.id] = answers_only and 0 or plans.judgings_of(plan, item) end
  return due
end

---Opens a run.
---@param name string? the newest when left out
---@param out string the folder for replies, runs and reports
---@param settled table? of evaluate.rows
---@return table|nil run as the reports know it
---@return table|string rows, or the problem
---@return table|string extra, or the problem's code; extra.dir is the run's folder, extra.due how many judgings an
---answer gets, by item
function M.open(name, out, settled)
  local saved, problem, code = runs.read(out, name)
  if not saved then return nil, problem, code end
  local plan
  plan, problem, code = evaluation.plan(saved.record, false)
  if not plan then return nil, problem, code end
  local stores
  stores, problem, code = runs.stores(out, saved.record, true)
  if not stores then return nil, problem, code end
  local rows
  rows, problem = replay(saved, plan, stores, settled)
  local extra = rows and M.extra(stores)
  if rows then
    extra.pairwise, problem = pairs_of.of_run(saved, plan, stores, rows)
    if problem then rows = nil end
  end
  runs.close(stores)
  if not rows then return nil, problem, "data" end
  extra.dir, extra.due = saved.folder, due_of(saved, plan)
  local run
  run, problem, code = M.with_ratings(out, about_run.describe(saved, plan, rows), rows, saved.record.path)
  if not run then return nil, problem, code end
  return run, rows, extra
end

---The rows of some of a run's models; the run then has no others.
---@param names string[] empty for all
---@return table[]|nil rows
---@return string? problem
function M.of_models(run, rows, names)
  if #names == 0 then return rows end
  local known, there, chosen = {}, {}, {}
  for i, model in ipairs(run.models) do known[model.name], there[i] = model, model.name end
  for i, name in ipairs(names) do
    if not known[name] then
      return nil, words.here()("runs_no_model", name, table.concat(there, ", "))
    end
    chosen[i] = known[name]
  end
  run.models = chosen
  return filters.rows(rows, { model = names })
end

---Writes one report of a run.
---@param options { name: string?, format: string?, out: string?, language: string?, convention: string?,
---models: string[]?, other: table?, workspace: string? } `models`: the only ones whose rows are given; `other`: the run
---it is compared with
---@return string|nil path
---@return string? problem
function M.write(run, rows, extra, options)
  for _, name in ipairs { options.name or "leaderboard", options.format or "html" } do
    if name:find("[^%w_-]") then return nil, ("'%s' is no name of a report or writer file"):format(name) end
  end
  local paths, problem, code = report.build { run = run, rows = rows, extra = extra, aggregate = aggregate,
    agreement = agreement.of(rows, run), name = options.name, format = options.format, language = options.language,
    convention = options.convention, models = options.models, other = options.other,
    command = options.command, out = options.out, workspace = options.workspace or ".", locale = words.locale() }
  return paths and paths[1], problem, code
end

local function complete(rows)
  for _, row in ipairs(rows) do
    if row.answer.state ~= "obtained" then return false end
    for _, judging in ipairs(row.judgings) do
      if judging.state == "failed" then return false end
    end
    if #states.not_combined(row) > 0 then return false end
  end
  return true
end

local function count_reason(reasons, who, why)
  local key = ("%s: %s"):format(who, why)
  if not reasons[key] then
    reasons[key] = { key = key, count = 0 }
    reasons[#reasons + 1] = reasons[key]
  end
  reasons[key].count = reasons[key].count + 1
end

-- Why answers and verdicts were not obtained, the commonest first.
local function failures(rows)
  local reasons = {}
  for _, row in ipairs(rows) do
    if row.answer.state == "failed" then count_reason(reasons, row.model, row.answer.error) end
    for _, judging in ipairs(row.judgings) do
      if judging.state == "failed" then count_reason(reasons, "judging by " .. judging.judge_model, judging.error) end
    end
    for _, problem in ipairs(states.not_combined(row)) do
      count_reason(reasons, "combining the judge models", problem)
    end
  end
  table.sort(reasons, function(a, b) return a.count == b.count and a.key < b.key or a.count > b.count end)
  return reasons
end

local MOST_REASONS = 5

---Says why answers and verdicts were not obtained, where some were not.
function M.show_failures(rows)
  local reasons, say = failures(rows), words.here()
  for i = 1, math.min(#reasons, MOST_REASONS) do
    print(say("console_not_obtained", reasons[i].count, text.clean(reasons[i].key)))
  end
  if #reasons > MOST_REASONS then print(say("console_other_reasons", #reasons - MOST_REASONS)) end
end

local function by_name(endpoints)
  local found = {}
  for _, endpoint in ipairs(endpoints) do found[endpoint.name] = endpoint end
  return found
end

---What a run has cost so far, by currency: a budget is for the whole run, however often it is started.
---@return table<string, number>
function M.spent(plan, rows)
  local spent, models, judge_models = {}, by_name(plan.models), by_name(plan.judge_models)
  local function add(endpoint, cost)
    if not cost then return end
    local currency = endpoint.price and endpoint.price.currency or "USD"
    spent[currency] = (spent[currency] or 0) + cost
  end
  for _, row in ipairs(rows) do
    add(models[row.model], row.answer.cost)
    for _, judging in ipairs(row.judgings) do add(judge_models[judging.judge_model], judging.cost) end
  end
  return spent
end

---Shows what a run has found: its leaderboard on the screen, its reports as files.
---@return boolean complete whether every answer and verdict was obtained
---@return string? problem
function M.show(saved, plan, rows, context, options)
  local run, problem = M.with_ratings(options.out, about_run.describe(saved, plan, rows), rows, saved.record.path)
  if not run then return false, problem end
  local extra = M.extra(context.stores)
  extra.dir = saved.folder
  local board = context_of.board(aggregate, rows, run, { convention = options.convention or run.convention })
  local language = words.choose(options.language, run.language, words.locale())
  if #board.rows > 0 then io.write("\n", screen.leaderboard(board, run, language)) end
  io.write(screen.shares(rows, run, language, #board.rows == 0))
  M.show_failures(rows)
  local names = saved.record.report or { "leaderboard" }
  for _, name in ipairs(type(names) == "table" and names or { names }) do
    local path, code
    path, problem, code = M.write(run, rows, extra, { name = name, language = options.language,
      convention = options.convention })
    if not path and code ~= "lacking" then return false, problem end
    print(path and ("%s: %s"):format(words.in_language(language) "report", path) or text.clean(problem))
  end
  return complete(rows)
end

return M
