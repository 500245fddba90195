-- ask: the only way to a model. It looks the request up in the reply store; only a request never answered before goes
-- over the network, its attempt is journalled before it leaves, and its reply is durable before anyone sees it.
local call = require "call"
local chat = require "chat"
local digest = require "viva.digest"
local task = require "task"
local tokens = require "tokens"

local M = {}

---@param options { stores: table, mode: "live"|"offline"|"dry", limits: table, memory: table? }
---`stores` has `real` and, where something is simulated, `simulated`; verdicts that were read are remembered there when
---it is live, or in `memory` (memory.lua) where there is one.
---@return table context one run's asking: its counters are what the progress line shows; `on_reply`, where it is set,
---is called with each endpoint, messages and reply, or nil and the problem
function M.open(options)
  return {
    stores = options.stores, mode = options.mode or "live", limits = options.limits,
    memory = options.memory,
    counts = { asked = 0, stored = 0, in_flight = 0, failed = 0, retried = 0, input = 0, output = 0 },
    planned = {}, maybe = {}, last_attempts = {}, -- maybe: calls that a run makes only when others make them needed
    spent = {}, under_way = {}, stopping = nil, random = options.random or math.random,
  }
end

local function read_stored(endpoint, id, row)
  local reply, problem, code = chat.read(row.raw)
  if not reply then return nil, problem, code end
  reply.id, reply.seconds, reply.received = digest.hex(id), row.seconds, row.received
  reply.cost = tokens.cost(endpoint.price, reply.usage)
  return reply
end

local function look_up(context, endpoint, id)
  local row = call.store_of(context, endpoint):reply(id)
  if not row then return nil end
  context.counts.stored = context.counts.stored + 1
  return read_stored(endpoint, id, row)
end

---Counts calls that a run would make.
---@param endpoint table
---@param calls integer
---@param input_tokens integer
function M.plan(context, endpoint, calls, input_tokens)
  local planned = context.planned[endpoint] or { calls = 0, input = 0 }
  planned.calls, planned.input = planned.calls + calls, planned.input + input_tokens
  context.planned[endpoint] = planned
end

-- How each request's last attempt ended, read once: the journal is long and the failed are few.
local function last_attempts(context, store)
  local known = context.last_attempts[store]
  if not known then
    known = {}
    for _, attempt in ipairs(store:attempts {}) do known[attempt.request] = attempt end
    context.last_attempts[store] = known
  end
  return known
end

local function not_now(context, endpoint, id, messages)
  if context.mode == "dry" then
    M.plan(context, endpoint, 1, tokens.of_messages(messages))
    return nil, "not asked yet", "planned"
  end
  local last = last_attempts(context, call.store_of(context, endpoint))[id]
  if last and last.class ~= "done" then
    local why, text = (last.text or ""):match("^([%w_]+): (.*)$")
    return nil, text or last.class, why or last.class
  end
  return nil, "not asked yet", "not_asked"
end

-- Those who wait for a request that is under way get what it came to.
local function hand_over(waiting, ...)
  for _, waiter in ipairs(waiting) do task.wake(waiter, ...) end
  return ...
end

local function ended(context, id, ...)
  local waiting = context.under_way[id]
  context.under_way[id] = nil
  if waiting == true then return ... end
  return hand_over(waiting, ...)
end

-- The same request asked twice at one time goes out once: the second waits for the first.
local function wait_for_the_first(context, id)
  local waiting = context.under_way[id]
  if waiting == true then
    waiting = {}
    context.under_way[id] = waiting
  end
  waiting[#waiting + 1] = task.current()
  return task.pause()
end

local function go(context, endpoint, id, messages, ordinal, note)
  if endpoint.start then
    local started, why = endpoint.start()
    if not started then return nil, why, "endpoint_stopped" end
  end
  local reply, problem, code = call.make(context, endpoint, id, messages, ordinal, note)
  if not reply then context.counts.failed = context.counts.failed + 1 end
  return reply, problem, code
end

local function go_live(context, endpoint, id, messages, ordinal, note)
  if context.under_way[id] then return wait_for_the_first(context, id) end
  context.under_way[id] = true
  return ended(context, id, go(context, endpoint, id, messages, ordinal, note))
end

---Asks a model, or answers from what it has replied before.
---@param context table from `open`
---@param endpoint table from evaluation.lua
---@param messages { role: string, content: string }[]
---@param ordinal integer which of n answers or judgings, from 1
---@param note string? what the call is for, for the cost report
---@return table|nil reply as chat.read gives it, with id (hex), seconds, cost
---@return string? problem
---@return string? code
---@return string? request the request's id in hex, when there is no reply to name it
function M.ask(context, endpoint, messages, ordinal, note)
  local id = chat.identity(endpoint, messages, ordinal)
  local reply, problem, code = look_up(context, endpoint, id)
  if not reply and not problem then
    if context.mode == "live" then
      reply, problem, code = go_live(context, endpoint, id, messages, ordinal, note)
    else
      reply, problem, code = not_now(context, endpoint, id, messages)
    end
  end
  if context.on_reply then context.on_reply(endpoint, messages, reply, problem) end
  if reply then return reply end
  return nil, problem, code, digest.hex(id)
end

return M
