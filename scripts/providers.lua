-- Where a chat request goes and which header carries the key. OpenAI, DeepSeek, Qwen, Zhipu, Moonshot, vLLM, SGLang,
-- Ollama and llama.cpp differ in their base URL alone; Azure OpenAI names the deployment in the path.
local M = {}

local AZURE_VERSION = "2024-10-21"

local function is_azure(base)
  local host = base:match("^https?://([^/:]+)") or ""
  return host:find("%.openai%.azure%.com$") or host:find("%.cognitiveservices%.azure%.com$")
end

local function escape(name)
  return (name:gsub("[^%w%-%._~]", function(c) return ("%%%02X"):format(c:byte()) end))
end

---@param base string the endpoint's base URL, with or without /chat/completions
---@param model string the model's (for Azure: the deployment's) name
---@param api_version string? Azure only
---@return string
function M.chat_url(base, model, api_version)
  base = base:gsub("/+$", "")
  if is_azure(base) and not base:find("/openai/v1$") then
    return ("%s/openai/deployments/%s/chat/completions?api-version=%s"):format(
      base:gsub("/openai.*$", ""), escape(model), escape(api_version or AZURE_VERSION))
  end
  if base:find("/chat/completions$") then return base end
  return base .. "/chat/completions"
end

---@param base string
---@return string the address that lists the models an endpoint serves
function M.models_url(base)
  return (base:gsub("/+$", ""):gsub("/chat/completions$", "")) .. "/models"
end

---@param base string
---@param key string?
---@param extra table<string, string>? headers of the evaluation file
---@return table<string, string>
function M.headers(base, key, extra)
  local headers = { ["content-type"] = "application/json" }
  if key and is_azure(base) then
    headers["api-key"] = key
  elseif key then
    headers["authorization"] = "Bearer " .. key
  end
  for name, value in pairs(extra or {}) do headers[name:lower()] = value end
  return headers
end

return M
