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
    answer = row.answer.text, history = history, tag = fence_tag(row, ordinal),
  }
end

-- Everything a verdict is made from, so that a remembered one is never of another question, answer, judge or reading.
local function memo_key(plan, judge, row, history, ordinal)
  local item, endpoint = row.item, plan.judge_model
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

local function ask_until_readable(context, plan, judge, view, messages, judging)
  for attempt = 1, MOST_ASKED do
    local reply, problem, code, request =
      ask.ask(context, plan.judge_model, messages, judging["repeat"], "judging " .. view.id)
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
local function judge_anew(context, plan, judge, row, history, ordinal)
  local judging = { judge = judge.name, ["repeat"] = ordinal, asked = 0, requests = {} }
  local view = view_of(plan, row, history, ordinal)
  local messages, problem, code = experts.call(judge, "render", view)
  if not messages then return fail(judging, problem, code) end
  ask_until_readable(context, plan, judge, view, messages, judging)
  if #judging.requests == 1 and judging.requests[1] == judging.reply then judging.requests = nil end
  return judging
end

local function judge_once(context, plan, judge, row, history, ordinal)
  local store = plan.judge_model.simulated and context.stores.simulated or context.stores.real
  local key = memo_key(plan, judge, row, history, ordinal)
  local remembered = store:memo(key)
  local judging = remembered and json.decode(remembered)
  if judging then
    context.counts.stored = context.counts.stored + judging.asked
  else
    judging = judge_anew(context, plan, judge, row, history, ordinal)
    if judging.state ~= "failed" and context.mode == "live" then store:remember(key, json.encode(judging)) end
  end
  judging.cost = tokens.cost(plan.judge_model.price, judging.usage) -- money is never remembered: prices are corrected
  return judging
end

-- What judging will cost when there is no answer yet to render a prompt with.
local function plan_ahead(context, plan, row, repeats)
  local item = row.item
  local texts = item.question .. (item.reference or "") .. (item.checklist or "")
  ask.plan(context, plan.judge_model, repeats, repeats * (tokens.estimate(texts) + GUESSED_PROMPT))
end

local function may_be_judged(plan, row)
  return not (row.item.local_only and not plan.judge_model.is_local)
end

local function jobs_of(plan, row)
  local jobs = {}
  for _, judge in ipairs(plan.judges) do
    if M.marks(judge, row.item) then
      local repeats = plan.repeats or judge.settings.repeats or 1
      for ordinal = 1, repeats do jobs[#jobs + 1] = { judge = judge, ordinal = ordinal } end
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
  local jobs, allowed = jobs_of(plan, row), may_be_judged(plan, row)
  if row.answer.state ~= "obtained" then
    if row.answer.code == "planned" and allowed then plan_ahead(context, plan, row, #jobs) end
    return
  end
  task.each(jobs, math.max(1, #jobs), function(job)
    local judging = allowed and judge_once(context, plan, job.judge, row, history, job.ordinal)
      or fail({ judge = job.judge.name, ["repeat"] = job.ordinal, asked = 0 },
        "the item is marked local_only and the judge model is not local", "local_only")
    job.judging = judging
    if on_judging then on_judging(judging) end
  end)
  for i, job in ipairs(jobs) do row.judgings[i] = job.judging end
end

return M
