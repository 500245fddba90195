-- One request over the wire: journalled before it leaves, tried again where that is right, its reply made durable
-- before anyone sees it.
local chat = require "chat"
local digest = require "viva.digest"
local json = require "json"
local loop = require "viva.loop"
local outage = require "outage"
local providers = require "providers"
local retry = require "retry"
local secrets = require "secrets"
local task = require "task"
local tokens = require "tokens"
local window = require "window"

local M = {}

---Replies of simulated endpoints live in a store of their own.
function M.store_of(context, endpoint)
  return endpoint.simulated and context.stores.simulated or context.stores.real
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

-- What all requests to an endpoint have in common, made once.
local function connection(context, endpoint)
  local limits = context.limits
  return require("viva.http").endpoint {
    url = providers.chat_url(endpoint.url, endpoint.model, endpoint.api_version), method = "POST",
    headers = providers.headers(endpoint.url, endpoint.key, endpoint.headers), connect_timeout = 15,
    first_byte_timeout = limits.first_byte, timeout = endpoint.timeout or limits.timeout,
    max_bytes = limits.max_reply_bytes, insecure = endpoint.insecure,
  }
end

-- The bytes are made when they leave and not kept: what waits and what is on the wire holds its messages alone.
local function start(endpoint, one)
  local headers = endpoint.simulated
    and { ["x-viva-ordinal"] = tostring(one.ordinal), ["x-viva-request"] = digest.hex(one.id) } or nil
  return endpoint.connection:send(chat.lend(endpoint, one.messages), headers)
end

local function provider_error(response)
  local decoded = json.decode(response.body)
  local problem = type(decoded) == "table" and (decoded.error or decoded) or nil
  if type(problem) == "table" and (problem.message or problem.code) then
    return tostring(problem.message or ""), tostring(problem.code or problem.type or "")
  end
  return retry.shown(response), ""
end

-- Reads a response: the reply, or an outcome.
local function read_response(endpoint, response)
  if response.status ~= 200 then
    local text, code = provider_error(response)
    return nil, retry.of_status(response.status, ("HTTP %d: %s"):format(response.status, text), code)
  end
  local reply, problem, code = chat.read(response.body)
  if code == "bad_content" then problem = ("%s (%s)"):format(problem, retry.shown(response)) end
  if not reply then return nil, retry.of_content(problem, code) end
  local simulated = reply.simulated or response.head:find("x-viva-simulated:", 1, true)
  if simulated and not endpoint.simulated then
    return nil, { class = "failed", step = "stop", code = "simulated",
      text = "this endpoint is simulated; say simulated = true in the evaluation file" }
  end
  return reply
end

-- What a reply has used counts from its arrival: the next request may leave only if the budget still allows it.
local function count_usage(context, endpoint, reply)
  if not reply.usage then return end
  local counts = context.counts
  counts.input, counts.output = counts.input + reply.usage.input, counts.output + reply.usage.output
  reply.cost = tokens.cost(endpoint.price, reply.usage)
  if not reply.cost then return end
  local currency = endpoint.price.currency or "USD"
  context.spent[currency] = (context.spent[currency] or 0) + reply.cost
end

-- Nothing that an endpoint says goes further with a key in it: neither into the store nor into a message.
local function exchange(endpoint, one)
  local response, text, code, detail = task.await(start(endpoint, one))
  if response then
    response.body = secrets.hide(endpoint.secrets, response.body)
    return response
  end
  detail = detail or {}
  detail.body = detail.body and secrets.hide(endpoint.secrets, detail.body, true)
  return nil, secrets.hide(endpoint.secrets, text), code, detail
end

local function over_the_wire(context, endpoint, one)
  local response, text, code, detail = exchange(endpoint, one)
  local reply, outcome
  if response then
    reply, outcome = read_response(endpoint, response)
    if outcome then outcome.partial = outcome.class == "ambiguous" and response.body or nil end
  else
    outcome = retry.of_transport(text, code, detail.sent)
    outcome.partial = detail.body
  end
  if outcome then outage.note(context, endpoint, outcome, response and response.headers) end
  if reply then
    outage.over(endpoint)
    count_usage(context, endpoint, reply)
  end
  return reply, outcome, response
end

-- One trip: waits for a place on the wire, and goes unless what happened meanwhile has made it pointless.
local function send(context, endpoint, store, attempt, one)
  local place <close>, counts = window.enter(endpoint.window), context.counts
  local free, why, reason = may_go(context, endpoint)
  if not free then return nil, { class = "not_sent", step = "give_up", code = reason, text = why } end
  endpoint.connection = endpoint.connection or connection(context, endpoint)
  store:leave(attempt)
  counts.in_flight = counts.in_flight + 1
  local reply, outcome, response = over_the_wire(context, endpoint, one)
  counts.in_flight = counts.in_flight - 1
  if reply then window.widen(place) end
  return reply, outcome, response
end

local function cannot_write(context, text)
  context.stopping = context.stopping or ("the reply store cannot be written: " .. text)
end

local function keep(context, store, id, attempt, response, reply)
  local saved, text, code = task.await(store:save(attempt, id, response.body, response.status, response.seconds))
  if not saved then
    cannot_write(context, text)
    return nil, text, code
  end
  reply.id, reply.seconds, reply.received = digest.hex(id), response.seconds, loop.time()
  context.counts.asked = context.counts.asked + 1
  return reply
end

-- Whether to try again, after waiting for as long as is right.
local function again(context, outcome, one)
  local limits = context.limits
  if outcome.step ~= "again" or one.tries >= limits.attempts then return false end
  if outcome.class == "ambiguous" then
    if one.paid_again >= limits.max_paid_retries then return false end
    one.paid_again = one.paid_again + 1
  end
  local wait = math.min(limits.max_wait, math.max(outcome.wait or 0, retry.back_off(one.tries, context.random())))
  context.counts.retried = context.counts.retried + 1
  task.sleep(wait)
  return true
end

local function attempt_once(context, endpoint, one)
  local store = M.store_of(context, endpoint)
  local attempt, text, code = task.await(store:begin(one.id, endpoint.origin, one.note))
  if not attempt then
    cannot_write(context, text)
    return nil, { class = "not_sent", step = "give_up", code = code, text = text }
  end
  local reply, outcome, response = send(context, endpoint, store, attempt, one)
  if reply then return keep(context, store, one.id, attempt, response, reply) end
  task.await(store:close_attempt(attempt, outcome.class, outcome.code .. ": " .. outcome.text, outcome.partial))
  return nil, outcome
end

---Makes a call until it has a reply, is given up, or may not be tried again.
---@param id string the request's identity
---@return table|nil reply, durable
---@return string? problem
---@return string? code
function M.make(context, endpoint, id, messages, ordinal, note)
  local one = { id = id, ordinal = ordinal, note = note, messages = messages, tries = 0, paid_again = 0 }
  local reply, outcome, store_code
  while true do
    local free, why, code = may_go(context, endpoint)
    -- What went out and failed is not said to have never been asked.
    if code == "endpoint_stopped" and outcome then return nil, outcome.text, outcome.code end
    if not free then return nil, why, code end
    one.tries = one.tries + 1
    reply, outcome, store_code = attempt_once(context, endpoint, one)
    if reply then
      endpoint.unreachable = 0
      return reply
    end
    if store_code then return nil, outcome, store_code end
    if not again(context, outcome, one) then return nil, outcome.text, outcome.code end
  end
end

return M
