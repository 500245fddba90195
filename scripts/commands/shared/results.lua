-- A run's results: derived again from its record and the reply stores, asking nobody. Commands that show results start
-- here.
local ask = require "ask"
local evaluate = require "commands.shared.evaluate"
local evaluation = require "evaluation"
local runs = require "runs"

local M = {}

local function replay(saved, plan, stores)
  local context = ask.open { stores = stores, limits = plan.limits, mode = "offline" }
  local filter = saved.filter or {}
  local conversations, problem = evaluate.choose(plan.dataset, filter)
  if not conversations then return nil, problem end
  return evaluate.rows(context, plan, conversations, { answers_only = filter.answers_only })
end

---What the stores know beyond the rows: attempts, and calls that may have been paid twice.
---@param stores table
---@return table extra { attempts = list, paid_twice = list, counts = by store }
function M.extra(stores)
  local extra = { attempts = {}, paid_twice = {}, counts = {} }
  for kind, store in pairs(stores) do
    for _, attempt in ipairs(store:attempts {}) do
      if attempt.class ~= "done" then extra.attempts[#extra.attempts + 1] = attempt end
    end
    for _, twice in ipairs(store:paid_twice()) do extra.paid_twice[#extra.paid_twice + 1] = twice end
    extra.counts[kind] = store:counts()
  end
  return extra
end

---Opens a run.
---@param name string? the newest when left out
---@param out string the folder for replies, runs and reports
---@return table|nil run as the reports know it
---@return table|string rows, or the problem
---@return table|string extra, or the problem's code; extra.dir is the run's folder
function M.open(name, out)
  local saved, problem, code = runs.read(out, name)
  if not saved then return nil, problem, code end
  local plan
  plan, problem, code = evaluation.plan(saved.record, false)
  if not plan then return nil, problem, code end
  local stores
  stores, problem, code = runs.stores(out, saved.record, true)
  if not stores then return nil, problem, code end
  local rows
  rows, problem = replay(saved, plan, stores)
  local extra = rows and M.extra(stores)
  runs.close(stores)
  if not rows then return nil, problem, "data" end
  extra.dir = saved.folder
  return runs.describe(saved, plan, rows), rows, extra
end

return M
