-- Named sources of a report that `viva refine` hands over: the disagreements, with their texts side by side.
local shape = require "sources.shape"
local text = require "viva.text"

local M = {}

local DASH = "–"

local function score(value) return value and ("%.2f"):format(value) or DASH end

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

-- A text beside its name, a line of the table for each of its lines.
local function add(rows, name, value)
  local first = true
  for line in (text.clean(value or "")):gmatch("[^\n]+") do
    rows[#rows + 1] = { { text = first and name or "", head = true }, { text = line, wide = true } }
    first = false
  end
end

local function named(context, row)
  local mark = context.marks[row.model]
  return mark and ("%s (%s)"):format(row.model, mark) or row.model
end

-- The line that leads to the answer itself.
local function head(letter, i, row, said)
  return { { text = ("%s%d"):format(letter, i), head = true },
    { text = ("%s · %s"):format(row.item.id, said), link = { id = row.item.id, model = row.model }, strong = true } }
end

local function answer_rows(context, rows, i, one)
  local row, words = one.row, context.words
  rows[#rows + 1] = head("A", i, row, ("%s · %s, %s"):format(named(context, row),
    words("refine_judge", one.judge, score(one.state.score)), one.physicians
      and words("refine_physicians", one.physicians.mean) or words("refine_spread", ("%g"):format(one.size))))
  add(rows, words "question", row.item.question)
  add(rows, words "reference", row.item.reference)
  add(rows, words "checklist", M.points(row.item))
  add(rows, words "answer", row.answer.text)
  add(rows, words "refine_reasons", M.reasons(row))
  add(rows, words "refine_said", M.values(row))
end

local function point_rows(context, rows, i, one)
  local case, words = one.cases[1], context.words
  rows[#rows + 1] = head("P", i, case.row, words("refine_share", math.floor(one.size * 100 + 0.5), #one.cases))
  add(rows, words "refine_point", ("[%s] %s"):format(one.point.kind, one.point.text))
  add(rows, words "question", case.row.item.question)
  add(rows, words "reference", case.row.item.reference)
  for _, each in ipairs(one.cases) do
    add(rows, named(context, each.row), each.row.answer.text)
    add(rows, words "refine_reasons", M.reasons(each.row, one.point.id))
    add(rows, words "refine_said", M.values(each.row, one.point.id))
  end
end

local KINDS = { answers = answer_rows, points = point_rows }

local function note_of(context, found)
  return found.rated and context.words("refine_rated", found.counts.tuning, found.counts.held_out)
    or context.words "refine_rounds"
end

local function source(kind)
  return function(context)
    local found, bodies = context.extra and context.extra.disagreements, {}
    if not found then return shape.lacking(context.words "refine_only") end
    local list = found[kind] or {}
    for i = 1, math.min(#list, context.extra.most) do
      local rows = {}
      KINDS[kind](context, rows, i, list[i])
      bodies[i] = { rows = rows }
    end
    return { block = "table", columns = { { title = "" }, { title = context.words("refine_title_" .. kind) } },
      bodies = bodies, empty = #bodies == 0 and context.words "refine_none" or nil,
      note = note_of(context, found) }
  end
end

M.sources = { disagreeing_answers = source "answers", disagreeing_points = source "points" }

return M
