-- What an evaluation file may say: the data, the models, the judge model and the limits of a run. It holds no key:
-- `env` only names the variable that does.
local messages = require "box.messages"

local function check_models(models, node, context)
  local seen = {}
  for i, model in ipairs(models) do
    if model.name and seen[model.name] then
      local made = context.made[model]
      context.report((made and made.node or node.entries[i] or node).line, messages.say("same_name", model.name))
    elseif model.name then
      seen[model.name] = true
    end
  end
end

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
    context.report(node.line, messages.say("not_url", value))
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

local function check_env(value, node, context)
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

local model_fields = {
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

local limit_fields = {
  { name = "in_flight", type = "integer", min = 1, max = 65536 }, { name = "budget", type = "number", min = 0 },
  { name = "timeout", type = "number", min = 0.1 }, { name = "first_byte", type = "number", min = 0.1 },
  { name = "attempts", type = "integer", min = 1, max = 1000 },
  { name = "max_paid_retries", type = "integer", min = 0 },
  { name = "max_wait", type = "number", min = 0 }, { name = "max_reply_bytes", type = "integer", min = 1024 },
}

local sim_fields = {
  { name = "latency", type = "number", min = 0 }, { name = "jitter", type = "number", min = 0 },
  { name = "seed", type = "integer" }, { name = "faults", type = "texts" },
}

local function no_jury(first) return not first.judge_models end

-- Settings that only make sense together, or not beside each other.
local function finish(file, context)
  local settings = file.settings
  if settings.judge_model and settings.judge_models then
    context.report_at("judge_models", messages.say("one_of_two", "judge_models", "judge_model"))
  end
  if settings.combine and not settings.judge_models then
    context.report_at("combine", messages.say("needs_jury", "combine"))
  end
  if settings.adaptive and settings.convention == "paper" then
    context.report_at("adaptive", messages.say("not_adaptive", "paper"))
  elseif settings.adaptive and settings.convention == "script" and (settings.answers or 1) > 1 then
    context.report_at("adaptive", messages.say("adaptive_samples"))
  end
end

return {
  finish = finish,
  title = { en = "which models are evaluated on what", zh = "用什么评测哪些模型" },
  words = {
    { name = "model", takes = { type = "settings", fields = model_fields },
      help = { en = "Describes one model.", zh = "描述一个模型。" },
      example = 'model { name = "model-a", group = "open", endpoint = "http://127.0.0.1:8000/v1" }' },
    { name = "env", takes = { type = "text", check = check_env }, make = function(name) return { env = name } end,
      help = { en = "Names an environment variable; the key itself is never written into a file.",
        zh = "指明环境变量；密钥本身不写进文件。" },
      example = 'key = env "EXAMPLE_KEY"' },
    { name = "simulated", value = { simulated = true }, takes = { type = "text" },
      make = function(name) return { simulated = name } end,
      help = { en = "The endpoint of the simulation that comes with Viva.", zh = "Viva 自带的模拟接口。" },
      example = 'model { name = "sim-strong", endpoint = simulated }' },
    { name = "imported", value = { imported = true },
      help = { en = "The endpoint of a model whose answers were taken in by `viva answers import`.",
        zh = "回答由 viva answers import 导入的模型。" },
      example = 'model { name = "my-model", endpoint = imported }' },
  },
  settings = {
    { name = "title", type = "text in languages",
      help = { en = "What reports call the run.", zh = "报告中的名称。" }, example = 'title = "Spring comparison"' },
    { name = "data", type = "text", required = true,
      help = { en = "The folder of the dataset.", zh = "数据集所在文件夹。" }, example = 'data = "data/llmeval-med"' },
    { name = "models", type = "list", required = true, at_least = 1, check = check_models,
      each = { type = "words", words = { "model" } },
      help = { en = "The models to evaluate.", zh = "要评测的模型。" },
      example = 'models = { model { name = "model-a", endpoint = "http://127.0.0.1:8000/v1" } }' },
    { name = "judge_model", type = "words", words = { "model" }, required = no_jury,
      help = { en = "The model that marks the answers.", zh = "评判回答的模型。" },
      example = 'judge_model = model { name = "judge-1", endpoint = "https://api.example.com/v1" }' },
    { name = "judge_models", type = "list", at_least = 2, check = check_models,
      each = { type = "words", words = { "model" } },
      help = { en = "Several models that mark the same answers, in place of judge_model.",
        zh = "同时评判同一批回答的多个模型，代替 judge_model。" },
      example = 'judge_models = { model { name = "judge-1", endpoint = simulated "sim-judge" },\n'
        .. '  model { name = "judge-2", endpoint = simulated "sim-judge-strict" } }' },
    { name = "combine", type = "text", one_of = { "mean", "median", "majority" },
      help = { en = "How the scores of several judge models become one.", zh = "多个评判模型的分数如何合成一个。" },
      example = 'combine = "median"' },
    { name = "judges", type = "text or texts",
      help = { en = "Which judge files mark: their names, or a folder.", zh = "使用哪些评判文件：名称或文件夹。" },
      example = 'judges = { "knowledge", "safety" }' },
    { name = "answers", type = "integer", min = 1, max = 1000,
      help = { en = "How many answers each model gives to each question.", zh = "每个模型对每题回答的次数。" },
      example = "answers = 3" },
    { name = "repeats", type = "integer", min = 1, max = 1000,
      help = { en = "How many times each answer is marked.", zh = "每个回答评判的次数。" }, example = "repeats = 3" },
    { name = "adaptive", type = "yes or no",
      help = { en = "Leaves out the judgings that cannot change usable or not usable.", zh = "省去不会改变可用与否的评判。" },
      example = "adaptive = true" },
    { name = "language", type = "text", one_of = { "zh", "en", "item" },
      help = { en = "The language the judges are addressed in.", zh = "评判提示词使用的语言。" },
      example = 'language = "item"' },
    { name = "convention", type = "text", one_of = { "viva", "script", "paper" },
      help = { en = "How rates are counted.", zh = "比率的计算方式。" }, example = 'convention = "paper"' },
    { name = "report", type = "text or texts",
      help = { en = "The report file or files to use.", zh = "使用的报告文件。" }, example = 'report = "leaderboard"' },
    { name = "local_only", type = "yes or no",
      help = { en = "Treats every item as one that must not leave the machine.", zh = "所有题目都不得离开本机。" },
      example = "local_only = true" },
    { name = "limits", type = "settings", fields = limit_fields,
      help = { en = "What a run may use up.", zh = "一次运行的限额。" },
      example = "limits = { in_flight = 16, budget = 20 }" },
    { name = "sim", type = "settings", fields = sim_fields,
      help = { en = "How the simulated endpoint behaves.", zh = "模拟接口的行为。" },
      example = 'sim = { latency = 5, jitter = 10, seed = 1, faults = { "429=0.05" } }' },
  },
}
