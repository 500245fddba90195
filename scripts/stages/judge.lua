-- Stage: judge models mark an answer. Each judge file that applies to the item is asked `repeats` times; a verdict that
-- cannot be read is asked again at most twice, with a short message that says what is wanted, then left unreadable.
-- Verdicts read are remembered under the digest of everything they were made from.
local ask = require "ask"
local digest = require "viva.digest"
local experts = require "experts"
local json = require "json"
local task = require "task"
local tokens = require "tokens"

local M = {}

local MOST_ASKED = 3 -- once, and twice again when the verdict cannot be read
local GUESSED_PROMPT = 900 -- tokens of a judge's prompt around the texts, for plans made before there is an answer

local function language_of(plan, item)
  if plan.language == "item" then return item.language end
  return plan.language
end

-- The mark around the answer: its author cannot guess it, and it is the same in every run.
local function fence_tag(row, ordinal)
  local item = row.item
  return digest.hex(digest.identity { "fence", row.answer.text, item.id, tostring(ordinal) }):sub(1, 12)
end

local function view_of(plan, row, history, ordinal)
  local item = row.item
  return {
    language = language_of(plan, item), category = item.category, subcategory = item.subcategory, scene = item.scene,
    id = item.id, question = item.question, reference = item.reference, checklist = item.checklist,
    points = item.points, answer = row.answer.text, history = history, tag = fence_tag(row, ordinal),
  }
end

