-- What model { } may say in an evaluation, and that it holds no key.
local messages = require "box.messages"
local text = require "viva.text"

local M = {}

local SECRET_PARAMETERS = { key = true, apikey = true, token = true, accesstoken = true, sig = true, signature = true,
  secret = true, password = true, subscriptionkey = true }

local function holds_secret(url)
  if url:find("^%a+://[^/?#]*@") then return true end
  for name in (url:match("%?(.*)$") or ""):gmatch("([^&;=#]+)=") do
    if SECRET_PARAMETERS[name:lower():gsub("[%-_]", "")] then return true end
  end
  return false
end

-- A message about a key does not show it.
local function check_url(value, node, context)
  if holds_secret(value) then
    context.report(node.line, messages.say("secret_url"))
  elseif not value:find("^https?://[^%s/]") then
    local near = text.similar(value, { "simulated", "imported" })
    local hint = near and messages.say("did_you_mean_word", near) or ""
    context.report(node.line, messages.say("not_url", value) .. hint)
  end
end

local RESERVED = { "model", "messages", "stream", "n" }

-- What Viva itself says in a request; saying it twice would make two different requests look like one.
local function check_parameters(parameters, node, context)
  for _, name in ipairs(RESERVED) do
    if parameters[name] ~= nil then
      local line = (node.entries[name] or node).line
      context.report(line, messages.say(name == "n" and "reserved_n" or "reserved", name))
    end
  end
end

function M.check_env(value, node, context)
  if not value:find("^[%a_][%w_]*$") then context.report(node.line, messages.say("bad_env")) end
end

local CREDENTIALS = { ["^authorization$"] = true, ["^proxy%-authorization$"] = true, ["api%-?key"] = true,
  ["cookie"] = true, ["token"] = true, ["secret"] = true, ["password"] = true, ["subscription%-key"] = true }

local function is_credential(header)
  for pattern in pairs(CREDENTIALS) do
    if header:lower():gsub("_", "-"):find(pattern) then return true end
  end
  return false
end

local function check_headers(headers, node, context)
  for name, value in pairs(headers) do
    local line = (node.entries[name] or node).line
    local from_env = context.made[value] and context.made[value].word == "env"
    if type(name) ~= "string" or not name:find("^[%w!#$%%&'*+%-.^_`|~]+$") then
      context.report(line, messages.say("bad_header", tostring(name)))
    elseif value ~= context.dummy and not from_env and (type(value) ~= "string" or value:find("%c")) then
      context.report(line, messages.say("wrong_type", name, messages.either(messages.type("text"), 'env "NAME"'),
        messages.type(type(value))))
    elseif type(value) == "string" and is_credential(name) then
      context.report(line, messages.say("secret_header", name))
    end
  end
end

M.fields = {
  { name = "name", type = "text", required = true,
    help = { en = "What tables call the model.", zh = "模型在表中的名称。" },
    example = 'model { name = "model-a", endpoint = "http://127.0.0.1:8000/v1" }' },
  { name = "model", type = "text",
    help = { en = "The name that the endpoint knows the model by, when it differs.",
      zh = "接口所用的模型名，与 name 不同时填写。" },
    example = 'model { name = "Model A", model = "model-a-8b", endpoint = "http://127.0.0.1:8000/v1" }' },
  { name = "group", type = "text", one_of = { "open", "closed", "specialized" },
    help = { en = "Where the leaderboard puts it.", zh = "在排行榜中的分组。" },
    example = 'model { name = "model-a", group = "open", endpoint = simulated }' },
  { name = "endpoint", type = "text", words = { "simulated", "imported" }, required = true, check = check_url,
    help = { en = "The base URL of an OpenAI-compatible endpoint, or `simulated`, or `imported`.",
      zh = "OpenAI 兼容接口的基础网址，或 simulated，或 imported。" },
    example = 'model { name = "model-a", endpoint = "https://api.example.com/v1" }' },
  { name = "endpoint_name", type = "text",
    help = { en = "A lasting name: two URLs with one name count as the same deployment.",
      zh = "固定的名称：同名的两个网址视为同一部署。" },
    example = 'model { name = "model-a", endpoint = "http://10.0.0.7:8000/v1", endpoint_name = "ward cluster" }' },
  { name = "key", type = "words", words = { "env" },
    help = { en = "The environment variable that holds the key.", zh = "存放密钥的环境变量。" },
    example = 'model { name = "model-b", endpoint = "https://api.example.com/v1", key = env "EXAMPLE_KEY" }' },
  { name = "parameters", type = "table", check = check_parameters,
    help = { en = "What is sent along with each request.", zh = "随每次请求发送的参数。" },
    example = 'model { name = "model-a", endpoint = simulated, parameters = { temperature = 0 } }' },
  { name = "price", type = "settings",
    fields = {
      { name = "input", type = "number", required = true, min = 0 },
      { name = "output", type = "number", required = true, min = 0 }, { name = "currency", type = "text" },
    },
    help = { en = "Money for a million tokens.", zh = "每百万 token 的价格。" },
    example = 'model { name = "m", endpoint = simulated, price = { input = 2.5, output = 10, currency = "USD" } }' },
  { name = "headers", type = "table", check = check_headers,
    help = { en = "Further HTTP headers. One that holds a key is written env \"NAME\".",
      zh = "附加的 HTTP 头。含密钥的写成 env \"NAME\"。" },
    example = 'model { name = "m", endpoint = simulated, headers = { ["x-project"] = "viva" } }' },
  { name = "in_flight", type = "integer", min = 1, max = 65536,
    help = { en = "The most calls under way at once.", zh = "同时进行的调用上限。" },
    example = 'model { name = "m", endpoint = simulated, in_flight = 8 }' },
  { name = "requests_per_minute", type = "number", min = 0.01,
    help = { en = "The most calls begun in a minute.", zh = "每分钟开始的调用上限。" },
    example = 'model { name = "m", endpoint = simulated, requests_per_minute = 60 }' },
  { name = "local_endpoint", type = "yes or no",
    help = { en = "The endpoint is within your own walls: items marked local_only may go to it.",
      zh = "接口在本单位内部，标为 local_only 的题目可以发送。" },
    example = 'model { name = "m", endpoint = "http://10.0.0.7:8000/v1", local_endpoint = true }' },
  { name = "insecure", type = "yes or no",
    help = { en = "Lets plain http go to another machine. For a test server of your own only.",
      zh = "允许用明文 http 访问其他机器，仅用于自己的测试服务器。" },
    example = 'model { name = "m", endpoint = "http://10.0.0.7/v1", insecure = true }' },
  { name = "timeout", type = "number", min = 0.1,
    help = { en = "Seconds that one call may take.", zh = "一次调用的秒数上限。" },
    example = 'model { name = "m", endpoint = simulated, timeout = 600 }' },
  { name = "api_version", type = "text",
    help = { en = "The API version, for Azure OpenAI only.", zh = "API 版本，仅用于 Azure OpenAI。" },
    example = 'model { name = "m", endpoint = "https://NAME.openai.azure.com", api_version = "2024-10-21" }' },
  { name = "simulated", type = "yes or no",
    help = { en = "The URL leads to a simulated endpoint.", zh = "该网址是模拟接口。" },
    example = 'model { name = "sim-strong", endpoint = "http://127.0.0.1:8080/v1", simulated = true }' },
}

return M
