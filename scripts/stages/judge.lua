-- Stage: judge models mark an answer. Which judgings there are, by judge file, judge model and round, is decided here;
-- what one judging is stands in scripts/judging.lua.
local adaptive = require "adaptive"
local ask = require "ask"
local judging = require "judging"
local jury = require "jury"
local task = require "task"
local tokens = require "tokens"

local M = {}

-- In the place of a judge model where an evaluation names none, for its judges ask nobody.
local NOBODY = { identity = "nobody", model = "", parameters = {}, is_local = true }

local GUESSED_PROMPT = 900 -- tokens of a judge's prompt around the texts, for plans made before there is an answer

-- An item marked local_only goes to local judge models alone.
local function may_go(job, item) return not item.local_only or job.endpoint.is_local or judging.no_model(job.judge) end

local function held_back(job)
  return { judge = job.judge.name, judge_model = job.endpoint.name, ["repeat"] = job.ordinal, asked = 0,
    state = "failed", error = "the item is marked local_only and the judge model is not local", code = "local_only" }
end

-- What judging will cost when there is no answer yet to render a prompt with.
local function plan_ahead(context, plan, item, jobs)
  local texts = item.question .. (item.reference or "") .. (item.checklist or "")
  for _, job in ipairs(jobs) do
    local calls = may_go(job, item) and judging.least_calls(job.judge, item) or 0
    local into = plan.adaptive and job.ordinal > adaptive.FIRST and { planned = context.maybe } or context
    if calls > 0 then ask.plan(into, job.endpoint, calls, calls * (tokens.estimate(texts) + GUESSED_PROMPT)) end
  end
end

-- What is to be judged, in the order in which rows have it: by judge file, then judge model, then round.
local function jobs_of(plan, item)
  local jobs = {}
  for _, judge in ipairs(plan.judges) do
    local repeats = judging.marks(judge, item) and judging.repeats(plan, judge) or 0
    for _, endpoint in ipairs(judging.no_model(judge) and { plan.judge_models[1] or NOBODY } or plan.judge_models) do
      for ordinal = 1, repeats do jobs[#jobs + 1] = { judge = judge, endpoint = endpoint, ordinal = ordinal } end
    end
  end
  return jobs
end

---Marks one answer; fills row.judgings in a fixed order. Several judge models make row.jury (scripts/jury.lua); what
---adaptive judging leaves out is counted in row.spared.
---@param row table with an answer
---@param history { question: string, answer: string }[] the earlier rounds
---@param on_judging fun(judging: table)? called as each verdict arrives
function M.row(context, plan, row, history, on_judging)
  local jobs = jobs_of(plan, row.item)
  if row.answer.state ~= "obtained" then
    if row.answer.code == "planned" then plan_ahead(context, plan, row.item, jobs) end
    return
  end
  local function judge_jobs(some, asking)
    -- Where nobody is asked, rows that are derived beside each other are enough at once.
    task.each(some, context.mode == "live" and math.max(1, #some) or 1, function(job)
      job.judging = may_go(job, row.item) and judging.once(asking or context, plan, row, history, job) or held_back(job)
      if on_judging then on_judging(job.judging) end
    end)
  end
  if plan.adaptive then adaptive.judge(context, plan, row, jobs, judge_jobs) else judge_jobs(jobs) end
  for _, job in ipairs(jobs) do row.judgings[#row.judgings + 1] = job.judging end
  if on_judging then
    for _ = 1, row.spared or 0 do on_judging { state = "spared" } end
  end
  jury.add(plan, row)
end

return M
