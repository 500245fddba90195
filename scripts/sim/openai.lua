-- OpenAI's chat-completions protocol as a server speaks it: reads requests, writes replies, streamed or whole.
-- Source: the chat-completions and streaming reference of OpenAI.
local faults = require "sim.faults"
local json = require "json"
local tokens = require "tokens"

local M = {}

M.CREATED = 1735689600 -- a fixed moment: replies are the same bytes on every run

---A reply that says what is wrong, in OpenAI's shape.
function M.failure(status, message, code)
  return { status = status, body = faults.error_body(message, "invalid_request_error", code) }
end

local CHAT = { ["/v1/chat/completions"] = true, ["/chat/completions"] = true }

---What a path asks for.
---@return "chat"|"models"|nil what, string|nil name the deployment's or model's name in the path
function M.route(path)
  if CHAT[path] then return "chat" end
  local deployment = path:match("^/openai/deployments/([^/]+)/chat/completions$")
  if deployment then return "chat", deployment end
  local model = path:match("^/v1/models/([^/]+)$") or path:match("^/models/([^/]+)$")
  if model or path == "/v1/models" or path == "/models" then return "models", model end
end

local function content_text(content)
  if type(content) == "string" then return content end
  if type(content) ~= "table" then return nil end
  local texts = {}
  for _, part in ipairs(content) do
    if type(part) == "table" and type(part.text) == "string" then texts[#texts + 1] = part.text end
  end
  return table.concat(texts)
end

local function read_messages(list)
  if type(list) ~= "table" or #list == 0 then return nil, "'messages' should be a list with at least one message." end
  local messages = {}
  for i, message in ipairs(list) do
    local content = type(message) == "table" and type(message.role) == "string" and content_text(message.content)
    if not content then return nil, ("messages[%d] should have a role and a content."):format(i - 1) end
    messages[i] = { role = message.role, content = content }
  end
  return messages
end

local function given(value) return value ~= json.null and value or nil end

local function limit_of(body)
  local limit = given(body.max_completion_tokens) or given(body.max_tokens)
  if limit == nil or math.type(limit) == "integer" and limit > 0 then return limit or math.huge end
end

---Reads the body of a chat request.
---@param raw string
---@param deployment string? the model's name where the path gives it
---@return table|nil call { model, messages, stream, usage, limit, seed }
---@return string? problem
function M.read(raw, deployment)
  local body, problem = json.decode(raw)
  if type(body) ~= "table" then
    return nil, "We could not parse the JSON body of your request: " .. tostring(problem or "it is no object")
  end
  local model = deployment or body.model
  if type(model) ~= "string" then return nil, "you must provide a model parameter" end
  local messages, limit
  messages, problem = read_messages(body.messages)
  if not messages then return nil, problem end
  limit = limit_of(body)
  if not limit then return nil, "'max_tokens' should be a whole number above 0." end
  local options = given(body.stream_options)
  return { model = model, messages = messages, stream = body.stream == true, limit = limit, seed = given(body.seed),
    usage = type(options) == "table" and options.include_usage == true }
end

local function usage_of(call, content)
  local input, output = tokens.of_messages(call.messages), tokens.estimate(content)
  return ('{"prompt_tokens":%d,"completion_tokens":%d,"total_tokens":%d}'):format(input, output, input + output)
end

-- Cuts a text to about so many tokens; returns it and why it ends.
local function cut(content, limit)
  if limit == math.huge or tokens.estimate(content) <= limit then return content, "stop" end
  local share = limit / tokens.estimate(content)
  local last = utf8.offset(content, math.max(1, math.floor(utf8.len(content) * share)))
  return content:sub(1, last - 1), "length"
end

local function head(call, object, fingerprint)
  return ('"id":"chatcmpl-sim-%s","object":"%s","created":%d,"model":%s,"system_fingerprint":%s'):format(
    call.id, object, M.CREATED, json.encode(call.returned or call.model), json.encode(fingerprint))
end

local function whole(call, content, finish, fingerprint)
  local body = ('{%s,"choices":[{"index":0,"message":{"role":"assistant","content":%s,"refusal":null},"logprobs":null,'
    .. '"finish_reason":"%s"}],"usage":%s}'):format(head(call, "chat.completion", fingerprint), json.encode(content),
    finish, usage_of(call, content))
  return { status = 200, body = body }
end

local PIECE = 12 -- characters of a streamed piece, more for long texts

local function pieces_of(content)
  local pieces, position = {}, 1
  local size = math.max(PIECE, (utf8.len(content) or 0) // 60)
  while position <= #content do
    local after = utf8.offset(content, size + 1, position) or #content + 1
    pieces[#pieces + 1] = content:sub(position, after - 1)
    position = after
  end
  return pieces
end

local function streamed(call, content, finish, fingerprint)
  local events, start = {}, head(call, "chat.completion.chunk", fingerprint)
  local without = call.usage and ',"usage":null' or ""
  local function event(choices, usage)
    events[#events + 1] = ('data: {%s,"choices":%s%s}\n\n'):format(start, choices, usage)
  end
  event('[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}]', without)
  for _, piece in ipairs(pieces_of(content)) do
    event(('[{"index":0,"delta":{"content":%s},"logprobs":null,"finish_reason":null}]'):format(json.encode(piece)),
      without)
  end
  event(('[{"index":0,"delta":{},"logprobs":null,"finish_reason":"%s"}]'):format(finish), without)
  if call.usage then event("[]", ',"usage":' .. usage_of(call, content)) end
  events[#events + 1] = "data: [DONE]\n\n"
  return { status = 200, chunks = events, headers = { ["content-type"] = "text/event-stream; charset=utf-8" } }
end

---@param call table from `read`, with id and perhaps `returned`, another model name to give back
---@param content string
---@param fingerprint string
---@return table reply
function M.completion(call, content, fingerprint)
  local said, finish = cut(content, call.limit)
  return (call.stream and streamed or whole)(call, said, finish, fingerprint)
end

local function model_entry(name)
  return ('{"id":%s,"object":"model","created":%d,"owned_by":"viva-sim"}'):format(json.encode(name), M.CREATED)
end

---@param names string[]
function M.models(names)
  local entries = {}
  for i, name in ipairs(names) do entries[i] = model_entry(name) end
  return { status = 200, body = ('{"object":"list","data":[%s]}'):format(table.concat(entries, ",")) }
end

function M.model(name) return { status = 200, body = model_entry(name) } end

return M