-- Everything a verdict is made from, so that a remembered one is never of another question, answer, judge or reading.
local function memo_key(plan, endpoint, judge, row, history, ordinal)
  local item = row.item
  local parts = { "verdict/1", plan.reading, judge.digest, endpoint.identity, endpoint.model,
    json.encode(endpoint.parameters), language_of(plan, item) or "", item.id, item.category, item.subcategory or "",
    item.scene or "", item.question, item.reference or "", item.checklist or "", row.answer.text, tostring(ordinal) }
  for _, round in ipairs(history) do
    parts[#parts + 1] = round.question
    parts[#parts + 1] = round.answer
  end
  return digest.identity(parts)
end

local function add_up(total, reply)
  if reply.usage then
    total.usage = total.usage or { input = 0, output = 0 }
    total.usage.input = total.usage.input + reply.usage.input
    total.usage.output = total.usage.output + reply.usage.output
  end
  total.returned, total.reply, total.asked = reply.model, reply.id, total.asked + 1
end

local function fail(judging, problem, code)
  judging.state, judging.error, judging.code = "failed", problem, code
  return judging
end

local function take_verdict(judging, verdict, reply)
  judging.state, judging.score, judging.safety_risk = verdict.state, verdict.score, verdict.safety_risk
  judging.reason, judging.why, judging.code = verdict.reason, verdict.why, verdict.code
  judging.raw = verdict.state ~= "scored" and reply.text or nil
end

local function ask_until_readable(context, endpoint, judge, view, messages, judging)
  for attempt = 1, MOST_ASKED do
    local reply, problem, code, request =
      ask.ask(context, endpoint, messages, judging["repeat"], "judging " .. view.id)
    table.insert(judging.requests, reply and reply.id or request)
    if not reply then return fail(judging, problem, code) end
    add_up(judging, reply)
    local verdict
    verdict, problem, code = experts.call(judge, "read", reply.text, view)
    if not verdict then return fail(judging, problem, code) end
    take_verdict(judging, verdict, reply)
    if verdict.state == "scored" or attempt == MOST_ASKED then return judging end
    local repair = experts.call(judge, "repair", verdict, view)
    messages[#messages + 1] = { role = "assistant", content = reply.text }
    messages[#messages + 1] = { role = "user", content = repair }
  end
end

-- A judging names all its requests, so that attempts in the journal are found by them, unless its reply says it all.
local function judge_anew(context, plan, row, history, job)
  local judging = { judge = job.judge.name, ["repeat"] = job.ordinal, asked = 0, requests = {} }
  local view = view_of(plan, row, history, job.ordinal)
  local messages, problem, code = experts.call(job.judge, "render", view)
  if not messages then return fail(judging, problem, code) end
  ask_until_readable(context, job.endpoint, job.judge, view, messages, judging)
  if #judging.requests == 1 and judging.requests[1] == judging.reply then judging.requests = nil end
  return judging
end

local function judge_once(context, plan, row, history, job)
  local endpoint = job.endpoint
  local store = endpoint.simulated and context.stores.simulated or context.stores.real
  local key = memo_key(plan, endpoint, job.judge, row, history, job.ordinal)
  local remembered = store:memo(key)
  local judging = remembered and json.decode(remembered)
  if judging then
    context.counts.stored = context.counts.stored + judging.asked
  else
    judging = judge_anew(context, plan, row, history, job)
    if judging.state ~= "failed" and context.mode == "live" then store:remember(key, json.encode(judging)) end
  end
  -- Neither money nor a name is remembered: prices are corrected, and a model may be called something else.
  judging.cost, judging.judge_model = tokens.cost(endpoint.price, judging.usage), endpoint.name
  return judging
end

-- An item marked local_only goes to local judge models alone.
local function may_go(job, item) return not item.local_only or job.endpoint.is_local end

local function held_back(job)
  return fail({ judge = job.judge.name, judge_model = job.endpoint.name, ["repeat"] = job.ordinal, asked = 0 },
    "the item is marked local_only and the judge model is not local", "local_only")
end

-- What judging will cost when there is no answer yet to render a prompt with.
local function plan_ahead(context, item, jobs)
  local texts = item.question .. (item.reference or "") .. (item.checklist or "")
  for _, job in ipairs(jobs) do
    if may_go(job, item) then ask.plan(context, job.endpoint, 1, tokens.estimate(texts) + GUESSED_PROMPT) end
  end
end

-- What is to be judged, in the order in which rows have it: by judge file, then judge model, then round.
local function jobs_of(plan, item)
  local jobs = {}
  for _, judge in ipairs(plan.judges) do
    local repeats = M.marks(judge, item) and (plan.repeats or judge.settings.repeats or 1) or 0
    for _, endpoint in ipairs(plan.judge_models) do
      for ordinal = 1, repeats do jobs[#jobs + 1] = { judge = judge, endpoint = endpoint, ordinal = ordinal } end
    end
  end
  return jobs
end

---Whether a judge file's `applies_to` fits an item: every kind it names (category, subcategory, scene) has the item's.
function M.applies(applies_to, item)
  if applies_to == true or applies_to.all then return true end
  for kind, values in pairs(applies_to) do
    local found = false
    for _, value in ipairs(values) do found = found or item[kind] == value end
    if not found then return false end
  end
  return true
end

---What a judge needs and an item does not have: such an item is listed, not marked.
---@return string? need `reference` or `checklist`
function M.lacks(judge, item)
  for _, need in ipairs(judge.settings.needs or {}) do
    if not item[need] or item[need] == "" then return need end
  end
end

---Whether a judge marks an item.
function M.marks(judge, item)
  return M.applies(judge.settings.applies_to, item) and not M.lacks(judge, item)
end

---Marks one answer; fills row.judgings in a fixed order.
---@param row table with an answer
---@param history { question: string, answer: string }[] the earlier rounds
---@param on_judging fun(judging: table)? called as each verdict arrives
function M.row(context, plan, row, history, on_judging)
  local jobs = jobs_of(plan, row.item)
  if row.answer.state ~= "obtained" then
    if row.answer.code == "planned" then plan_ahead(context, row.item, jobs) end
    return
  end
  task.each(jobs, math.max(1, #jobs), function(job)
    job.judging = may_go(job, row.item) and judge_once(context, plan, row, history, job) or held_back(job)
    if on_judging then on_judging(job.judging) end
  end)
  for i, job in ipairs(jobs) do row.judgings[i] = job.judging end
end

return M
