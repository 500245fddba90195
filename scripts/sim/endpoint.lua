-- The simulated endpoint: a server whose models answer from the loaded datasets, fail on request, and keep a ledger.
local chooser = require "sim.chooser"
local digest = require "viva.digest"
local dice = require "sim.dice"
local examinee = require "sim.examinee"
local faults = require "sim.faults"
local json = require "json"
local judge = require "sim.judge"
local ledger = require "viva.ledger"
local library = require "sim.library"
local openai = require "sim.openai"
local rewording = require "sim.rewording"
local task = require "task"

local M = {}

local MODELS = { "sim-strong", "sim-middle", "sim-weak", "sim-judge", "sim-judge-strict", "sim-judge-lenient" }

local function read_faults(specs)
  local rules = {}
  for i, spec in ipairs(specs or {}) do
    local rule, problem = faults.read(spec)
    if not rule then return nil, problem, "fault" end
    rules[i] = rule
  end
  return rules
end

local function settings_of(options)
  local seed = tostring(options.seed or 1)
  return {
    seed = seed, fingerprint = "viva-sim-" .. seed, key = options.key, latency = options.latency or 0,
    jitter = options.jitter or 0, retry_after = options.retry_after or 1, drip = options.drip or 0.1,
  }
end

---Opens a simulated endpoint; `run` serves it.
---@param options { data: string[], port?: integer, latency?: number, jitter?: number, seed?: integer,
---faults?: string[], ledger?: string, key?: string, retry_after?: integer, drip?: number } times in seconds
---@return table|nil endpoint { port, url }
---@return string? problem
---@return string? code
function M.open(options)
  local rules, items, served, book, problem, code
  rules, problem, code = read_faults(options.faults)
  if not rules then return nil, problem, code end
  items, problem, code = library.load(options.data)
  if not items then return nil, problem, code end
  if options.ledger then
    book, problem, code = ledger.open(options.ledger)
    if not book then return nil, problem, code end
  end
  served, problem, code = require("viva.server").open { port = options.port or 0, max_body = 64 << 20 }
  if not served then return nil, problem, code end
  return { settings = settings_of(options), rules = rules, library = items, ledger = book, server = served,
    port = served:port(), url = ("http://127.0.0.1:%d/v1"):format(served:port()), state = { count = 0, seen = {} },
    sequence = 0, served = 0, records = {} }
end

local function is_model(name)
  return judge.is_judge(name) or examinee.skill(name) ~= nil
end

