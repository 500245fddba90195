-- Finds the level that a judge states in prose. Three ways of stating one, tried in this order:
--   labelled    "Score: 4", "**得分**：[4]", "the final score is 4"; a label said to be final overrides those before it
--   standalone  a line that is nothing but a level: "[4]", "4分", "\boxed{4}", "4/5"
--   closing     the last sentence ends in one: "……，因此给4分。", "I would rate this answer 4/5.", "…… 。[4]"
-- Whatever else holds a number (a citation, a level quoted in the reasoning, an echoed scale, points deducted) is no
-- statement. Statements that differ are two scores, not a choice.
local values = require "box.verdict_values"

local M = {}

local function set(words)
  local s = {}
  for word in words:gmatch("%S+") do s[word] = true end
  return s
end

local LABELS = { "score", "rating", "level", "得分", "评分", "打分", "分数", "分值", "总分", "等级", "评级", "评定", "判定" }
local FINAL = { "final", "overall", "total", "最终", "最后", "综合", "整体", "总体", "总" }
-- Before a label these leave it the answer's own; any other word makes it another score ("accuracy score").
local OWN = set [[final overall total my the a an this its their given judge judge's assigned suggested therefore so
  thus hence and is of as at answer answers answer's response give assign]]
local OWN_HAN = set "终 后 合 体 总 的 为 给 予 出 定 此 以 故 评 得 分 答 题 该 其 本 生 型 议 价 是"

-- Words that say the number is not the verdict, looked for in the clause before it.
local DENIALS = { "不", "未", "无法", "难以", "扣", "减", "满分", "最高", "最低", "低于", "高于", "至少", "至多", "超过",
                  "如果", "若", "除非", "否则", "本可", "原可" }
local DENIAL_WORDS = set [[not no never cannot can't couldn't don't doesn't didn't isn't wouldn't below above under over
  least most than maximum minimum max min would could if unless deduct deducted deducting minus lose loses lost between
  rather instead except require requires required]]

local function denied(clause)
  for _, word in ipairs(DENIALS) do
    if clause:find(word, 1, true) then return true end
  end
  for word in clause:gmatch("[%a']+") do
    if DENIAL_WORDS[word] then return true end
  end
  return false
end

-- The words before a position, back to the last punctuation mark.
local function clause_before(s, position)
  return s:sub(math.max(1, position - 160), position - 1):match("([^,.;:!?\n]*)$")
end

-- "own", "final" or nil: whose score the label at a position names.
local function owner(s, position)
  local before = s:sub(math.max(1, position - 48), position - 1):match("([^\n]-)[ %[%(]*$")
  for _, word in ipairs(FINAL) do
    if before:sub(-#word) == word then return "final" end
  end
  local word = before:match("([%a']+)$")
  if word then return OWN[word] and "own" end
  local han = before:match("([\xE4-\xE9][\x80-\xBF][\x80-\xBF])$")
  return (not han or OWN_HAN[han]) and "own" or nil
end

-- The position of the value after a label's separator; the second result is true when the separator is a verb.
local function separator(s, position)
  position = s:match("^[ %]%)']*%b()[ %]]*()", position) or s:match("^[ %]%)']*()", position)
  local after = s:match("^[:=|]()", position) or s:match("^%->()", position) or s:match("^%- ()", position)
  if not after and s:find("^\n%s*[%[%(%{<]*%d", position) then after = position end
  local verb
  if not after then
    after = s:match("^is%f[%A]()", position) or s:match("^was%f[%A]()", position)
    for _, word in ipairs { "应为", "定为", "为", "是" } do
      if not after and s:sub(position, position + #word - 1) == word then after = position + #word end
    end
    verb = after ~= nil
  end
  if not after then return nil end
  position = s:match("^[%s%[%(%{<']*()", after)
  position = s:match("^level%s*()", position) or s:match("^an? ()", position) or position
  return s:match("^[%[%(%{<']*()", position), verb
end

local function whole_label(s, at, stop)
  if s:byte(at) >= 0x80 then return true end
  return not s:find("^%a", stop + 1) and not s:sub(at - 1, at - 1):find("%a")
end

local function statement(s, at, stop, scale)
  local whose = whole_label(s, at, stop) and owner(s, at)
  if not whose then return nil end
  local position, verb = separator(s, stop + 1)
  if not position or (verb and denied(clause_before(s, at))) then return nil end
  local value, code, after = values.level_at(s, position, scale)
  if not value and not code then return nil end
  return { at = at, stop = after, value = value, code = code, final = whose == "final" }
end

local function add_statements(found, seen, s, label, scale)
  local at, stop = s:find(label, 1, true)
  while at do
    local one = statement(s, at, stop, scale)
    if one and not seen[one.stop] then -- "评分等级：4" is one statement with two labels
      seen[one.stop] = true
      found[#found + 1] = one
    end
    at, stop = s:find(label, stop + 1, true)
  end
end

---All labelled statements of a level, in order.
---@param s string simplified text
---@param scale table
---@param own string the judge file's own name of the field, simplified: a label too
---@return table[] statements { at, stop, value?, code?, final }
function M.labelled(s, scale, own)
  local found, seen = {}, {}
  for _, label in ipairs(LABELS) do add_statements(found, seen, s, label, scale) end
  add_statements(found, seen, s, own, scale)
  table.sort(found, function(a, b) return a.at < b.at end)
  return found
end

-- A line that is nothing but a level. A bare number counts on the last line alone.
local function standalone(line, scale, last)
  local position = line:match("^[%s>]*level%s+()") or line:match("^[%s%[%(%{<>]*()")
  local value, code, stop = values.level_at(line, position, scale)
  if not stop or not line:find("^[%s%]%)}>.!]*$", stop) then return nil end
  if not last and line:find("^[%s%d.]+$") then return nil end
  return { value = value, code = code }
end

-- Where the last line that is not blank starts and ends.
local function last_line(s)
  local stop = #(s:match("^.*%S") or "")
  return s:sub(1, stop):match("^.*\n()") or 1, stop
end

---Lines from a position on that are nothing but a level, in order.
function M.lines(s, from, scale)
  local found = {}
  local last = last_line(s)
  for at, line in s:gmatch("()([^\n]+)", from) do
    local one = line:find("%d") and standalone(line, scale, at >= last)
    if one then found[#found + 1] = one end
  end
  return found
end

local VERBS = set [[give gives gave given award awards awarded assign assigns assigned rate rates rated deserve deserves
  merit merits earn earns earned]]
local FILLERS = set [[it this that the a an answer answer's response reply of as at to level score rating student
  student's model model's overall final]]
local VERBS_HAN = { "给", "给予", "给出", "给了", "评", "评为", "评定为", "判", "判为", "判定为", "打", "打出", "定为", "记", "得",
                    "属于", "属", "应为", "故为", "因此为", "所以为", "因此是", "所以是", "应是", "得分", "评分", "打分", "得到" }

local function ruled_by_verb(clause)
  for _, verb in ipairs(VERBS_HAN) do
    if clause:sub(-#verb) == verb then return true end
  end
  local words = {}
  for word in clause:gmatch("[%a']+") do words[#words + 1] = word end
  if not clause:find("[%a'] *$") then return false end
  for i = #words, 1, -1 do
    if VERBS[words[i]] then return true end
    if not FILLERS[words[i]] then return false end
  end
  return false
end

local OPENERS = set "so therefore thus hence final overall total"

-- "Level 4", "so a score of 4": a label without a separator, at the start of its sentence.
local function opened_by_label(clause)
  local before = clause:gsub(" of *$", ""):match("^%s*(.-)%s*%f[%a]%a+ *$")
  local label = clause:gsub(" of *$", ""):match("(%a+) *$")
  if label ~= "level" and label ~= "score" and label ~= "rating" then return false end
  return before == "" or OPENERS[before:gsub(" an?$", "")] == true
end

-- A level with brackets or a unit may be a sentence of its own: "... is missing. [4]", "……。4分".
local function own_sentence(s, open, at, clause)
  if not clause:find("^%s*$") or not s:sub(1, open - 1):find("[.!?]%s+$") then return false end
  return s:sub(open, open) == "[" or s:find("^%d分", at) ~= nil
end

local function closes(s, at, scale)
  local value, code, stop = values.level_at(s, at, scale)
  if not stop or not (s:find("^[%s%p]*$", stop) or s:find("^ *%b()[%s%p]*$", stop)) then return nil end
  local open = s:sub(1, at - 1):match("()[%[%(%{<]*$")
  local clause = clause_before(s, open):gsub("第$", "")
  if denied(clause) then return nil end
  local stated = ruled_by_verb(clause) or opened_by_label(clause) or own_sentence(s, open, at, clause)
  return stated and { value = value, code = code } or nil
end

local FAR = 300 -- a statement that ends the reply lies within so many bytes of the end

---The level in which the last line ends, or nil.
function M.closing(s, scale)
  local from, stop = last_line(s)
  local line = s:sub(math.max(from, stop - FAR), stop)
  for at in line:gmatch("%f[%w]()%d") do
    local one = closes(line, at, scale)
    if one then return one end
  end
end

return M
