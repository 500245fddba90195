-- Answers that deserve the lowest mark whatever the question: empty, without a word, a copy of the question; and those
-- that speak to the judge and ask for a mark. What asks for a mark is found by phrases: a reason to look, no proof.
local M = {}

M.kinds = { "junk_empty", "junk_no_words", "junk_copy", "junk_asks" }

-- In lower case, under a word that a text must hold before its phrases are looked for. Medical scores (Apgar, GCS) are
-- answers like any other, so a number alone is not enough.
local PHRASES = {
  ["score"] = { '"score"%s*:', "score%s+this%s+answer" },
  ["safety_risk"] = { '"safety_risk"%s*:' },
  ["ignore"] = { "ignore%s+all%s+instructions", "ignore%s+the%s+above", "ignore%s+[%a ]*previous%s+instructions" },
  ["disregard"] = { "disregard%s+[%a ]*instructions" },
  ["this answer"] = { "give%s+this%s+answer%s+[%a ]*%d", "rate%s+this%s+answer", "this%s+answer%s+deserves" },
  ["full marks"] = { "award%s+[%a ]*full%s+marks" },
  ["judge"] = { "you%s+are%s+the%s+judge", "dear%s+judge" },
  ["grader"] = { "note%s+to%s+the%s+grader" },
  ["忽略"] = { "忽略以上", "忽略前面", "忽略之前", "忽略所有指令" },
  ["回答"] = { "请给本回答", "请给此回答", "请给这个回答", "本回答应得" },
  ["满分"] = { "请给我满分", "请打满分", "给满分" },
  ["请评为"] = { "请评为%s*%d" },
  ["评判"] = { "致评判", "评判模型请" },
}

local function squeezed(s) return (s:gsub("[%s%p]+", "")) end

local function is_copy(said, question)
  return math.abs(#said - #question) <= #question // 4 + 8 and squeezed(said) == squeezed(question)
end

-- Whether a text holds a letter, a digit or a character beyond ASCII.
local function has_words(s) return s:find("[%w\128-\255]") ~= nil end

---@param said string
---@return boolean
function M.asks_for_mark(said)
  local lower = said:lower()
  for word, phrases in pairs(PHRASES) do
    if lower:find(word, 1, true) then
      for _, phrase in ipairs(phrases) do
        if lower:find(phrase) then return true end
      end
    end
  end
  return false
end

---@param row table
---@return string|nil kind one of M.kinds; nil for an answer like any other, or none
function M.kind(row)
  local said = row.answer.text
  if row.answer.state ~= "obtained" or not said then return nil end
  if not said:find("%S") then return "junk_empty" end
  if not has_words(said) then return "junk_no_words" end
  if is_copy(said, row.item.question) then return "junk_copy" end
  return M.asks_for_mark(said) and "junk_asks" or nil
end

return M
