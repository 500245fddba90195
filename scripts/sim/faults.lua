-- Faults of the simulated endpoint, on request. Those of the wire depend on how often a request has been seen, so that
-- a retry may succeed; those of the content are part of what the request's text decides, the same on every run.
local dice = require "sim.dice"
local json = require "json"

local M = {}

---The body of an error in OpenAI's shape.
---@param message string
---@param kind string
---@param code string|nil
function M.error_body(message, kind, code)
  return json.encode { error = { message = message, type = kind, param = json.null, code = code or json.null } }
end

local function refusal(status, message, kind, code)
  return function(settings)
    local limited = status == 429 or status == 503
    return { status = status, body = M.error_body(message, kind, code),
      headers = { ["retry-after"] = limited and ("%d"):format(settings.retry_after) or nil } }
  end
end

local LOGIN = "<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>Sign in to continue</h1></body></html>"

-- Faults that stand in place of the reply.
M.instead = {
  ["429"] = refusal(429, "Rate limit reached for requests. Please retry later.", "requests", "rate_limit_exceeded"),
  quota = refusal(429, "You exceeded your current quota.", "insufficient_quota", "insufficient_quota"),
  ["500"] = refusal(500, "The server had an error while processing your request.", "server_error"),
  ["503"] = refusal(503, "The engine is currently overloaded.", "server_error"),
  ["401"] = refusal(401, "Incorrect API key provided.", "invalid_request_error", "invalid_api_key"),
  ["403"] = refusal(403, "You are not allowed to sample from this model.", "invalid_request_error"),
  context = refusal(400, "This model's maximum context length is exceeded.", "invalid_request_error",
    "context_length_exceeded"),
  filter = refusal(400, "The response was filtered by the content policy.", "invalid_request_error", "content_filter"),
  error200 = refusal(200, "The upstream model did not answer.", "server_error", "upstream"),
  html = function() return { status = 200, body = LOGIN, headers = { ["content-type"] = "text/html" } } end,
  silence = function() return { fault = "silence" } end,
}

local function whole_body(reply)
  reply.body, reply.chunks = reply.chunks and table.concat(reply.chunks) or reply.body, nil
end

-- Faults that spoil the reply on its way.
M.spoil = {
  reset = function(reply) whole_body(reply) reply.fault = "reset" end,
  cut = function(reply) whole_body(reply) reply.fault = "cut" end,
  drip = function(reply, settings) whole_body(reply) reply.fault, reply.chunk_delay = "drip", settings.drip end,
  truncate = function(reply) whole_body(reply) reply.body = reply.body:sub(1, #reply.body // 2) end,
}

-- Faults of what is said.
M.content = { length = true, unreadable = true, othermodel = true, empty = true }

---@return string[] the names of all faults
function M.names()
  local names = {}
  for _, kinds in ipairs { M.instead, M.spoil, M.content } do
    for name in pairs(kinds) do names[#names + 1] = name end
  end
  table.sort(names)
  return names
end

local function known(kind) return M.instead[kind] or M.spoil[kind] or M.content[kind] end

local function read_rule(rule, sign, value)
  if sign == "=" then
    rule.rate = tonumber(value)
    return rule.rate and rule.rate >= 0 and rule.rate <= 1
  elseif sign == "@" then
    rule.nth = math.tointeger(tonumber(value))
    return rule.nth and rule.nth > 0
  end
  rule.text = value
  return value ~= ""
end

---Reads KIND=RATE, KIND@N (the N-th request) and KIND~TEXT (requests that contain it); a final ! means every time.
---@param spec string
---@return table|nil rule
---@return string? problem
function M.read(spec)
  local kind, sign, value, always = spec:match("^(%w+)([=@~])(.-)(!?)$")
  if not kind then return nil, ("the fault '%s' is none of KIND=RATE, KIND@N, KIND~TEXT"):format(spec) end
  if not known(kind) then
    return nil, ("there is no fault called '%s'; there are: %s"):format(kind, table.concat(M.names(), " "))
  end
  local rule = { kind = kind, spec = spec, always = always == "!" }
  if read_rule(rule, sign, value) then return rule end
  return nil, ("'%s' is not what a fault's '%s' takes"):format(value, sign)
end

local function contains(messages, part)
  for _, message in ipairs(messages) do
    if message.content:find(part, 1, true) then return true end
  end
  return false
end

local function applies(rule, call, state, seed, times)
  if rule.nth then return state.count == rule.nth end
  local again = not rule.always and not M.content[rule.kind]
  if rule.text then return contains(call.messages, rule.text) and not (again and times > 1) end
  return dice.roll("fault", seed, rule.kind, call.key, again and tostring(times) or "") < rule.rate
end

---Which fault strikes a request; the first rule that applies wins.
---@param rules table[]
---@param state { count: integer, seen: table<string, integer> } changed by the call
---@param call { key: string, messages: table[] }
---@param seed string
---@return string|nil kind
function M.choose(rules, state, call, seed)
  if #rules == 0 then return nil end
  state.count = state.count + 1
  local times = (state.seen[call.key] or 0) + 1
  state.seen[call.key] = times
  for _, rule in ipairs(rules) do
    if applies(rule, call, state, seed, times) then return rule.kind end
  end
end

return M
