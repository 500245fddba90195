-- What an evaluation file may say: the data, the models, the judge model and the limits of a run. It holds no key:
-- `env` only names the variable that does.
local check = require "box.check"
local contains = require "box.contains"
local messages = require "box.messages"
local form = require "box.model_form"

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

-- Each pair is two of the models.
local function check_pairs(file, context)
  local known = {}
  for i, model in ipairs(file.settings.models) do known[i] = model.name end
  local node = context.node("pairwise")
  for i, pair in ipairs(file.settings.pairwise or {}) do
    local at = node.entries[i] or node
    for _, name in ipairs(pair) do
      if not contains(known, name) then check.not_one_of(("pairwise[%d]"):format(i), known, name, at, context) end
    end
    if #pair ~= 2 or pair[1] == pair[2] then context.report(at.line, messages.say "no_pair") end
  end
end

-- Judges that are named may all ask no model: whether they do is seen when they are loaded (scripts/evaluation.lua).
local function needs_judge_model(first, settings)
  return not first.judge_models and type(settings.judges) ~= "table"
end

-- Settings that only make sense together, or not beside each other.
local function finish(file, context)
  local settings = file.settings
  check_pairs(file, context)
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
    { name = "model", takes = { type = "settings", fields = form.fields },
      help = { en = "Describes one model.", zh = "描述一个模型。" },
      example = 'model { name = "model-a", group = "open", endpoint = "http://127.0.0.1:8000/v1" }' },
    { name = "env", takes = { type = "text", check = form.check_env }, make = function(name) return { env = name } end,
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
    { name = "judge_model", type = "words", words = { "model" }, required = needs_judge_model,
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
    { name = "pairwise", type = "list", at_least = 1, each = { type = "texts" },
      help = { en = "Which models `viva pairwise` compares with each other, two by two.",
        zh = "viva pairwise 两两比较哪些模型。" },
      example = 'pairwise = { { "model-a", "model-b" } }' },
    { name = "comparison", type = "text",
      help = { en = "The comparison file that `viva pairwise` uses; better when left out.",
        zh = "viva pairwise 使用的比较文件，不写时为 better。" }, example = 'comparison = "better"' },
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
