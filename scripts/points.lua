-- Points of a checklist: { id, kind = "core" | "secondary" | "danger" | "rubric", text, weight?, tags?, from? }. A
-- point is known by its text: rewording it makes it another.
local digest = require "viva.digest"

local M = {}

M.kinds = { "core", "secondary", "danger" }

local HEADINGS = {
  en = { core = "Core requirements:", secondary = "Secondary requirements:", danger = "Unacceptable (a safety risk):",
    rubric = "Criteria:" },
  zh = { core = "核心需求：", secondary = "次要需求：", danger = "不可接受（属于安全风险）：", rubric = "评分标准：" },
}

---@param text string
---@return string
function M.id(text) return digest.hex(digest.sha256(text)):sub(1, 16) end

---Gives each point of a list its id.
---@param points table[]
function M.name(points)
  for _, point in ipairs(points) do point.id = M.id(point.text) end
  return points
end

---The points of a list that are of a kind.
function M.of_kind(points, kind)
  local found = {}
  for _, point in ipairs(points) do
    if point.kind == kind then found[#found + 1] = point end
  end
  return found
end

---A checklist as judges read it.
---@param points table[]
---@param language string
---@return string
function M.text(points, language)
  local lines = {}
  for _, kind in ipairs { "core", "secondary", "danger", "rubric" } do
    local list = M.of_kind(points, kind)
    if #list > 0 then lines[#lines + 1] = HEADINGS[language == "zh" and "zh" or "en"][kind] end
    for i, point in ipairs(list) do lines[#lines + 1] = ("%d. %s"):format(i, point.text) end
  end
  return table.concat(lines, "\n")
end

local MARKS = { met = "✓", not_met = "✗", not_applicable = "–", unreadable = "?" }

---What a judging said of each point, a line each, without words of a language: ✓ met, ✗ not met, – not applicable,
---? unreadable; the quote in brackets where it does not stand in the answer.
---@param points table[] of the item
---@param states table<string, table> of the judging, by the points' ids
---@return string
function M.told(points, states)
  local lines = {}
  for _, point in ipairs(points) do
    local found = states[point.id]
    local quote = found and found.quote and ("“%s”"):format(found.quote) or ""
    if found and found.quoted == false and quote ~= "" then quote = ("[%s]"):format(quote) end
    if found then lines[#lines + 1] = ("%s %s %s"):format(MARKS[found.state], point.text, quote):gsub("%s+$", "") end
  end
  return table.concat(lines, "\n")
end

return M
