-- A run that asks: with a progress line, within its budget, ended by Ctrl-C without losing anything.
local ask = require "ask"
local evaluate = require "commands.shared.evaluate"
local loop = require "viva.loop"
local plans = require "commands.shared.plans"
local progress = require "commands.shared.progress"
local results = require "commands.shared.results"
local simulated = require "simulated"
local task = require "task"
local words = require "words"

local M = {}

local GRACE = 30 -- seconds that calls under way get to end after the first Ctrl-C

-- The first Ctrl-C stops new calls and lets those under way end; the second ends at once. Nothing is lost either way.
local function stop_on(signal, status, context, state)
  task.await(loop.signal(signal))
  state.status = status
  context.stopping = "the run was interrupted"
  io.stderr:write("\n", words.here() "console_stopping", "\n")
  task.spawn(function()
    task.sleep(GRACE)
    os.exit(status)
  end)
  task.await(loop.signal(signal))
  os.exit(status)
end

---@return table state whose `status` is set once a signal has come
function M.stop_on_signals(context)
  local state = {}
  task.spawn(stop_on, "INT", 130, context, state)
  task.spawn(stop_on, "TERM", 143, context, state)
  return state
end

local function count_calls(plan, options)
  local total = 0
  for _, conversation in ipairs(plan.conversations) do
    for _, item in ipairs(conversation.items) do
      total = total + 1 + (options.answers_only and 0 or plans.judgings_of(plan, item))
    end
  end
  return total * #plan.models * plan.answers
end

---Where only what is stored may be judged, answers are looked up and never asked for.
function M.stored_answers(context, options)
  return options.judge_only and setmetatable({ mode = "offline" }, { __index = context }) or nil
end

local function spent_before(plan, stores)
  local before = ask.open { stores = stores, limits = plan.limits, mode = "offline" }
  return results.spent(plan, evaluate.rows(before, plan, plan.conversations, {}))
end

---Asks all that plan.conversations lack; ends the simulation that answered, where there was one.
---@param plan table from evaluation.plan, live, with its `conversations`
---@param context table from ask.open, live
---@param options { answers_only?: boolean, judge_only?: boolean }
---@return table[] rows
function M.everything(plan, context, options)
  if plan.limits.budget then context.spent = spent_before(plan, context.stores) end
  local shown = progress.start(context, count_calls(plan, options))
  local rows = evaluate.rows(context, plan, plan.conversations, {
    answers_only = options.answers_only,
    answer_context = M.stored_answers(context, options),
    on_answer = function(row)
      local failed = row.answer.state == "failed"
      progress.count(shown, failed)
      if row.answer.state ~= "obtained" and not options.answers_only then
        for _ = 1, plans.judgings_of(plan, row.item) do progress.count(shown, failed) end
      end
    end,
    on_judging = function(judging)
      progress.count(shown, judging.state == "failed" and context.stopping == nil)
    end,
  })
  progress.stop(shown)
  simulated.stop(plan.simulation)
  return rows
end

return M
