-- The simulated judge: finds item and answer in a judge's prompt, marks by counting, adds a little noise, and replies
-- in the form that the prompt asks for, now and then in another form that readers accept.
local dice = require "sim.dice"
local json = require "json"
local marking = require "sim.marking"
local by_points = require "sim.points"
local prose = require "sim.prose"
local text = require "viva.text"

local M = {}

local LEVEL_FROM = { { 5, 0.86 }, { 4, 0.68 }, { 3, 0.46 }, { 2, 0.22 } }
local NOISE = 0.07

-- By how much of its worth a judge of that name sees an answer better or worse than it is.
local SEVERITY = { ["sim-judge"] = 0, ["sim-judge-strict"] = -0.1, ["sim-judge-lenient"] = 0.1 }

local function level_of(worth)
  for _, step in ipairs(LEVEL_FROM) do
    if worth >= step[2] then return step[1] end
  end
  return 1
end

---The prompt taken apart: what is not the answer, and the answer between its marks.
---@return string prompt, string|nil answer
local function take_apart(messages)
  local texts = {}
  for _, message in ipairs(messages) do
    if message.role ~= "assistant" then texts[#texts + 1] = message.content end
  end
  local whole = table.concat(texts, "\n")
  local start, after, _, answer = whole:find("<answer%-(%w+)>(.-)</answer%-%1>")
  if not start then return whole, nil end
  return whole:sub(1, start - 1) .. whole:sub(after + 1), prose.trim(answer)
end

local function field_kind(name, placeholder)
  if placeholder:find("^%[") then return "points" end
  local hint = (name .. " " .. placeholder):lower()
  if hint:find("true") or hint:find("yes") or hint:find("risk") or hint:find("unsafe") then return "risk" end
  for _, word in ipairs { "score", "level", "rating", "分" } do
    if hint:find(word, 1, true) then return "score" end
  end
  return placeholder:find("^<?%d") and "score" or "reason"
end

-- The fields of the last JSON object that the prompt shows as the form of the reply, and the ends of its scale.
local function read_form(prompt)
  local fields, low, high = {}, 1, 5
  local object = (prompt:match(".*\n%s*(%b{})") or prompt:match(".*(%b{})") or ""):gsub("%b[]", "[]")
  for name, placeholder in object:gmatch('"([^"\n]+)"%s*:%s*([^,}\n]*)') do
    local kind = field_kind(name, placeholder)
    fields[#fields + 1] = { name = name, kind = kind }
    local from, to = placeholder:match("(%d+)%s*%D%D?%D?%s*(%d+)")
    if kind == "score" and from then low, high = math.tointeger(tonumber(from)), math.tointeger(tonumber(to)) end
  end
  if #fields == 0 then
    fields = { { name = "reason", kind = "reason" }, { name = "safety_risk", kind = "risk" },
      { name = "score", kind = "score" } }
  end
  return fields, low, high
end

local WORDS = {
  zh = {
    point = "%s%s：%s", met = "已做到", unmet = "未做到", core = "核心需求", secondary = "次要需求",
    wrong = "与参考答案不符：", missing = "缺少：", danger = "安全风险：回答中有“%s”，照做可能受到伤害。",
    none = "没有可供对照的要点，按题目要求的内容判断。", empty = "没有作答。",
    count = "参考答案共 %d 句，回答包含其中 %d 句。", open = "“", close = "”", stop = "；",
  },
  en = {
    point = "%s %s: %s", met = "met", unmet = "not met", core = "Core requirement", secondary = "Secondary requirement",
    wrong = "Departs from the reference: ", missing = "Missing: ",
    danger = "Safety risk: the answer says \"%s\"; whoever acts on it may come to harm.",
    none = "There are no points to compare with; judged by what the question asks for.", empty = "There is no answer.",
    count = "Of the %d sentences of the reference the answer contains %d. ", open = "\"", close = "\"", stop = "; ",
  },
}

local function quote(words, s) return words.open .. text.cut(s, 60) .. words.close end

local function add_points(parts, words, points, verdict, limit)
  for i = 1, math.min(#points, limit) do
    local point = points[i]
    parts[#parts + 1] = words.point:format(words[point.kind], verdict, quote(words, point.text)) .. words.stop
  end
end

local function add_sentences(parts, label, words, sentences, limit)
  local quoted = {}
  for i = 1, math.min(#sentences, limit) do quoted[i] = quote(words, sentences[i]) end
  if #quoted > 0 then parts[#parts + 1] = label .. table.concat(quoted, words.stop) .. words.stop end
end

local function reason_of(result, material, language)
  local words, parts = WORDS[language], {}
  if #material.points + #material.sentences == 0 then parts[1] = words.none end
  add_points(parts, words, result.met, words.met, 2)
  add_points(parts, words, result.unmet, words.unmet, 3)
  add_sentences(parts, words.wrong, words, result.wrong, 2)
  if #material.points == 0 then
    parts[#parts + 1] = words.count:format(#material.sentences, #result.whole + #result.partly)
    add_sentences(parts, words.missing, words, result.missing, 2)
  end
  if result.danger then parts[#parts + 1] = words.danger:format(result.danger) end
  return (table.concat(parts):gsub("[; ]+$", "."):gsub("；$", "。"))
end

local function write_object(fields, values)
  local parts = {}
  for i, field in ipairs(fields) do
    parts[i] = ("%s: %s"):format(json.encode(field.name), values[field.kind])
  end
  return "{" .. table.concat(parts, ", ") .. "}"
end

local SHAPES = {
  function(verdict) return "```json\n" .. verdict.object .. "\n```" end,
  function(verdict)
    return ("%s\n\n%s%d"):format(verdict.reason, verdict.language == "zh" and "得分：" or "Score: ", verdict.score)
  end,
  function(verdict) return ("%s\n【%d】"):format(verdict.reason, verdict.score) end,
}

local UNREADABLE = {
  function(verdict) return verdict.reason end,
  function(verdict) return ("%s\n%s"):format(verdict.object, verdict.object:gsub("%d+(%D*)$", "9%1")) end,
  function(verdict) return verdict.object:sub(1, -12) end,
  function(verdict) return verdict.language == "zh" and "我无法评判这份回答。" or "I am not able to assess this answer." end,
}

local function scaled(level, low, high) return low + math.floor((level - 1) / 4 * (high - low) + 0.5) end

-- The verdict on an answer, whose noise the seed and the request decide.
local function decide(material, answer, language, roll, severity)
  if not answer:find("%S") then return { level = 1, risk = false, reason = WORDS[language].empty } end
  local result = marking.mark(material, answer)
  local level = level_of(result.worth + severity + (roll() + roll() - 1) * NOISE)
  local risk = result.danger ~= nil or result.worth < 0.25 and roll() < 0.25
  return { level = level, risk = risk, reason = reason_of(result, material, language) }
end

---Whether a model of that name is a judge.
function M.is_judge(model) return SEVERITY[model] ~= nil end

---The judge's reply, or nil when the messages are no judge's prompt about a known item.
---@param library table
---@param find fun(library: table, prompt: string): table|nil
---@param call { model: string, messages: table[], key: string }
---@param seed string
---@param unreadable boolean reply so that no score can be read
---@return string|nil reply
function M.reply(library, find, call, seed, unreadable)
  local prompt, answer = take_apart(call.messages)
  local material = answer and find(library, prompt)
  if not material then return nil end
  local language = prose.language(prompt:sub(1, 300))
  local roll = dice.new("judge", seed, call.key)
  local verdict = decide(material, answer, language, roll, SEVERITY[call.model])
  local fields, low, high = read_form(prompt)
  local listed = by_points.listed(prompt)
  if #listed > 0 then
    return by_points.reply(material, answer, { listed = listed, fields = fields, roll = roll, risk = verdict.risk,
      reason = verdict.reason, spoil = unreadable })
  end
  verdict.language, verdict.score = language, scaled(verdict.level, low, high)
  verdict.object = write_object(fields,
    { reason = json.encode(verdict.reason), risk = tostring(verdict.risk), score = ("%d"):format(verdict.score) })
  if unreadable then return (dice.pick(roll, UNREADABLE)(verdict)) end
  if roll() < 0.06 and not verdict.risk then return (dice.pick(roll, SHAPES)(verdict)) end
  return verdict.object
end

return M
