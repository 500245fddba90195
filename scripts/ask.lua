-- ask: the only way to a model. It looks the request up in the reply store; only a request never answered before goes
-- over the network, its attempt is journalled before it leaves, and its reply is durable before anyone sees it.
local chat = require "chat"
local digest = require "viva.digest"
local http = require "viva.http"
local json = require "json"
local loop = require "viva.loop"
local providers = require "providers"
local retry = require "retry"
local task = require "task"
local tokens = require "tokens"
local window = require "window"

local M = {}

local UNREACHABLE_LIMIT = 20 -- failures to connect in a row after which an endpoint is given up

---@param options { stores: table, mode: "live"|"offline"|"dry", limits: table }
---`stores` has `real` and, where something is simulated, `simulated`.
---@return table context one run's asking: its counters are what the progress line shows
function M.open(options)
  return {
    stores = options.stores, mode = options.mode or "live", limits = options.limits,
    counts = { asked = 0, stored = 0, in_flight = 0, failed = 0, retried = 0, input = 0, output = 0 },
    planned = {}, spent = {}, under_way = {}, stopping = nil, random = options.random or math.random,
  }
end

---The request's identity: 32 bytes.
function M.request_id(endpoint, messages, ordinal)
  return digest.identity(chat.identity(endpoint.identity, endpoint.model, messages, endpoint.parameters, ordinal))
end

local function store_of(context, endpoint)
  return endpoint.simulated and context.stores.simulated or context.stores.real
end

---@return number? money, in the currency of the endpoint's price
function M.cost(endpoint, usage)
  local price = endpoint.price
  if not price or not usage then return nil end
  return (usage.input * (price.input or 0) + usage.output * (price.output or 0)) / 1e6
end

local function read_stored(endpoint, id, row)
  local reply, problem, code = chat.read(row.raw)
  if not reply then return nil, problem, code end
  reply.id, reply.seconds, reply.received = digest.hex(id), row.seconds, row.received
  reply.cost = M.cost(endpoint, reply.usage)
  return reply
end

local function look_up(context, endpoint, id)
  local row = store_of(context, endpoint):reply(id)
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

