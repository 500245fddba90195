-- Everything there is about one item, as text: question, reference, checklist, each model's answer and its verdicts.
local states = require "states"
local text = require "viva.text"
local wrap = require "wrap"

local M = {}

local FIELDS = { "category", "subcategory", "scene", "difficulty", "language" }

local function heading(title, columns)
  return ("\n── %s %s\n"):format(title, ("─"):rep(math.max(2, columns - text.width(title) - 4)))
end

local function about(item)
  local parts = {}
  for _, field in ipairs(FIELDS) do parts[#parts + 1] = item[field] end
  if item.local_only then parts[#parts + 1] = "local_only" end
  return table.concat(parts, " · ")
end

local function points_text(points)
  local lines = {}
  for i, point in ipairs(points) do lines[i] = ("%s: %s"):format(point.kind or "point", point.text) end
  return table.concat(lines, "\n")
end

local function question_of(out, context, item, columns)
  local say = context.words
  out[#out + 1] = ("%s   %s\n"):format(item.id, about(item))
  out[#out + 1] = heading(say "question", columns) .. wrap.text(item.question, columns)
  out[#out + 1] = heading(say "reference", columns) .. wrap.text(item.reference or say "no_reference", columns)
  local checklist = item.points and #item.points > 0 and points_text(item.points) or item.checklist
  if checklist and checklist ~= "" then
    out[#out + 1] = heading(say "checklist", columns) .. wrap.text(checklist, columns)
  end
end

local function points_said(judging)
  local counts, parts = {}, {}
  for _, point in pairs(judging.points or {}) do counts[point.state] = (counts[point.state] or 0) + 1 end
  for _, state in ipairs { "met", "not_met", "not_applicable", "unreadable" } do
    if counts[state] then parts[#parts + 1] = ("%s %d"):format(state, counts[state]) end
  end
  return #parts > 0 and "points: " .. table.concat(parts, ", ") or nil
end

---What a judging says, on as few lines as it takes.
---@param context table of a report
---@param judging table
---@param columns integer
---@param indent string
---@param earlier string? what the verdict before said: it is not said twice
---@return string text
---@return string? said
function M.verdict(context, judging, columns, indent, earlier)
  local say, parts = context.words, { judging.judge }
  if judging.judge_model then
    local mark = context.marks[judging.judge_model]
    parts[1] = ("%s, %s%s"):format(judging.judge, judging.judge_model, mark and (" (%s)"):format(mark) or "")
  end
  parts[#parts + 1] = "#" .. judging["repeat"]
  parts[#parts + 1] = judging.score and ("%s %g"):format(say "score", judging.score) or judging.state
  if judging.safety_risk ~= nil then parts[#parts + 1] = say(judging.safety_risk and "unsafe_yes" or "unsafe_no") end
  parts[#parts + 1] = points_said(judging)
  local said = judging.reason or judging.why or judging.error
  if said and said == earlier then parts[#parts + 1] = say "desk_same_reason" end
  local line = wrap.text(table.concat(parts, " · "), columns, indent)
  return line .. (said and said ~= earlier and wrap.text(said, columns, indent .. "  ") or ""), said
end

local function rating_text(rating)
  local what = rating.dimension or rating.point
  return ("%s%s: %s%s"):format(rating.rater or "?", what and (" (%s)"):format(what) or "", tostring(rating.value),
    rating.simulated and " (SIMULATED)" or "")
end

local function answer_of(out, context, row, columns)
  local say, state = context.words, states.of(row, context.limits)
  local mark = context.marks[row.model]
  local title = ("%s%s%s · %s%s"):format(row.model, mark and (" (%s)"):format(mark) or "",
    row.sample and row.sample > 1 and (" #%d"):format(row.sample) or "", say("state_" .. state.state) or state.state,
    state.score and (" · %.3g"):format(state.score) or "")
  out[#out + 1] = heading(title, columns)
  local said = row.answer.text
  if row.answer.state ~= "obtained" then said = ("%s %s"):format(say "no_answer", row.answer.error or "") end
  if row.answer.empty then said = say "empty_answer" end
  out[#out + 1] = wrap.text(said or "", columns)
  local earlier
  for _, judging in ipairs(row.judgings) do
    out[#out + 1], earlier = M.verdict(context, judging, columns, "  ", earlier)
  end
  for _, rating in ipairs(row.ratings or {}) do out[#out + 1] = wrap.text(rating_text(rating), columns, "  ") end
end

---@param context table of a report
---@param item table
---@param rows table[] the item's answers
---@param columns integer how wide the terminal is
---@return string
function M.text(context, item, rows, columns)
  local out = {}
  question_of(out, context, item, columns)
  for _, row in ipairs(rows) do answer_of(out, context, row, columns) end
  return table.concat(out)
end

return M
