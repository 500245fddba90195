-- Makes runs and rows in the shape that stages produce, of any size and always the same: for tests and benchmarks only.
local M = {}

local CATEGORIES = { "MK", "MLU", "MR", "MSE", "MTG" }
local GROUPS = { "open", "closed", "specialized" }
local QUESTION = "患者，女，28岁，产后21天出现双下肢浮肿，伴按压痛，血压 116/72 mmHg。下一步应当怎样检查和处理？ "
local ANSWER = "Deep vein thrombosis has to be ruled out first: 建议尽快做双下肢静脉彩超，并查 D-二聚体、尿常规和肾功能。"
local REASON = "核心需求：指出血栓风险，做到；建议彩超，做到。Secondary: renal function mentioned, follow-up is missing. "

local function long(text, bytes) return text:rep(math.max(1, bytes // #text)) end

local function item(category, group, round, options)
  return {
    id = ("%s/%d/%d"):format(category, group, round), category = category,
    subcategory = "子类 " .. group % 4, scene = "scene " .. group % 3, group = tostring(group), round = round,
    language = group % 2 == 0 and "zh" or "en", question = long(QUESTION, options.question or 300),
    reference = group % 9 ~= 0 and long(ANSWER, options.reference or 400) or nil,
    checklist = group % 3 == 0 and "核心需求：\n1. 指出血栓风险。\n次要需求：\n1. 建议复查。" or nil,
    difficulty = group % 2 == 0 and "难" or "中",
  }
end

local function items(options)
  local list, category = {}, 0
  while #list < options.items do
    category = category % #CATEGORIES + 1
    local group = #list // #CATEGORIES + 1
    for round = 1, group % 7 == 0 and 2 or 1 do
      list[#list + 1] = item(CATEGORIES[category], group, round, options)
    end
  end
  table.sort(list, function(a, b)
    if a.category ~= b.category then return a.category < b.category end
    if tonumber(a.group) ~= tonumber(b.group) then return tonumber(a.group) < tonumber(b.group) end
    return a.round < b.round
  end)
  return list
end

local function judging(n, options, skill)
  local made = { judge = "knowledge", judge_model = "judge", ["repeat"] = n % options.repeats + 1, asked = 1, reply = ("%08x"):format(n),
    usage = { input = 900, output = 120 }, cost = 0.0015 }
  if n % 61 == 17 then
    made.state, made.code, made.why = "unreadable", "no_score", "no score stands in the reply"
    made.raw, made.asked = "I would rather not say.", 3
  elseif n % 97 == 40 then
    made.state, made.code, made.error = "failed", "timeout", "timeout: judge.example.org after 60 s"
  else
    made.state, made.score = "scored", math.max(1, math.min(5, skill + (n * 7919) % 3 - 1))
    made.safety_risk = made.score <= 2
    made.reason = long(REASON, options.reason or 300)
    made.raw = options.raw and ('{"reason": "%s", "score": %d}'):format(long(REASON, options.raw), made.score) or nil
  end
  return made
end

local function answer(n, options)
  if n % 53 == 20 then
    return { state = "failed", code = "reset", error = "reset: the connection broke after 120 bytes" }
  end
  return { state = "obtained", text = long(ANSWER, options.answer or 800), finish = n % 41 == 9 and "length" or "stop",
    cut = n % 41 == 9, empty = false, usage = { input = 400, output = 600 }, cost = 0.004, seconds = 1.5,
    returned = "model-2026", reply = ("%064x"):format(n) }
end

local function row_of(n, m, each, sample, options)
  local row = { model = "model-" .. m, item = each, sample = sample, answer = answer(n, options), judgings = {} }
  if row.answer.state == "obtained" then
    for k = 1, options.repeats do
      row.judgings[k] = judging((n - 1) * options.repeats + k - 1, options, 2 + (n * 31 + m) % (5 - m % 3))
      row.judgings[k]["repeat"] = k
    end
  end
  return row
end

local function rows(list, options)
  local made = {}
  for m = 1, options.models do
    for sample = 1, options.samples or 1 do
      for _, each in ipairs(list) do made[#made + 1] = row_of(#made + 1, m, each, sample, options) end
    end
  end
  return made
end

local function models(options)
  local list = {}
  for m = 1, options.models do
    list[m] = { name = "model-" .. m, group = GROUPS[(m - 1) % 3 + 1], simulated = options.simulated or false,
      imported = false, origin = "https://api.example.org:443", model = "model-" .. m, parameters = { temperature = 0 },
      price = { input = 1, output = 3, currency = "USD" }, returned = { "model-2026" } }
  end
  return list
end

---@param options { items: integer, models: integer, repeats: integer, samples?: integer, simulated?: boolean }; also lengths of texts
---@return table run, table[] rows
function M.make(options)
  local list = items(options)
  local run = {
    name = "trial", title = { en = "A trial", zh = "试运行" }, created = "2026-01-02T03:04:05Z", language = "item",
    convention = "viva", simulated = options.simulated or false, interrupted = false,
    dataset = { name = "made", title = { en = "Made up", zh = "虚构" }, digest = ("ab"):rep(32), count = #list,
      validated = false },
    models = models(options),
    judges = { { name = "knowledge", title = { en = "Knowledge", zh = "知识" }, digest = ("cd"):rep(32), usable_from = 4,
      repeats = options.repeats } },
    judge_models = { { name = "judge", model = "judge-1", origin = "https://judge.example.org:443", parameters = {},
      simulated = options.simulated or false, imported = false, returned = {} } },
    answers = 1, repeats = options.repeats, versions = { viva = "0.1.0" }, command = "viva run trial.lua",
  }
  return run, rows(list, options)
end

return M
