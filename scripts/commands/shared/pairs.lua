-- Two models' answers of a run, paired and compared: live, from what is stored, or counted for a plan.
local ask = require "ask"
local compare = require "stages.compare"
local experts = require "experts"
local task = require "task"

local M = {}

local AHEAD = 64 -- pairs beyond the places on the wire

local function index(rows)
  local found = {}
  for _, row in ipairs(rows) do found[("%s\0%s\0%d"):format(row.model, row.item.id, row.sample or 1)] = row end
  return found
end

local function side_of(found, model, item, sample, earlier)
  local row = found[("%s\0%s\0%d"):format(model, item.id, sample)]
  local side = row and { row = row, history = table.move(earlier, 1, #earlier, 1, {}) }
  if row and row.answer.state == "obtained" then
    earlier[#earlier + 1] = { question = item.question, answer = row.answer.text }
  end
  return side
end

local function pair_conversation(found, file, models, conversation, sample, list)
  local histories = { {}, {} }
  for _, item in ipairs(conversation.items) do
    local pair = {}
    for i, model in ipairs(models) do pair[i] = side_of(found, model, item, sample, histories[i]) end
    if pair[1] and pair[2] and compare.compares(file, item) then
      list[#list + 1] = { item = item, sample = sample, pair = pair }
    end
  end
end

---The pairs of answers of two models, each with the earlier rounds of its own conversation.
---@return table[] jobs { item, sample, pair }
function M.jobs(plan, file, models, rows)
  local found, list = index(rows), {}
  for _, conversation in ipairs(plan.conversations) do
    for sample = 1, plan.answers do pair_conversation(found, file, models, conversation, sample, list) end
  end
  return list
end

---Compares pairs; gives them their `comparisons`.
---@param jobs table[] of `jobs`
---@param on_comparison fun(comparison: table)?
---@return table[] jobs
function M.compare(context, plan, file, jobs, on_comparison)
  local places = AHEAD
  for _, endpoint in ipairs(plan.judge_models) do places = places + endpoint.window.most end
  task.each(jobs, context.mode == "live" and places or 1, function(job)
    job.comparisons = compare.pair(context, plan, file, job.pair, on_comparison)
  end)
  return jobs
end

-- One of the comparisons that a run's record names, from what is stored.
local function recall(saved, plan, stores, rows, about)
  local file, problem, code = experts.load("comparison", ("%s/comparisons/%s.lua"):format(saved.folder, about.file))
  if not file then return nil, problem, code end
  local context = ask.open { stores = stores, limits = plan.limits, mode = "offline" }
  local results = M.compare(context, plan, file, M.jobs(plan, file, about.models, rows))
  experts.drop(file)
  return { models = about.models, file = file.name, title = file.settings.title, digest = file.digest,
    results = results }
end

---The comparisons that were made of a run's answers; nil where there are none.
---@param saved table of runs.read
---@param plan table with its conversations
---@return table[]|nil list { models, file, title, digest, results }
---@return string? problem
---@return string? code
function M.of_run(saved, plan, stores, rows)
  if not saved.pairs then return nil end
  local list = {}
  for i, about in ipairs(saved.pairs) do
    local problem, code
    list[i], problem, code = recall(saved, plan, stores, rows, about)
    if not list[i] then return nil, problem, code end
  end
  return list
end

---What comparisons have cost, added to what was spent by currency.
function M.add_cost(spent, plan, results)
  local by_name = {}
  for _, endpoint in ipairs(plan.judge_models) do by_name[endpoint.name] = endpoint end
  for _, result in ipairs(results) do
    for _, one in ipairs(result.comparisons or {}) do
      local price = by_name[one.judge_model].price
      local currency = price and price.currency or "USD"
      if one.cost then spent[currency] = (spent[currency] or 0) + one.cost end
    end
  end
  return spent
end

return M
