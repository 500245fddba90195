-- One judging: an answer marked by one judge file and one judge model, once. The judge file says step by step what is
-- to be asked (scripts/box/steps.lua); a verdict that cannot be read is asked again at most twice, then left as it is.
-- Verdicts read are remembered under the digest of everything they were made from.
local ask = require "ask"
local digest = require "viva.digest"
local experts = require "experts"
local json = require "json"
local memory = require "memory"
local task = require "task"
local tokens = require "tokens"
local verdict_key = require "verdict_key"

local M = {}

local MOST_ASKED = 3 -- once, and twice again when the verdict cannot be read

---The language that judges are addressed in.
function M.language_of(plan, item)
  if plan.language == "item" then return item.language end
  return plan.language
end

-- The mark around the answer: its author cannot guess it, and it is the same in every run.
local function fence_tag(row, ordinal)
  local item = row.item
  return digest.hex(digest.identity { "fence", row.answer.text, item.id, tostring(ordinal) }):sub(1, 12)
end

---What a judge file sees of an answer.
function M.view(plan, row, history, ordinal)
  local item = row.item
  return {
    language = M.language_of(plan, item), category = item.category, subcategory = item.subcategory, scene = item.scene,
    id = item.id, question = item.question, reference = item.reference, checklist = item.checklist,
    points = item.points, answer = row.answer.text, history = history, tag = fence_tag(row, ordinal),
  }
end

-- Whether a judge file looks at the points of an item one by one.
local function uses_points(judge)
  if judge.settings.mark then return true end
  for _, kind in pairs(judge.settings.reply or {}) do
    if kind == "points" then return true end
  end
  return false
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

local function take_verdict(judging, verdict, replies)
  judging.state, judging.score, judging.safety_risk = verdict.state, verdict.score, verdict.safety_risk
  judging.reason, judging.why, judging.code, judging.points = verdict.reason, verdict.why, verdict.code, verdict.points
  judging.choice = verdict.choice -- of two answers
  judging.raw = verdict.state ~= "scored" and replies[#replies] or nil
  return judging
end

---Whether a judge file asks no model.
function M.no_model(judge) return judge.settings.mark ~= nil and judge.settings.calls == 0 end

---The calls that one judging of an item makes when each reply can be read.
function M.least_calls(judge, item)
  if judge.settings.mark then return math.min(1, judge.settings.calls) end
  return judge.settings.points == "one by one" and item.points and #item.points or 1
end

local function most_calls(judge, item)
  return judge.settings.mark and judge.settings.calls or MOST_ASKED * M.least_calls(judge, item)
end

-- Asks all that a step wants, at once; adds the replies in the order of the asking. Returns the first failure.
local function ask_all(context, job, view, judging, asks, replies)
  local answers = {}
  task.each(asks, #asks, function(messages)
    answers[messages] = table.pack(ask.ask(context, job.endpoint, messages, job.ordinal, "judging " .. view.id))
  end)
  local failure
  for _, messages in ipairs(asks) do
    local reply, problem, code, request = table.unpack(answers[messages], 1, 4)
    table.insert(judging.requests, reply and reply.id or request)
    if reply then
      add_up(judging, reply)
      replies[#replies + 1] = reply.text
    else
      failure = failure or { problem, code }
    end
  end
  return failure
end

local function conduct(context, job, view, item, judging)
  local replies, most = {}, most_calls(job.judge, item)
  while true do
    local step, problem, code = experts.call(job.judge, "step", view, replies)
    if not step then return fail(judging, problem, code) end
    if step.verdict then return take_verdict(judging, step.verdict, replies) end
    if #step.asks == 0 or #replies + #step.asks > most then
      return fail(judging, ("%s asks more than %d times for one judging"):format(job.judge.path, most), "calls")
    end
    local failure = ask_all(context, job, view, judging, step.asks, replies)
    if failure then return fail(judging, failure[1], failure[2]) end
  end
end

-- A judging names all its requests, so that attempts in the journal are found by them, unless its reply says it all.
local function judge_anew(context, job, view, item)
  local judging = { judge = job.judge.name, ["repeat"] = job.ordinal, asked = 0, requests = {} }
  conduct(context, job, view, item, judging)
  if #judging.requests == 0 or #judging.requests == 1 and judging.requests[1] == judging.reply then
    judging.requests = nil
  end
  return judging
end

local function look_up(context, store, key)
  local function stored()
    local text = store:memo(key)
    return text and json.decode(text)
  end
  if context.memory then return memory.recall(context.memory, key, stored) end
  return stored()
end

local function keep(context, store, key, judging)
  if context.memory then
    memory.keep(context.memory, key, judging)
  elseif context.mode == "live" then
    store:remember(key, json.encode(judging))
  end
end

---Has a judge or comparison file ask what it wants to know, or recalls what that came to.
---@param job { judge: table, endpoint: table, ordinal: integer }
---@param key string everything that the verdict is made from, as 32 bytes
---@param view_of fun(): table what the file sees; made only when something is to be asked or read
---@return table judging
function M.recall(context, job, item, key, view_of)
  local endpoint = job.endpoint
  local stores = context.stores
  local store = endpoint.simulated and stores.simulated or stores.real or stores.simulated
  local judging = store and look_up(context, store, key) -- without any model there is no store
  if judging then
    context.counts.stored = context.counts.stored + judging.asked
  else
    judging = judge_anew(context, job, view_of(), item)
    if store and judging.state ~= "failed" then keep(context, store, key, judging) end
  end
  -- Neither money nor a name is remembered: prices are corrected, and a model may be called something else.
  judging.scale = job.judge.settings.scale == "share" and "share" or nil
  judging.cost = tokens.cost(endpoint.price, judging.usage)
  judging.judge_model = endpoint.name
  return judging
end

---Marks one answer once, or recalls what that came to.
---@param job { judge: table, endpoint: table, ordinal: integer }
---@return table judging
function M.once(context, plan, row, history, job)
  local key = verdict_key.of(plan, job, row, history, M.language_of(plan, row.item), uses_points(job.judge))
  return M.recall(context, job, row.item, key, function()
    return M.view(plan, row, history, job.ordinal)
  end)
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
---@return string? need `reference`, `checklist` or `points`
function M.lacks(judge, item)
  for _, need in ipairs(judge.settings.needs or {}) do
    if not item[need] or item[need] == "" then return need end
  end
  return not judge.settings.mark and uses_points(judge) and not item.points and "points" or nil
end

---Whether a judge marks an item.
function M.marks(judge, item) return M.applies(judge.settings.applies_to, item) and not M.lacks(judge, item) end

---How often a judge marks an answer; one that asks no model says the same every time, so it marks once.
function M.repeats(plan, judge) return M.no_model(judge) and 1 or plan.repeats or judge.settings.repeats or 1 end

return M