-- What decides a reply: model, messages, and which of several samples.
local function identify(call, request)
  local parts = { "sim/1", call.model, call.ordinal }
  for _, message in ipairs(call.messages) do
    parts[#parts + 1] = message.role
    parts[#parts + 1] = message.content
  end
  call.key = digest.identity(parts)
  call.id = digest.hex(call.key):sub(1, 24)
  call.request = request.id
end

local function ordinal_of(call, request)
  local ordinal = request.headers["x-viva-ordinal"] or "1"
  return call.seed and ("%s/%s"):format(ordinal, call.seed) or ordinal
end

local function content_of(endpoint, call, kind)
  local seed = endpoint.settings.seed
  if kind == "empty" then return "" end
  local spoilt = kind == "unreadable"
  local reply = judge.is_judge(call.model) and (rewording.reply(call, seed)
    or chooser.reply(endpoint.library, library.inside, call, seed, spoilt)
    or judge.reply(endpoint.library, library.inside, call, seed, spoilt))
  if reply then return reply end
  return examinee.answer(endpoint.library, library.asked(endpoint.library, call.messages), call, seed)
end

local function complete(endpoint, call, kind)
  local content = content_of(endpoint, call, kind)
  if kind == "length" then call.limit = math.min(call.limit, math.max(1, #content // 10)) end
  if kind == "othermodel" then call.returned = call.model .. "-2099-01-01" end
  return openai.completion(call, content, endpoint.settings.fingerprint)
end

local function delay_of(settings, call)
  if settings.jitter == 0 then return settings.latency end
  return math.max(0, settings.latency + settings.jitter * (2 * dice.roll("jitter", settings.seed, call.key) - 1))
end

local function answer_chat(endpoint, request, deployment)
  local call, problem = openai.read(request.body, deployment)
  if not call then return openai.failure(400, problem) end
  if not is_model(call.model) then
    return openai.failure(404, ("The model `%s` does not exist."):format(call.model), "model_not_found")
  end
  call.ordinal = ordinal_of(call, request)
  call.viva = request.headers["x-viva-request"]
  identify(call, request)
  call.kind = faults.choose(endpoint.rules, endpoint.state, call, endpoint.settings.seed)
  local instead, spoil = faults.instead[call.kind], faults.spoil[call.kind]
  local reply = instead and instead(endpoint.settings) or complete(endpoint, call, call.kind)
  if spoil then spoil(reply, endpoint.settings) end
  reply.delay = delay_of(endpoint.settings, call)
  return reply, call
end

local function may_enter(settings, headers)
  return not settings.key or headers["authorization"] == "Bearer " .. settings.key or headers["api-key"] == settings.key
end

local function answer_models(name)
  if not name then return openai.models(MODELS) end
  if is_model(name) then return openai.model(name) end
  return openai.failure(404, ("The model `%s` does not exist."):format(name), "model_not_found")
end

local function answer(endpoint, request)
  local what, name = openai.route(request.path)
  if not what then return openai.failure(404, ("Unknown request URL: %s %s"):format(request.method, request.path)) end
  if not may_enter(endpoint.settings, request.headers) then
    return openai.failure(401, "Incorrect API key provided.", "invalid_api_key")
  end
  local method = what == "chat" and "POST" or "GET"
  if request.method ~= method then return openai.failure(405, ("Use %s here."):format(method)) end
  if what == "models" then return answer_models(name) end
  return answer_chat(endpoint, request, name)
end

local function finish_headers(reply, call)
  local headers = reply.headers or {}
  headers["x-viva-simulated"] = "1"
  headers["content-type"] = headers["content-type"] or "application/json"
  headers["x-request-id"] = call and "sim-" .. call.id or nil
  reply.headers = headers
end

local function note(endpoint, event, call, what)
  endpoint.sequence = endpoint.sequence + 1
  return task.await(endpoint.ledger:append(json.encode { seq = endpoint.sequence, event = event, model = call.model,
    request = digest.hex(call.key), ordinal = call.ordinal, call = call.request, viva = call.viva, what = what }))
end

-- The asking is on the disk before the first byte of the reply leaves.
local function reply_on_record(endpoint, request, reply, call)
  assert(note(endpoint, "asked", call, call.kind or "ok"))
  reply.delivered = true
  local delivery = endpoint.server:reply(request.id, reply)
  local whole = delivery and task.await(delivery)
  assert(note(endpoint, whole and "delivered" or "aborted", call, call.kind or "ok"))
  endpoint.records[request.id] = nil
end

local function serve(endpoint, request)
  local reply, call = answer(endpoint, request)
  finish_headers(reply, call)
  endpoint.served = endpoint.served + 1
  if endpoint.ledger and call then
    endpoint.records[request.id] = task.spawn(reply_on_record, endpoint, request, reply, call)
  else
    endpoint.server:reply(request.id, reply)
  end
end

local function close_ledger(endpoint)
  for _, record in pairs(endpoint.records) do task.join(record) end
  if endpoint.ledger then endpoint.ledger:close() end
end

---Serves until the endpoint is closed and its ledger is written.
function M.run(endpoint)
  while true do
    local waiting = endpoint.server:request()
    local request = waiting and task.await(waiting)
    if not request then return close_ledger(endpoint) end
    serve(endpoint, request)
  end
end

---Closes; safe twice.
function M.close(endpoint) endpoint.server:close() end

return M
