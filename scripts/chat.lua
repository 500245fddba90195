-- The chat call of OpenAI-compatible endpoints: the bytes of a request, and what a reply says.
-- Source: the chat-completions reference of OpenAI; reasoning fields as DeepSeek, Qwen, vLLM, SGLang, Ollama and
-- llama.cpp send them.
local json = require "json"

local M = {}

local function sorted_keys(t)
  local keys = {}
  for key in pairs(t) do keys[#keys + 1] = key end
  table.sort(keys)
  return keys
end

---The body of a request. Keys stand in a fixed order, so that the same request is the same bytes in every run.
---@param model string the name the endpoint knows the model by
---@param messages { role: string, content: string }[]
---@param parameters table<string, any> only what the user set: nothing is sent by default
---@return string
function M.body(model, messages, parameters)
  -- One list and one concatenation: the texts are long, and every copy of them is garbage.
  local parts = { '{"model":', json.quote(model), ',"messages":[' }
  local count = #parts
  for i, message in ipairs(messages) do
    parts[count + 1] = i == 1 and '{"role":' or ',{"role":'
    parts[count + 2] = json.quote(message.role)
    parts[count + 3] = ',"content":'
    parts[count + 4] = json.quote(message.content)
    parts[count + 5] = "}"
    count = count + 5
  end
  parts[count + 1] = "]"
  for _, key in ipairs(sorted_keys(parameters)) do
    parts[#parts + 1] = (",%s:%s"):format(json.quote(key), json.encode(parameters[key]))
  end
  parts[#parts + 1] = "}"
  return table.concat(parts)
end

---What of a request can change its reply, as the list of strings that its identity is taken from.
---@param endpoint_name string
---@param ordinal integer which of n answers or judgings
---@return string[]
function M.identity(endpoint_name, model, messages, parameters, ordinal)
  local parts = { "chat/1", endpoint_name, model, tostring(ordinal) }
  for _, key in ipairs(sorted_keys(parameters)) do
    parts[#parts + 1] = key
    parts[#parts + 1] = json.encode(parameters[key])
  end
  parts[#parts + 1] = "messages"
  for _, message in ipairs(messages) do
    parts[#parts + 1] = message.role
    parts[#parts + 1] = message.content
  end
  return parts
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
  return math.type(value) == "integer" and value >= 0 and value or nil
end

local function read_usage(usage)
  usage = present(usage)
  if type(usage) ~= "table" then return nil end
  return { input = count(usage.prompt_tokens) or 0, output = count(usage.completion_tokens) or 0 }
end

local function read_error(problem)
  if type(problem) ~= "table" then return tostring(problem), "provider" end
  local code = present(problem.code) or present(problem.type) or "provider"
  return tostring(present(problem.message) or code), tostring(code)
end

local function read_choice(decoded)
  local choice = type(decoded.choices) == "table" and decoded.choices[1]
  local message = type(choice) == "table" and choice.message
  if type(message) ~= "table" then
    return nil, "the reply has no choices[1].message", "bad_content"
  end
  return choice, message
end

---Reads a stored reply.
---@param raw string the body as it came
---@return table|nil reply { text, reasoning?, finish?, cut, empty, refusal?, usage?, model?, simulated? }
---@return string? problem
---@return string? code `bad_content`, or the provider's own error code
function M.read(raw)
  local decoded, problem = json.decode(raw)
  if type(decoded) ~= "table" then
    return nil, "the reply is not a JSON object: " .. (problem or type(decoded)), "bad_content"
  end
  if present(decoded.error) then return nil, read_error(decoded.error) end
  local choice, message, code = read_choice(decoded)
  if not choice then return nil, message, code end
  local refusal = present(message.refusal)
  local text, thought = split_reasoning(content_text(present(message.content) or refusal))
  local finish = present(choice.finish_reason)
  return {
    text = text,
    reasoning = present(message.reasoning_content) or present(message.reasoning) or thought,
    finish = finish,
    cut = finish == "length",
    empty = not text:find("%S"),
    refusal = refusal ~= nil or finish == "content_filter" or nil,
    usage = read_usage(decoded.usage),
    model = present(decoded.model),
    simulated = tostring(decoded.system_fingerprint):find("^viva%-sim") ~= nil or nil,
    id = nil, seconds = nil, received = nil, cost = nil, -- room for what the store knows of it
  }
end

return M
