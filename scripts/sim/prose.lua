-- Prose: takes Chinese and English texts apart into sentences, points of a checklist, and pairs of words that can be
-- counted.
local M = {}

---@param s string
function M.trim(s) return s:match("^%s*(.-)%s*$") end

---@return "zh"|"en" the language most of a text is in
function M.language(s)
  local _, han = s:gsub("[\xE4-\xE9][\x80-\xBF][\x80-\xBF]", "")
  return han * 6 > #s and "zh" or "en"
end

local FULL_STOPS = { "。", "！", "？", "；" }

local function mark_ends(line)
  for _, stop in ipairs(FULL_STOPS) do line = line:gsub(stop, "%0\1") end
  return (line:gsub("([%.!?;])%s+(%u)", "%1\1%2"))
end

local NUMBERS = { "^%s*[%-%*•]+%s+", "^%s*%(?%d+[%.%)、]%s*", "^%s*（%d+）%s*", "^%s*#+%s*" }

local function strip_number(line)
  for _, pattern in ipairs(NUMBERS) do line = line:gsub(pattern, "") end
  return M.trim((line:gsub("%*%*", "")))
end

-- A line that announces points, and of which kind they are.
local function heading(line)
  local lower = line:lower()
  local short = #line < 60
  if short and (line:find("核心需求", 1, true) or lower:find("core require")) then return "core" end
  if short and (line:find("次要需求", 1, true) or lower:find("secondary require")) then return "secondary" end
  return nil
end

-- A line that says what an answer must not do: neither a point to meet nor a sentence to say.
local function forbids(line)
  local lower = line:lower()
  return line:find("不可接受", 1, true) == 1 or lower:find("^unacceptable") or lower:find("^not acceptable")
end

---The points of a checklist, or of a reference that lists core and secondary requirements.
---@param s string
---@return { kind: string, text: string }[]
function M.points(s)
  local points, kind = {}, nil
  for line in s:gmatch("[^\r\n]+") do
    local announced = heading(line)
    local point = strip_number(line)
    if announced then
      kind = announced
    elseif kind and point ~= "" and not forbids(point) then
      points[#points + 1] = { kind = kind, text = point }
    end
  end
  return points
end

---The sentences of a text in order, without numbering and headings of points.
---@param s string
---@return { text: string, ends_line: boolean }[]
function M.sentences(s)
  local sentences = {}
  for line in s:gmatch("[^\r\n]+") do
    local content = strip_number(line)
    if not heading(line) and not forbids(content) then
      for sentence in mark_ends(content):gmatch("[^\1]+") do
        sentences[#sentences + 1] = { text = M.trim(sentence), ends_line = false }
      end
      if #sentences > 0 then sentences[#sentences].ends_line = true end
    end
  end
  return sentences
end

---Puts sentences together again.
---@param sentences { text: string, ends_line: boolean }[]
---@param language "zh"|"en"
function M.join(sentences, language)
  local parts = {}
  for _, sentence in ipairs(sentences) do
    parts[#parts + 1] = sentence.text
    parts[#parts + 1] = sentence.ends_line and "\n" or language == "en" and " " or ""
  end
  return M.trim(table.concat(parts))
end

local PUNCTUATION = {}
for mark in ("，。；：、！？（）“”‘’《》【】—…·～　"):gmatch(utf8.charpattern) do PUNCTUATION[mark] = true end

-- Words of Latin letters and digits, single characters of any other script.
local function words(s)
  local list = {}
  for word in s:lower():gsub("[\xC2-\xF4][\x80-\xBF]+", " %0 "):gmatch("%S+") do
    if word:byte() < 0x80 then word = word:gsub("^%p+", ""):gsub("%p+$", "") end
    if word ~= "" and not PUNCTUATION[word] then list[#list + 1] = word end
  end
  return list
end

---The set of neighbouring pairs of words (single words of a text of one word).
---@param s string
---@return table<string, boolean> set, string[] list
function M.pairs_of(s)
  local list, set, all = {}, {}, words(s)
  for i = 1, math.max(#all - 1, math.min(#all, 1)) do
    local pair = all[i] .. " " .. (all[i + 1] or "")
    if not set[pair] then list[#list + 1] = pair end
    set[pair] = true
  end
  return set, list
end

---The share of a list of pairs that a set has.
---@param list string[]
---@param set table<string, boolean>
function M.share(list, set)
  local found = 0
  for _, pair in ipairs(list) do
    if set[pair] then found = found + 1 end
  end
  return #list > 0 and found / #list or 0
end

return M
