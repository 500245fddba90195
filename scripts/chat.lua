-- The chat call of OpenAI-compatible endpoints: the bytes of a request, its identity, and what a reply says.
-- Source: the chat-completions reference of OpenAI; reasoning fields as DeepSeek, Qwen, vLLM, SGLang, Ollama and
-- llama.cpp send them.
local bytes = require "viva.chat"
local json = require "json"

local M = {}

local function sorted_keys(t)
  local keys = {}
  for key in pairs(t) do keys[#keys + 1] = key end
  table.sort(keys)
  return keys
end

local function with_length(s) return (">s8"):pack(s) end

local function new_form(endpoint)
  local tail, named = "]", {}
  for i, key in ipairs(sorted_keys(endpoint.parameters)) do
    local value = json.encode(endpoint.parameters[key])
    tail = ("%s,%s:%s"):format(tail, json.quote(key), value)
    named[i] = with_length(key) .. with_length(value)
  end
  return {
    head = ('{"model":%s,"messages":['):format(json.quote(endpoint.model)), tail = tail .. "}",
    named = with_length "chat/1" .. with_length(endpoint.identity) .. with_length(endpoint.model), by_ordinal = {},
    set = table.concat(named) .. with_length "messages",
  }
end

-- What all requests to an endpoint share, made once.
local function form_of(endpoint)
  endpoint.form = endpoint.form or new_form(endpoint)
  return endpoint.form
end

---The body of a request. Keys stand in a fixed order, so that the same request is the same bytes in every run; no
---parameter is sent unless it is set.
---@param endpoint { model: string, parameters: table<string, any>, identity: string }
---@param messages { role: string, content: string }[]
---@return string
function M.body(endpoint, messages)
  local form = form_of(endpoint)
  return bytes.body(form.head, messages, form.tail)
end

---The same for one `send` of an endpoint of viva.http: the bytes do not become a string.
---@param endpoint table
---@param messages { role: string, content: string }[]
---@return userdata
function M.lend(endpoint, messages)
  local form = form_of(endpoint)
  return bytes.lend(form.head, messages, form.tail)
end

---The request's identity: the digest of what can change its reply and of nothing else.
---@param endpoint { model: string, parameters: table<string, any>, identity: string } `identity`: its declared name
---@param messages { role: string, content: string }[]
---@param ordinal integer which of n answers or judgings
---@return string id 32 bytes
function M.identity(endpoint, messages, ordinal)
  local form = form_of(endpoint)
  local head = form.by_ordinal[ordinal]
  if not head then
    head = form.named .. with_length(tostring(ordinal)) .. form.set
    form.by_ordinal[ordinal] = head
  end
  return bytes.identity(head, messages)
end

local function present(value)
  if value ~= json.null then return value end
end

-- Some endpoints give the content as a list of parts.
local function content_text(content)
  if type(content) == "string" then return content end
  if type(content) ~= "table" then return "" end
  local texts = {}
  for _, part in ipairs(content) do
    if type(part) == "table" and type(part.text) == "string" then texts[#texts + 1] = part.text end
  end
  return table.concat(texts)
end

-- Models served without a reasoning parser put their reasoning in the text, closed by </think>; some chat templates
-- swallow the opening mark.
local function split_reasoning(content)
  if not content:find("</think>", 1, true) then return content, nil end
  local inner, rest = content:match("^%s*<think>(.-)</think>%s*(.*)$")
  if not inner and not content:find("<think>", 1, true) then
    inner, rest = content:match("^(.-)</think>%s*(.*)$")
  end
  if inner then return rest, inner end
  return content, nil
end

local function count(value)
  return math.type(value) == "integer" and value >= 0 and value or 0
end

local function read_error(problem)
  if type(problem) ~= "table" then return tostring(problem), "provider" end
  local code = present(problem.code) or present(problem.type) or "provider"
  return tostring(present(problem.message) or code), tostring(code)
end

-- What of a reply is read, in the order in which `told` takes it. The rest makes no garbage.
local READ = json.paths("error", "choices.1.message", "choices.1.message.content", "choices.1.message.refusal",
  "choices.1.message.reasoning_content", "choices.1.message.reasoning", "choices.1.finish_reason", "usage",
  "usage.prompt_tokens", "usage.completion_tokens", "model", "system_fingerprint")

local function told(kind, problem, message, content, refusal, reasoning_content, reasoning, finish, usage, input,
  output, model, fingerprint)
  if kind ~= "object" and kind ~= "array" then
    return nil, "the reply is not a JSON object: " .. (kind and "a " .. kind or problem), "bad_content"
  end
  if problem then return nil, read_error(problem) end
  if message ~= true then return nil, "the reply has no choices[1].message", "bad_content" end
  local text, thought = split_reasoning(content_text(content or refusal))
  return {
    text = text,
    reasoning = reasoning_content or reasoning or thought,
    finish = finish,
    cut = finish == "length",
    empty = not text:find("%S"),
    refusal = refusal ~= nil or finish == "content_filter" or nil,
    usage = usage == true and { input = count(input), output = count(output) } or nil,
    model = model,
    simulated = type(fingerprint) == "string" and fingerprint:find("viva-sim", 1, true) == 1 or nil,
    id = nil, seconds = nil, received = nil, cost = nil, -- room for what the store knows of it
  }
end

---Reads a stored reply.
---@param raw string the body as it came
---@return table|nil reply { text, reasoning?, finish?, cut, empty, refusal?, usage?, model?, simulated? }
---@return string? problem
---@return string? code `bad_content`, or the provider's own error code
function M.read(raw) return told(json.pick(raw, READ)) end

return M
