-- What one value in a judge's reply says: a level ("4", "[4]", "4分", "4/5", "four") or a yes or no. Works on text that
-- `simplify` has been through, so that each way of writing has one form.
local M = {}

local WORDS = { zero = 0, one = 1, two = 2, three = 3, four = 4, five = 5,
                six = 6, seven = 7, eight = 8, nine = 9, ten = 10 }
local HAN = { ["零"] = 0, ["一"] = 1, ["二"] = 2, ["两"] = 2, ["三"] = 3, ["四"] = 4, ["五"] = 5,
              ["六"] = 6, ["七"] = 7, ["八"] = 8, ["九"] = 9, ["十"] = 10 }
local NOT_FINITE = { nan = 0 / 0, inf = math.huge, infinity = math.huge }

local SAME = {
  ["【"] = "[", ["】"] = "]", ["「"] = "[", ["」"] = "]", ["『"] = "[", ["』"] = "]", ["〔"] = "[", ["〕"] = "]",
  ["〖"] = "[", ["〗"] = "]", ["《"] = "[", ["》"] = "]", ["“"] = "", ["”"] = "", ["‘"] = "'", ["’"] = "'",
  ["–"] = "-", ["—"] = "-", ["−"] = "-", ["‐"] = "-", ["‑"] = "-", ["→"] = ":", ["⇒"] = ":", ["。"] = ". ",
}
local COMMANDS = { boxed = "", fbox = "", text = "", textbf = "", mathbf = "", mathrm = "", bf = "" }

---Gives folded text one form: lower case, one kind of bracket and dash, no Markdown, TeX or quotation marks.
---@param s string text after NFKC folding
---@return string
function M.simplify(s)
  s = s:lower()
  if s:find("**", 1, true) then s = s:gsub("%*%*(%d[^*\n]*)%*%*", "[%1]") end
  if s:find("\\", 1, true) then s = s:gsub("\\(%a+)", COMMANDS) end
  if s:find('[*`"#$\\]') then s = s:gsub('[*`"#$\\]+', "") end
  s = s:gsub("_", " ")
  if not s:find("[\xE2\xE3]") then return s end
  return (s:gsub("[\xE2\xE3][\x80-\xBF][\x80-\xBF]", SAME))
end

local scales = setmetatable({}, { __mode = "k" })

-- A judge file may give its levels once for each language; the numbers are the same.
local function numbered(levels)
  local _, first = next(levels)
  return type(first) == "table" and first or levels
end

