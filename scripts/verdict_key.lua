-- The key under which a verdict is remembered: everything it was made from, so that a remembered one is never of
-- another question, answer, judge or reading. It is the identity (viva.digest) of the list of it all, put together from
-- parts: a report asks for a hundred thousand keys, and most of what goes into one went into the one before.
local digest = require "viva.digest"
local json = require "json"

local M = {}

local function with_length(s) return (">s8"):pack(s) end

local function with_lengths(list)
  for i, s in ipairs(list) do list[i] = with_length(s) end
  return table.concat(list)
end

-- What all judgings by one judge file and judge model have in common.
local function head_of(plan, endpoint, judge)
  plan.verdict_heads = plan.verdict_heads or {}
  local heads = plan.verdict_heads[judge] or {}
  plan.verdict_heads[judge] = heads
  heads[endpoint] = heads[endpoint] or with_lengths { "verdict/1", plan.reading, judge.digest, endpoint.identity,
    endpoint.model, json.encode(endpoint.parameters) }
  return heads[endpoint]
end

local function answer_part(row, language)
  local item = row.item
  return with_lengths { language or "", item.id, item.category, item.subcategory or "", item.scene or "", item.question,
    item.reference or "", item.checklist or "", row.answer.text }
end

local function history_part(history)
  local parts = {}
  for _, round in ipairs(history) do
    parts[#parts + 1] = round.question
    parts[#parts + 1] = round.answer
  end
  return with_lengths(parts)
end

local function points_part(item)
  local parts = { "points" }
  for _, point in ipairs(item.points or {}) do
    parts[#parts + 1] = json.encode { point.kind, point.text, point.weight or 0 }
  end
  return with_lengths(parts)
end

-- The judgings of one answer follow one another, so the last answer's parts are kept.
local last = {}

local function is_last(row, history, language)
  local item = row.item
  return last.row == row and last.item == item and last.text == row.answer.text and last.history_list == history
    and last.language == language and last.point_list == item.points and last.checklist == item.checklist
end

local function parts_of(row, history, language)
  if is_last(row, history, language) then return last end
  last = { row = row, item = row.item, text = row.answer.text, language = language, history_list = history,
    point_list = row.item.points, checklist = row.item.checklist, answer = answer_part(row, language),
    history = history_part(history), points = nil }
  return last
end

---@param plan table
---@param job { judge: table, endpoint: table, ordinal: integer }
---@param row table with an answer
---@param history { question: string, answer: string }[] the earlier rounds
---@param language string? the judge is addressed in
---@param with_points boolean whether the judge looks at the item's points
---@return string key 32 bytes
function M.of(plan, job, row, history, language, with_points)
  local parts, points = parts_of(row, history, language), ""
  if with_points then
    parts.points = parts.points or points_part(row.item)
    points = parts.points
  end
  return digest.sha256(head_of(plan, job.endpoint, job.judge) .. parts.answer .. with_length(tostring(job.ordinal))
    .. parts.history .. points)
end

return M
