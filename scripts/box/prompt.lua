-- A judge's prompt: what each word in double braces becomes for one judging.
local M = {}

local phrases = {
  en = {
    round = "Round %d", question = "Question: ", answer = "Answer:", level = "%d: %s",
  },
  zh = {
    round = "第%d轮", question = "问题：", answer = "回答：", level = "%d：%s",
  },
}

---A text in the language asked for, or in the one there is.
---@param text string|table|nil
---@param language string?
function M.pick(text, language)
  if type(text) ~= "table" then return text end
  return text[language] or text.en or text.zh
end

-- The fence's tag inside a fenced text would end the fence, so it is broken there. An author cannot guess it; this is
-- the second line.
local function without_tag(text, tag)
  if tag == "" or not text:find(tag, 1, true) then return text end
  local pattern = tag:gsub("%W", "%%%0")
  return (text:gsub(pattern, tag:sub(1, 1) .. " " .. tag:sub(2)))
end

---A text between marks that its author cannot guess.
function M.fence(name, text, tag)
  return ("<%s-%s>\n%s\n</%s-%s>"):format(name, tag, without_tag(text, tag), name, tag)
end

---The numbers of the levels, which may be written once or for each language: lowest first.
---@param levels table
---@return integer[]
function M.numbers(levels)
  local numbers = {}
  for number in next, levels.en or levels.zh or levels do numbers[#numbers + 1] = number end
  table.sort(numbers)
  return numbers
end

local function level_lines(levels, language)
  local lines, numbers = {}, M.numbers(levels)
  local texts = (levels.en or levels.zh) and M.pick(levels, language) or levels
  for i = #numbers, 1, -1 do
    lines[#lines + 1] = phrases[language].level:format(numbers[i], M.pick(texts[numbers[i]], language))
  end
  return table.concat(lines, "\n")
end

---The earlier rounds of a conversation; empty without any.
function M.history(rounds, tag, language)
  local lines, say = {}, phrases[language]
  for i, round in ipairs(rounds or {}) do
    lines[#lines + 1] = say.round:format(i)
    lines[#lines + 1] = say.question .. round.question
    lines[#lines + 1] = say.answer
    lines[#lines + 1] = M.fence("earlier-answer", round.answer, tag)
  end
  return table.concat(lines, "\n")
end

local shown = {
  text = '"..."', choice = '"A" or "B" or "tie"', ["yes or no"] = "true or false", number = "a number",
  points = '[{"point": its number, "state": "met" or "not met" or "not applicable", "quote": "..."}, ...]',
}

---The reply that is wanted, as one line: the keys in the order in which the file names them.
---@param reply table<string, string>
---@param keys string[]
---@param levels table?
function M.reply_line(reply, keys, levels)
  local numbers, parts = levels and M.numbers(levels) or {}, {}
  for i, key in ipairs(keys) do
    local value = reply[key] == "level" and table.concat(numbers, " or ") or shown[reply[key]]
    parts[i] = ('"%s": %s'):format(key, value)
  end
  return "{" .. table.concat(parts, ", ") .. "}"
end

---What stays the same for every judging in one language.
function M.constants(settings, keys, language)
  return {
    levels = settings.levels and level_lines(settings.levels, language) or "",
    reply = M.reply_line(settings.reply, keys, settings.levels),
  }
end

---The values of all words for one judging.
---@param view table
---@param constants table
---@param language string
function M.values(view, constants, language)
  local tag = view.tag or ""
  return {
    question = view.question, reference = view.reference, checklist = view.checklist,
    category = view.category, subcategory = view.subcategory, scene = view.scene, tag = tag,
    levels = constants.levels, reply = constants.reply, answer = M.fence("answer", view.answer, tag),
    history = M.history(view.history, tag, language),
  }
end

M.words = {
  question = true, reference = true, checklist = true, history = true, answer = true, levels = true, tag = true,
  reply = true, points = true, category = true, subcategory = true, scene = true,
}

return M
