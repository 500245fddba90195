-- Reads which of two answers a judge model calls better: A, B, or a tie. The same manners as the grammar of verdicts
-- (box/verdict.lua): JSON bare, fenced or in prose, labels in English and Chinese, full-width characters; what is said
-- twice must agree, and what is not plainly one of the three is unreadable, never a tie.
--   read(reply, options, tools) -> { state="scored", choice="A"|"B"|"tie", reason= }
--                                | { state="unreadable", code=, why= }
-- options: reply (field -> "text" | "choice"), tag, language. codes: no_choice, two_choices, bad_json.
local jsons = require "box.verdict_json"
local values = require "box.verdict_values"
local verdicts = require "box.verdict"
local words = require "box.verdict_words"

local M = {}

local TIES = {}
for _, said in ipairs { "tie", "a tie", "tied", "it is a tie", "it's a tie", "draw", "a draw", "equal", "same",
  "no difference", "no preference", "equally good", "平", "平局", "平手", "打平", "一样", "一样好", "相当", "不相上下",
  "不分上下", "难分高下", "没有差别", "无差别", "两者相当", "持平", "都一样" } do TIES[said] = true end

local NOUNS = { "the answer", "answer", "response", "option", "student", "assistant", "回答", "答案", "选项", "学生", "答复" }
local VERDICTS = { "is better", "is the better one", "is the better answer", "wins", "更好", "更优", "较好", "较优", "胜出", "胜" }

local function without(list, s, at_end)
  for _, part in ipairs(list) do
    local found = at_end and s:sub(-#part) == part and s:sub(1, -#part - 1)
      or not at_end and s:sub(1, #part) == part and s:sub(#part + 1)
    if found then return found:match("^%s*(.-)%s*$") end
  end
  return s
end

-- One choice, as it stands in a field or after a label: "A", "[[B]]", "Answer A", "B is better", "平局", "A: as the dose
-- is right".
local function one(said, fold)
  if type(said) ~= "string" then return nil end
  local s = values.simplify(fold(said)):gsub("[%[%]%(%){}<>'\"]", " "):gsub("%s+", " ")
  s = s:match("^%s*(.-)[%s%.!;,]*$")
  if TIES[s] then return "tie" end
  local bare = without(VERDICTS, without(NOUNS, s), true)
  local letter = bare:match("^([ab])$") or bare:match("^([ab])%s*[%-:;,%.]%s")
  return letter and letter:upper() or nil
end

local LABELS = { choice = true, better = true, winner = true, preference = true, preferred = true, verdict = true,
  decision = true, betteranswer = true, finalchoice = true, ["选择"] = true, ["更好"] = true, ["更好的回答"] = true,
  ["较好的回答"] = true, ["结论"] = true, ["判定"] = true, ["胜者"] = true, ["优胜"] = true, ["最终选择"] = true }

local function is_label(name, field)
  local plain = words.plain(name)
  return name == field or plain == words.plain(field) or LABELS[plain] or false
end

local function unreadable(code, options, detail)
  return { state = "unreadable", code = code, why = M.why(code, options.language, detail) }
end

local WHY = {
  no_choice = { "The reply does not say which answer is better.", "回复没有说明哪份回答更好。" },
  two_choices = { "The reply names more than one choice.", "回复给出了不止一个选择。" },
  bad_json = { "The reply's JSON cannot be read: %s.", "回复中的 JSON 无法读取：%s。" },
}

local REPAIR = {
  en = "Your last reply did not say plainly which answer is better. Please send it again as one valid JSON object with "
    .. "the fields asked for before, nothing else. The choice must be exactly one of: \"A\", \"B\", \"tie\". Do not "
    .. "change your judgement.",
  zh = "上一条回复没有明确说明哪份回答更好。请按之前要求的字段，只用一个合法的 JSON 对象重新给出，不要输出其他内容。"
    .. "选择只能是 \"A\"、\"B\"、\"tie\" 之一。请不要改变您的判断。",
}

function M.why(code, language, detail)
  return (WHY[code][language == "zh" and 2 or 1]:gsub("%%s", function() return tostring(detail) end))
end

---The message that asks again after a reply that could not be read.
function M.repair(language) return REPAIR[language == "zh" and "zh" or "en"] end

-- All that prose states: what follows a label at the start of a line, and what stands between double brackets.
local function stated(text, field, fold)
  local found, last = {}, nil
  for line in text:gmatch("[^\n]+") do
    local plain = values.simplify(fold(line))
    local label, rest = plain:match("^[%s%d.>-]*([^:]-)%s*:%s*(.+)$")
    if label and #label < 60 and is_label(label, field) then found[#found + 1] = one(rest, fold) or "?" end
    if line:find("%S") then last = line end
  end
  for inside in text:gmatch("%[%[%s*(%w+)%s*%]%]") do found[#found + 1] = one(inside, fold) or "?" end
  if #found == 0 and last then found[1] = one(last, fold) end
  return found
end

local function agreed(list, verdict, options)
  for _, said in ipairs(list) do
    if said == "?" then return unreadable("no_choice", options) end
    if said ~= list[1] then return unreadable("two_choices", options) end
  end
  if not list[1] then return unreadable("no_choice", options) end
  verdict.state, verdict.choice = "scored", list[1]
  return verdict
end

local function from_objects(objects, options, names, fold)
  local list, verdict = {}, {}
  for _, object in ipairs(objects) do
    if not object.value then return unreadable("bad_json", options, object.why) end
    for key, value in pairs(object.value) do
      if is_label(tostring(key), names.choice) then list[#list + 1] = one(value, fold) or "?" end
      if key == names.reason and type(value) == "string" then verdict.reason = value end
    end
  end
  return #list > 0 and agreed(list, verdict, options) or nil
end

---The names of the fields of a kind: of the choice, and of the first text.
function M.names(reply)
  local names = {}
  for name, kind in pairs(reply) do
    if kind == "choice" then names.choice = name end
    if kind == "text" and (name == "reason" or not names.reason) then names.reason = name end
  end
  return names
end

---Reads a reply.
function M.read(reply, options, tools)
  local names = M.names(options.reply)
  local text = verdicts.own_words(reply, options.tag)
  if not text:find("%S") then return unreadable("no_choice", options) end
  local objects, shown = jsons.objects(text, tools)
  local verdict = from_objects(objects, options, names, tools.fold)
  if verdict then return verdict end
  local prose = jsons.without(objects, shown)
  return agreed(stated(prose, names.choice, tools.fold), { reason = prose:match("^%s*(.-)%s*$") }, options)
end

return M