local function new_scale(levels, fractions)
  local scale = { set = {}, low = math.huge, high = -math.huge, fractions = fractions }
  local sorted = {}
  for level in pairs(numbered(levels)) do
    scale.set[level] = true
    scale.low, scale.high = math.min(scale.low, level), math.max(scale.high, level)
    sorted[#sorted + 1] = level
  end
  table.sort(sorted)
  for i, level in ipairs(sorted) do sorted[i] = ("%g"):format(level) end
  scale.text = table.concat(sorted, ", ")
  return scale
end

---The scale of a judge file's levels; made once for each table of levels.
---@param levels table level -> anything
---@param fractions boolean|nil whether values between the levels count
function M.scale(levels, fractions)
  local scale = scales[levels]
  if not scale or scale.fractions ~= fractions then
    scale = new_scale(levels, fractions)
    scales[levels] = scale
  end
  return scale
end

---Says whether a number is on the scale: the number | nil, code.
function M.on_scale(number, scale)
  if scale.set[number] then return math.tointeger(number) or number end
  if number ~= number or number < scale.low or number > scale.high then return nil, "range" end
  if number ~= math.floor(number) then
    if scale.fractions then return number end
    return nil, "fraction"
  end
  return nil, "range"
end

local function digits_at(s, position)
  local stop = select(2, s:find("^[-+]?%d+", position))
  if not stop then return nil end
  stop = select(2, s:find("^%.%d+", stop + 1)) or stop
  stop = select(2, s:find("^e[-+]?%d+", stop + 1)) or stop
  return tonumber(s:sub(position, stop)), stop + 1
end

local function word_at(s, position)
  local word = s:match("^%a+", position)
  if word then return WORDS[word] or NOT_FINITE[word], position + #word end
  local han = s:match("^[\xE4-\xE9][\x80-\xBF][\x80-\xBF]", position)
  return HAN[han], position + 3
end

-- What may stand between the number and its end: closing brackets, blanks and a unit.
local function skip_unit(s, position)
  position = s:match("^[ %]%)}>]*()", position)
  for _, unit in ipairs { "分", "级" } do
    if s:sub(position, position + 2) == unit then position = position + 3 end
  end
  position = s:match("^%s?points?%f[%A]()", position) or s:match("^%s?stars?%f[%A]()", position) or position
  return s:match("^[ %]%)}>]*()", position)
end

-- "5分制", "4分以上", "4分钟" name no score.
local NO_SCORE_AFTER = { ["制"] = true, ["以"] = true, ["及"] = true, ["钟"] = true, ["之"] = true }
local JOINERS = { "-", "~", "至", "到", "或", "和", "、", "or", "to", "and" }

-- A second number that is joined to the first: "4-5", "3分或4分".
local function joined(s, position)
  position = s:match("^ *()", position)
  for _, joiner in ipairs(JOINERS) do
    if s:sub(position, position + #joiner - 1) == joiner then
      return digits_at(s, s:match("^ *[%[%(]?()", position + #joiner))
    end
  end
end

local function denominator(s, position)
  local over, stop = s:match("^ */ *(%d+%.?%d*)()", position)
  if over then return over, stop end
  return s:match("^ *,? *out of *(%d+%.?%d*)()", position)
end

-- A letter or another unit right after the number makes it something else: "4mg", "4th", "4个".
local function runs_on(s, before_unit, position)
  local follower = s:match("^[\xE4-\xE9][\x80-\xBF][\x80-\xBF]", position)
  if NO_SCORE_AFTER[follower] then return true end
  return position == before_unit and (follower ~= nil or s:find("^[%a\xCE]", position) ~= nil)
end

---Reads the number that starts at a position, with its unit, denominator or the number joined to it.
---@return number|nil value nil when there is a number and it is no level (see code), or none at all
---@return string|nil code "range", "fraction", "two_scores"; nil when nothing there is a score
---@return integer|nil stop the position after all that was read
function M.level_at(s, position, scale)
  local number, stop = digits_at(s, position)
  if not number then number, stop = word_at(s, position) end
  if not number then return nil end
  if s:find("^,%d", stop) then return nil, "fraction", stop end
  if s:find("^%s?%%", stop) then return nil, "range", stop end
  local after = skip_unit(s, stop)
  local other, other_stop = joined(s, after)
  if other then
    if number == scale.low and other == scale.high then return nil end -- the scale is echoed
    return nil, "two_scores", skip_unit(s, other_stop)
  end
  if runs_on(s, stop, after) then return nil end
  local over, over_stop = denominator(s, after)
  if over then
    if tonumber(over) ~= scale.high then return nil, "range", over_stop end
    after = skip_unit(s, over_stop)
  end
  local value, code = M.on_scale(number, scale)
  return value, code, after
end

local PREFIXES = { "^level%s*()", "^score%s*:?%s*()", "^第()", "^得分%s*:?%s*()", "^评分%s*:?%s*()", "^等级%s*:?%s*()" }

---Reads a whole value, as it stands in a field: 4, "[4]", "4分", "Level 4", "4 - one point is missing".
---@return number|nil value, string|nil code
function M.level(value, scale, fold)
  if type(value) == "table" then
    if #value ~= 1 then return nil, #value > 1 and "two_scores" or "no_score" end
    value = value[1]
  end
  if type(value) == "number" then return M.on_scale(value, scale) end
  if type(value) ~= "string" then return nil, "no_score" end
  local s = M.simplify(fold(value))
  local position = s:match("^[%s%[%(%{<]*()")
  for _, prefix in ipairs(PREFIXES) do position = s:match(prefix, position) or position end
  position = s:match("^[%s%[%(%{<:]*()", position)
  local number, code = M.level_at(s, position, scale)
  return number, not number and (code or "no_score") or nil
end

---Reads a number that is no level; nil when it is none.
function M.number(value, fold)
  local number = value
  if type(value) == "string" then number = digits_at(fold(value):match("^%s*(.-)%s*$"), 1) end
  if type(number) ~= "number" or number ~= number or math.abs(number) == math.huge then return nil end
  return number
end

local FLAGS = {}
for word in ("true yes y 1 unsafe 是 有 存在 有风险 存在风险 有安全风险 存在安全风险"):gmatch("%S+") do FLAGS[word] = true end
for word in ([[false no n 0 none safe 否 无 没有 不存在 不 无风险 没有风险 无安全风险 没有安全风险 不存在风险 不存在安全风险
  无明显风险 无明显安全风险 未见 未发现]]):gmatch("%S+") do FLAGS[word] = false end
for _, said in ipairs { "no risk", "no risks", "no safety risk", "no safety risks", "none identified" } do
  FLAGS[said] = false
end
local UNKNOWN = { [""] = true, ["n/a"] = true, na = true, unknown = true, null = true, ["未知"] = true, ["不详"] = true }

---Reads a yes or no: true | false | nil (not said); a second result of "flag" when something is said and it is neither.
---Whole words at their place only: "unsafe" is not "safe", "不存在" is not "存在".
function M.flag(value, fold)
  if type(value) == "boolean" then return value end
  if value == 0 or value == 1 then return value == 1 end
  if type(value) == "number" then return nil, "flag" end
  if type(value) ~= "string" then return nil end
  local s = M.simplify(fold(value)):gsub("[%[%]%(%)]", ""):match("^%s*(.-)[%s%.!;]*$")
  if FLAGS[s] ~= nil then return FLAGS[s] end
  if UNKNOWN[s] then return nil end
  local first = s:match("^([^,%.:;%-]-)%s*[,%.:;%-]")
  if first and FLAGS[first] ~= nil then return FLAGS[first] end
  return nil, "flag"
end

return M
