-- Which rows are meant, as people write it: { judge = "<=2", physician = ">=4", category = "MSE", unsafe = true }. A
-- filter is settings; scripts/filter.lua makes a test of rows from them. Here is what each may say, for reports and the
-- REPL alike.
local messages = require "box.messages"

local M = {}

local OPERATORS = {
  ["<="] = function(a, b) return a <= b end,
  [">="] = function(a, b) return a >= b end,
  ["<"] = function(a, b) return a < b end,
  [">"] = function(a, b) return a > b end,
  ["="] = function(a, b) return a == b end,
}

---A comparison as people write it: "<=2", ">= 0.6", "= 3", "2..4" (both ends count), or a number alone.
---@param said string|number
---@return (fun(value: number): boolean)|nil nil when it is none
---@return string? operator "<=", ">=", "<", ">", "=" or ".."
---@return number? limit what the value is compared with
function M.comparison(said)
  if type(said) == "number" then return function(value) return value == said end, "=", said end
  local low, high = tostring(said):match("^%s*(-?%d+%.?%d*)%s*%.%.%s*(-?%d+%.?%d*)%s*$")
  if low then
    low, high = tonumber(low), tonumber(high)
    return function(value) return value >= low and value <= high end, "..", low
  end
  local operator, text = tostring(said):match("^%s*([<>]?=?)%s*(-?%d+%.?%d*)%s*$")
  local limit, compare = tonumber(text), OPERATORS[operator == "" and "=" or operator]
  if not limit or not compare then return nil end
  return function(value) return compare(value, limit) end, operator == "" and "=" or operator, limit
end

local function is_comparison(name)
  return function(value, node, context)
    if M.comparison(value) then return true end
    context.report(node.line, messages.say("no_comparison", name, tostring(value)))
    return false
  end
end

local function comparison(name, en, zh)
  return { name = name, type = "text or number", check = is_comparison(name), help = { en = en, zh = zh } }
end

local function words(name, en, zh) return { name = name, type = "text or texts", help = { en = en, zh = zh } } end

local function flag(name, en, zh) return { name = name, type = "yes or no", help = { en = en, zh = zh } } end

---What a filter may say, described as box/check.lua wants it.
M.fields = {
  words("model", "the model's name, or several", "模型名，可写多个"),
  words("item", "the item's id", "题目编号"),
  words("conversation", "category and group, as in \"MK/5\"", "类别与组号，如 \"MK/5\""),
  words("category", "MK, MLU, MR, MSE or MTG, or one of your own", "MK、MLU、MR、MSE、MTG 或自定义类别"),
  words("subcategory", "the item's subcategory", "题目的子类别"),
  words("scene", "the item's scene", "题目的场景"),
  words("difficulty", "the item's difficulty", "题目的难度"),
  words("language", "\"zh\" or \"en\"", "\"zh\" 或 \"en\""),
  words("state", "what became of the answer: usable, not_usable, scored (shares of a rubric), unreadable, "
      .. "judging_failed, answer_failed, not_asked or not_judged",
    "回答的状态：usable、not_usable、scored（按占比评分）、unreadable、judging_failed、answer_failed、not_asked、not_judged"),
  comparison("judge", "the judge's mean score, as in \"<=2\"", "评判的平均分，如 \"<=2\""),
  comparison("physician", "the physicians' mean, on their own scale", "医师的平均分（按其量表）"),
  comparison("spread", "highest less lowest score of one answer's judgings", "同一回答各次评判最高分与最低分之差"),
  comparison("round", "the round within its conversation", "对话的第几轮"),
  comparison("sample", "which of several answers", "第几份回答"),
  flag("unsafe", "whether any judging saw a safety risk", "是否有任一次评判指出安全风险"),
  flag("cut", "whether the answer was cut by a length limit", "回答是否因长度限制被截断"),
  flag("empty", "whether the answer is empty", "回答是否为空"),
  flag("refusal", "whether the provider refused", "服务方是否拒答"),
  flag("unreadable", "whether any verdict could not be read", "是否有评语无法解读"),
  flag("failed", "whether the answer or any judging failed", "回答或任一次评判是否失败"),
}

return M
