-- Named sources of a report that `viva refine` hands over: the disagreements, with their texts side by side.
local text = require "viva.text"

local M = {}

local DASH = "–"

local function score(value) return value and ("%.2f"):format(value) or DASH end

local function label(letter, number, id)
  return { text = ("%s%d %s"):format(letter, number, id), link = { id = id }, head = true }
end

---The points of an item, numbered as --point takes them.
function M.points(item)
  local lines = {}
  for i, point in ipairs(item.points or {}) do lines[i] = ("%d. [%s] %s"):format(i, point.kind, point.text) end
  return #lines > 0 and table.concat(lines, "\n") or item.checklist or ""
end

-- What a judging found of a point, and the words that show it.
local function of_point(judging, id)
  local found = judging.points and judging.points[id]
  if not found then return judging.reason or judging.why or "" end
  return found.quote and ("%s: “%s”"):format(found.state, found.quote) or found.state
end

---The judge's reasons, one line each; of a point, what it found of that.
---@param id string? of the point
function M.reasons(row, id)
  local lines = {}
  for _, judging in ipairs(row.judgings) do
    lines[#lines + 1] = ("%s: %s"):format(judging.score and ("%g"):format(judging.score) or judging.state,
      id and of_point(judging, id) or judging.reason or judging.why or "")
  end
  return table.concat(lines, "\n")
end

---What each rater said, of the answer or of one point.
function M.values(row, point)
  local parts = {}
  for _, rating in ipairs(row.ratings or {}) do
    if rating.point == point then
      parts[#parts + 1] = ("%s%s %s"):format(rating.rater, rating.dimension and " " .. rating.dimension or "",
        tostring(rating.value))
    end
  end
  return table.concat(parts, ", ")
end

local function wide(value) return { text = text.clean(value or ""), wide = true } end

local function named(context, row)
  return { text = row.model, sub = context.marks[row.model], link = { id = row.item.id, model = row.model } }
end

local function answer_row(context, i, one)
  local row = one.row
  return { label("A", i, row.item.id), named(context, row), { text = score(one.state.score), sort = one.state.score },
    { text = one.physicians and score(one.physicians.mean) or DASH, sub = M.values(row) },
    wide(row.item.question), wide(row.item.reference), wide(M.points(row.item)), wide(row.answer.text),
    wide(M.reasons(row)) }
end

local function point_row(context, i, one)
  local case = one.cases[1]
  return { label("P", i, case.row.item.id), wide(("[%s] %s"):format(one.point.kind, one.point.text)),
    { text = ("%.0f%%"):format(one.size * 100), sub = ("%d"):format(#one.cases), sort = one.size },
    named(context, case.row), { text = ("%.0f%%"):format(case.judged * 100) },
    { text = case.rated and ("%.0f%%"):format(case.rated * 100) or DASH, sub = M.values(case.row, one.point.id) },
    wide(case.row.item.question), wide(case.row.answer.text), wide(M.reasons(case.row, one.point.id)) }
end

local function titles(context, keys)
  local columns = {}
  for i, key in ipairs(keys) do columns[i] = { title = context.words(key) } end
  return columns
end

local KINDS = {
  answers = { row = answer_row, columns = { "item", "model", "judge", "refine_physicians_title", "question",
    "reference", "checklist", "answer", "refine_reasons" } },
  points = { row = point_row, columns = { "item", "refine_point", "refine_differs", "model", "judge",
    "refine_physicians_title", "question", "answer", "refine_reasons" } },
}

local function note_of(context, found)
  return found.rated and context.words("refine_rated", found.counts.tuning, found.counts.held_out)
    or context.words "refine_rounds"
end

local function source(kind)
  return function(context)
    local found, columns, rows = context.extra and context.extra.disagreements, titles(context, KINDS[kind].columns), {}
    local empty = context.words(found and "refine_none" or "refine_only")
    local list = found and found[kind] or {}
    for i = 1, math.min(#list, found and context.extra.most or 0) do
      rows[i] = KINDS[kind].row(context, i, list[i])
    end
    return { block = "table", columns = columns, bodies = #rows > 0 and { { rows = rows } } or {},
      empty = #rows == 0 and empty or nil, note = found and note_of(context, found) or nil }
  end
end

M.sources = { disagreeing_answers = source "answers", disagreeing_points = source "points" }

return M
