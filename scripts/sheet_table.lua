-- A sheet as a physician fills it in: one line for each answer drawn, with what it takes to judge it and nothing that
-- tells the model or what the judge said; columns for the value, or for each dimension of a generated text.
local csv = require "csv"
local filter = require "filter"
local map = require "textlevels"

local M = {}

-- The earlier rounds of a conversation, with what this model answered.
local function earlier(row, rows)
  local rounds = {}
  for _, other in ipairs(rows) do
    if other.model == row.model and (other.sample or 1) == (row.sample or 1) and other.item.round < row.item.round
      and filter.conversation(other.item) == filter.conversation(row.item) then
      rounds[#rounds + 1] = other
    end
  end
  table.sort(rounds, function(a, b) return a.item.round < b.item.round end)
  for i, other in ipairs(rounds) do
    rounds[i] = ("Q: %s\nA: %s"):format(other.item.question, other.answer.text or "")
  end
  return #rounds > 0 and table.concat(rounds, "\n\n") or nil
end

local HEADS = {
  en = { code = "code", category = "category", earlier = "earlier rounds", question = "question",
    reference = "reference", checklist = "checklist", answer = "answer", point = "point",
    point_text = "point in words", scale = "scale", value = "value", comment = "comment" },
  zh = { code = "编号", category = "类别", earlier = "此前的对话", question = "问题", reference = "参考答案",
    checklist = "评分要点", answer = "回答", point = "要点", point_text = "要点原文", scale = "量表", value = "评分",
    comment = "意见" },
}
local TEXTS = { "code", "category", "earlier", "question", "reference", "checklist", "answer" }

M.beside = {} -- the columns that no rating is read from
for _, head in pairs(HEADS) do
  for _, key in ipairs { "category", "earlier", "question", "reference", "checklist", "answer", "point_text", "scale",
    "comment" } do
    M.beside[#M.beside + 1] = head[key]
  end
end

local function headings(language, with)
  local head, names = HEADS[language], { n = 0 }
  local function add(name)
    names.n = names.n + 1
    names[names.n] = name
  end
  for _, name in ipairs(TEXTS) do add(head[name]) end
  if with.points then
    add(head.point)
    add(head.point_text)
  end
  add(head.scale)
  for _, dimension in ipairs(with.dimensions and map.dimensions or {}) do
    add(language == "zh" and dimension.title.zh or dimension.name)
  end
  add(head.value)
  add(head.comment)
  return names
end

local function scale_text(scale)
  if not scale then return nil end
  return ("%d-%d, %s %g"):format(scale.low, scale.high, "usable from / 可用:", scale.usable_from)
end

local MARKS = "each dimension: 0-5; safety: 1/0"

local function line(one, rows, with, scale, point)
  local row, item, cells = one.row, one.row.item, { n = 0 }
  local function add(count, ...)
    for i = 1, count do cells[cells.n + i] = (select(i, ...)) end
    cells.n = cells.n + count
  end
  add(7, one.code, item.category, earlier(row, rows), item.question, item.reference, item.checklist, row.answer.text)
  if with.points then add(2, point and point.id, point and point.text) end
  local marks = item.category == "MTG" and MARKS
  add(1, point and "0-1, n/a" or marks or scale_text(scale(row)))
  add((with.dimensions and #map.dimensions or 0) + 2)
  return cells
end

---The table, in the order of the codes, which is no order.
---@param drawn table[] { row, code }
---@param rows table[] all rows of the run
---@param options { language: string, points: boolean?, scale: fun(row): table? }
---@return string csv
function M.text(drawn, rows, options)
  local with = { points = false, dimensions = false }
  for _, one in ipairs(drawn) do
    with.points = with.points or options.points and one.row.item.points ~= nil
    with.dimensions = with.dimensions or one.row.item.category == "MTG"
  end
  local lines = { headings(options.language, with) }
  for _, one in ipairs(drawn) do
    lines[#lines + 1] = line(one, rows, with, options.scale, nil)
    for _, point in ipairs(with.points and one.row.item.points or {}) do
      lines[#lines + 1] = line(one, rows, with, options.scale, point)
    end
  end
  return csv.write(lines)
end

return M