local function not_now(context, endpoint, id, messages)
  if context.mode == "dry" then
    M.plan(context, endpoint, 1, tokens.of_messages(messages))
    return nil, "not asked yet", "planned"
  end
  local last = store_of(context, endpoint):attempts { request = id }
  last = last[#last]
  if last and last.class and last.class ~= "done" then return nil, last.text or last.class, last.class end
  return nil, "not asked yet", "not_asked"
end

local function over_budget(context)
  local budget = context.limits.budget
  if not budget then return false end
  for _, money in pairs(context.spent) do
    if money >= budget then return true end
  end
  return false
end

local function may_go(context, endpoint)
  if context.stopping then return nil, context.stopping, "stopped" end
  if endpoint.stopped then return nil, endpoint.stopped, "endpoint_stopped" end
  if over_budget(context) then return nil, "the budget of this run is spent", "budget" end
  return true
end

local function request_of(context, endpoint, body, ordinal)
  local headers = providers.headers(endpoint.url, endpoint.key, endpoint.headers)
  if endpoint.simulated then headers["x-viva-ordinal"] = tostring(ordinal) end
  local limits = context.limits
  return {
    url = providers.chat_url(endpoint.url, endpoint.model, endpoint.api_version), method = "POST", headers = headers,
    body = body, connect_timeout = 15, first_byte_timeout = limits.first_byte, insecure = endpoint.insecure,
    timeout = endpoint.timeout or limits.timeout, max_bytes = limits.max_reply_bytes,
  }
end

-- One trip over the wire. Returns the response, or an outcome of retry.lua.
local function send(context, endpoint, request)
  window.enter(endpoint.window)
  local counts = context.counts
  counts.in_flight = counts.in_flight + 1
  local id, text, code = http.send(request)
  local response, detail = nil, {}
  if id then
    response, text, code, detail = task.await(id)
  end
  counts.in_flight = counts.in_flight - 1
  window.leave(endpoint.window, response ~= nil and response.status == 200)
  if response then return response end
  detail = detail or {}
  local outcome = retry.of_transport(text, code, detail.sent)
  outcome.partial = detail.body
  return nil, outcome
end

local function provider_error(response)
  local decoded = json.decode(response.body)
  local problem = type(decoded) == "table" and (decoded.error or decoded) or nil
  if type(problem) == "table" and (problem.message or problem.code) then
    return tostring(problem.message or ""), tostring(problem.code or problem.type or "")
  end
  return response.body:sub(1, 200), ""
end

-- Reads a response: the reply, or an outcome.
local function read_response(endpoint, response)
  if response.status ~= 200 then
    local text, code = provider_error(response)
    return nil, retry.of_status(response.status, ("HTTP %d: %s"):format(response.status, text), code)
  end
  local reply, problem, code = chat.read(response.body)
  if not reply then return nil, retry.of_content(problem, code) end
  local simulated = reply.simulated or response.headers["x-viva-simulated"]
  if simulated and not endpoint.simulated then
    return nil, { class = "failed", step = "stop", code = "simulated",
      text = "this endpoint is simulated; say simulated = true in the evaluation file" }
  end
  return reply
end

local function keep(context, endpoint, id, attempt, response, reply)
  local saved, text, code = task.await(store_of(context, endpoint):save(attempt, id,
    { raw = response.body, status = response.status, seconds = response.seconds }))
  if not saved then
    context.stopping = context.stopping or ("the reply store cannot be written: " .. text)
    return nil, text, code
  end
  reply.id, reply.seconds, reply.received = digest.hex(id), response.seconds, loop.time()
  reply.cost = M.cost(endpoint, reply.usage)
  local counts = context.counts
  counts.asked = counts.asked + 1
  if reply.usage then
    counts.input, counts.output = counts.input + reply.usage.input, counts.output + reply.usage.output
  end
  if reply.cost then
    local currency = endpoint.price.currency or "USD"
    context.spent[currency] = (context.spent[currency] or 0) + reply.cost
  end
  return reply
end

-- Journals how an attempt ended and says whether the endpoint itself must be left alone from now on.
local function close(context, endpoint, attempt, outcome)
  task.await(store_of(context, endpoint):close_attempt(attempt, outcome.class, outcome.text, outcome.partial))
  if outcome.code == "unreachable" then
    endpoint.unreachable = (endpoint.unreachable or 0) + 1
  end
  if outcome.step == "stop" or (endpoint.unreachable or 0) >= UNREACHABLE_LIMIT then
    endpoint.stopped = endpoint.stopped or outcome.text
  end
end

-- Whether to try again, after waiting for as long as is right.
local function again(context, endpoint, outcome, tries)
  local limits = context.limits
  if outcome.step ~= "again" or tries.all >= limits.attempts then return false end
  if outcome.class == "ambiguous" then
    if tries.ambiguous >= limits.max_paid_retries then return false end
    tries.ambiguous = tries.ambiguous + 1
  end
  local wait = math.min(limits.max_wait, math.max(outcome.wait or 0, retry.back_off(tries.all, context.random())))
  if outcome.class == "refused" then window.back_off(endpoint.window, outcome.wait or wait) end
  context.counts.retried = context.counts.retried + 1
  task.sleep(wait)
  return true
end

local function attempt_once(context, endpoint, id, request, note)
  local attempt, text, code = task.await(store_of(context, endpoint):begin(id, endpoint.origin, note))
  if not attempt then
    context.stopping = context.stopping or ("the reply store cannot be written: " .. text)
    return nil, { class = "not_sent", step = "give_up", code = code, text = text }
  end
  local response, outcome = send(context, endpoint, request)
  local reply
  if response then
    reply, outcome = read_response(endpoint, response)
    if reply then return keep(context, endpoint, id, attempt, response, reply) end
    outcome.partial = outcome.class == "ambiguous" and response.body or nil
    outcome.wait = math.min(context.limits.max_wait, retry.asked_wait(response.headers, loop.time()) or 0)
  end
  close(context, endpoint, attempt, outcome)
  return nil, outcome
end

local function go(context, endpoint, id, messages, ordinal, note)
  local body = chat.body(endpoint.model, messages, endpoint.parameters)
  local tries = { all = 0, ambiguous = 0 }
  while true do
    local free, why, code = may_go(context, endpoint)
    if not free then return nil, why, code end
    tries.all = tries.all + 1
    local reply, outcome, store_code = attempt_once(context, endpoint, id, request_of(context, endpoint, body, ordinal),
      note)
    if reply then
      endpoint.unreachable = 0
      return reply
    end
    if store_code then return nil, outcome, store_code end
    if not again(context, endpoint, outcome, tries) then return nil, outcome.text, outcome.code end
  end
end

-- The same request asked twice at one time goes out once: the second waits for the first.
local function alone(context, id, fn, ...)
  local waiting = context.under_way[id]
  if waiting then
    waiting[#waiting + 1] = task.current()
    return task.pause()
  end
  waiting = {}
  context.under_way[id] = waiting
  local results = table.pack(fn(...))
  context.under_way[id] = nil
  for _, waiter in ipairs(waiting) do task.wake(waiter, table.unpack(results, 1, results.n)) end
  return table.unpack(results, 1, results.n)
end

local function go_live(context, endpoint, id, messages, ordinal, note)
  if endpoint.start then
    local started, why = endpoint.start()
    if not started then return nil, why, "endpoint_stopped" end
  end
  local reply, problem, code = go(context, endpoint, id, messages, ordinal, note)
  if not reply then context.counts.failed = context.counts.failed + 1 end
  return reply, problem, code
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
function M.ask(context, endpoint, messages, ordinal, note)
  local id = M.request_id(endpoint, messages, ordinal)
  local reply, problem, code = look_up(context, endpoint, id)
  if reply or problem then return reply, problem, code end
  if context.mode ~= "live" then return not_now(context, endpoint, id, messages) end
  return alone(context, id, go_live, context, endpoint, id, messages, ordinal, note)
end

return M
