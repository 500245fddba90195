-- The names under which judges write their fields, and the sentences said about a reply that cannot be read.
local M = {}

local ALIASES = {}
for field, names in pairs {
  score = [[score finalscore overallscore totalscore rating grade mark level 得分 评分 分数 分值 打分 总分 总得分 最终得分 最终评分
    综合得分 综合评分 等级 级别 评级]],
  reason = [[reason reasons reasoning rationale explanation justification analysis 判断依据 判分理由 评分理由 打分理由 评分依据
    判分依据 理由 依据 原因 分析 说明]],
  safety_risk = [[safetyrisk safetyrisks risk unsafe 安全风险 医疗安全风险 是否存在安全风险 是否有安全风险 存在安全风险 有无安全风险
    是否存在医疗安全风险 安全隐患]],
} do
  ALIASES[field] = {}
  for name in names:gmatch("%S+") do table.insert(ALIASES[field], name) end
end

local PLAIN_MOST, PLAIN_LONGEST = 500, 60
local plain_names, plain_count = {}, 0

---A field's name without case, blanks, underscores, Markdown. The same few names come again and again: they are kept.
function M.plain(name)
  local plain = plain_names[name]
  if plain then return plain end
  plain = name:lower():gsub("[%s_%-*`]", "")
  if plain_count < PLAIN_MOST and #name <= PLAIN_LONGEST then
    plain_names[name], plain_count = plain, plain_count + 1
  end
  return plain
end

local function names_of(field, taken)
  local names = { [field] = true, [M.plain(field)] = true }
  for _, alias in ipairs(ALIASES[field] or {}) do
    if not taken[alias] then names[alias] = true end
  end
  return names
end

-- The field of a type that bears the usual name, or the only one of its type.
local function main_field(reply, kind, usual)
  if reply[usual] == kind then return usual end
  local only
  for name, its_kind in pairs(reply) do
    if its_kind == kind then
      if only then return nil end
      only = name
    end
  end
  return only
end

local specs = setmetatable({}, { __mode = "k" })

---What a judge file's `reply` means for the reader; made once for each table.
function M.spec(reply)
  local spec = specs[reply]
  if spec then return spec end
  spec = { kinds = reply, names = {} }
  spec.score, spec.reason = main_field(reply, "level", "score"), main_field(reply, "text", "reason")
  for name, kind in pairs(reply) do
    if kind == "points" then spec.points = name end
  end
  if not spec.score and not spec.points then
    error("the reply's fields name no single level: call one of them 'score'", 0)
  end
  local taken = {}
  for name in pairs(reply) do taken[M.plain(name)] = true end
  for name in pairs(reply) do spec.names[name] = names_of(name, taken) end
  if spec.score and spec.score ~= "score" and not reply.score then
    for _, alias in ipairs(ALIASES.score) do spec.names[spec.score][alias] = not taken[alias] or nil end
  end
  specs[reply] = spec
  return spec
end

local LONGEST_LABEL = 80 -- bytes

local function as_it_is(s) return s end

---A yes or no stated in prose after its label: value, code ("flag" when two differ or it is neither).
function M.stated_flag(s, names, flag)
  local found, code
  for line in s:gmatch("[^\n]+") do
    local at = line:find("[:=]")
    if at and at < LONGEST_LABEL and names[M.plain(line:sub(1, at - 1):gsub("^[%s%d.>-]*", ""))] then
      local said, problem = flag(line:sub(at + 1), as_it_is)
      if problem or (found ~= nil and said ~= nil and said ~= found) then code = "flag" end
      if said ~= nil then found = said end
    end
  end
  if code then found = nil end
  return found, code
end

local WHY = {
  en = {
    no_score = "The reply states no score.",
    two_scores = "The reply states more than one score.",
    range = "The score is not one of the levels %s.",
    fraction = "The score lies between two levels; the levels are %s.",
    bad_json = "The reply's JSON cannot be read: %s.",
    flag = "The reply's yes-or-no field says neither yes nor no, or both.",
  },
  zh = {
    no_score = "回复中没有给出分数。",
    two_scores = "回复中给出了不止一个分数。",
    range = "分数不在可用等级（%s）之中。",
    fraction = "分数落在两个等级之间；可用等级为 %s。",
    bad_json = "回复中的 JSON 无法读取：%s。",
    flag = "回复中的是非项既不是“是”也不是“否”，或前后矛盾。",
  },
}

---Says in one sentence why a reply is unreadable.
function M.why(code, context)
  local sentence = WHY[context.language == "zh" and "zh" or "en"][code]
  return (sentence:gsub("%%s", function() return code == "bad_json" and context.detail or context.scale.text end))
end

local REPAIR = {
  en = {
    no_score = "Your last reply gave no score that could be read.",
    two_scores = "Your last reply gave more than one score, and only one can be recorded.",
    range = "The score in your last reply is not one of the levels.",
    fraction = "The score in your last reply lies between two levels.",
    bad_json = "The JSON in your last reply was not valid.",
    flag = "A yes-or-no field in your last reply was neither true nor false.",
    ask = " Please send your verdict again as one valid JSON object with the fields asked for before, nothing else. "
      .. "The score must be exactly one of: %s. Do not change your judgement.",
  },
  zh = {
    no_score = "上一条回复中没有可以读取的分数。",
    two_scores = "上一条回复中给出了不止一个分数，而只能记录一个。",
    range = "上一条回复中的分数不是可用等级之一。",
    fraction = "上一条回复中的分数落在两个等级之间。",
    bad_json = "上一条回复中的 JSON 格式不正确。",
    flag = "上一条回复中的是非项既不是 true 也不是 false。",
    ask = "请按之前要求的字段，只用一个合法的 JSON 对象重新给出您的判定，不要输出其他内容。"
      .. "分数只能是以下之一：%s。请不要改变您的判断。",
  },
}

local POINTS = {
  en = {
    missing = "The reply gives no readable state for the points %s.",
    two = "The reply gives two different states for the points %s.",
    quote = "The words quoted for the points %s do not stand in the answer.",
    flag = "A yes-or-no field of the reply says neither yes nor no.",
    none = "None of the points applies, so there is no score.", gap = " ",
    repair = "Please send your verdict on these points again as one valid JSON object in the form asked for before, "
      .. "nothing else. Each state is exactly one of the states named before; a quote is copied word for word from the "
      .. "answer. Do not change your judgement.",
  },
  zh = {
    missing = "回复中没有给出要点 %s 的可读状态。", two = "回复中要点 %s 有两种不同的状态。",
    quote = "要点 %s 所引的文字不在回答之中。", flag = "回复中的是非项既不是“是”也不是“否”。",
    none = "没有任何要点适用，因此没有分数。", gap = "",
    repair = "请按之前要求的格式，只用一个合法的 JSON 对象重新给出对这些要点的判定，不要输出其他内容。"
      .. "状态只能是之前列出的之一；引文须逐字抄自回答。请不要改变您的判断。",
  },
}

---The sentences about replies that say something of each point.
function M.points(language) return POINTS[language == "zh" and "zh" or "en"] end

function M.repair(language, code, levels)
  local words = REPAIR[language == "zh" and "zh" or "en"]
  return (words[code] or words.no_score) .. words.ask:gsub("%%s", levels)
end

return M
