-- Named sources of a report that sets two runs side by side (context.other): what differs between them, how each model
-- did in both, and which answers changed.
local differences = require "differences"
local lists = require "sources.lists"
local rates = require "sources.rates"
local shape = require "sources.shape"
local states = require "states"

local M = {}

local MOST = 50 -- changed answers listed unless the report file says `most`

local function alone(context) return shape.lacking(context.words "needs_two_runs") end

---What the records of the two runs say differently.
function M.run_differences(context)
  local other = context.other
  if not other then return alone(context) end
  local rows = {}
  for i, one in ipairs(other.compared.differs) do
    rows[i] = { { text = differences.title(context.words, one), head = true }, { text = one.a, wide = true },
      { text = one.b, wide = true } }
  end
  local block = shape.table(context, { "what", "what", "what" }, rows, { empty = context.words "nothing_differs" })
  block.columns[2].title, block.columns[3].title = other.names[1], other.names[2]
  return block
end

local function share_cell(context, rate, small)
  if not rate then return shape.dash() end
  return { text = rates.percent(rate, context) .. "%", sort = rate, tone = small and "dim" or nil }
end

local function line_cells(context, line)
  local model = line.a == line.b and line.a or ("%s → %s"):format(line.a, line.b)
  local cells = { shape.model(context, line.b) }
  cells[1].text = model
  cells[2] = line.category and shape.category(context, line.category)
    or { text = context.words "all_items", strong = true }
  cells[3], cells[4] = rates.count(line.items), rates.count(line.changed)
  local small = line.items < rates.SMALL
  if small then -- counts, as everywhere
    cells[5] = { text = ("%.4g/%d"):format((line.a_mean or 0) * line.items, line.items), sort = line.a_mean }
    cells[6] = { text = ("%.4g/%d"):format((line.b_mean or 0) * line.items, line.items), sort = line.b_mean }
    for i = 7, 9 do cells[i] = shape.dash() end
    return cells
  end
  cells[5], cells[6] = share_cell(context, line.a_mean), share_cell(context, line.b_mean)
  cells[7], cells[8], cells[9] = shape.points(line.paired), shape.p(line.paired and line.paired.p), shape.p(line.p_holm)
  return cells
end

---Each model in both runs, over all items and by category.
function M.run_comparison(context)
  local other = context.other
  if not other then return alone(context) end
  local rows = {}
  for i, line in ipairs(other.compared.lines) do rows[i] = line_cells(context, line) end
  local said = { context.words("convention_named", context.convention), context.words("comparison_note", other.names[2],
    other.names[1]), context.words("small_cells", rates.SMALL) }
  if other.compared.other_questions > 0 then
    said[#said + 1] = context.words("other_questions", other.compared.other_questions)
  end
  local block = shape.table(context, { "model", "category", "#items", "#items_changed", "#usable", "#usable",
    "#difference", "#p", "#p_holm" }, rows, { note = rates.sentences(context, said) })
  block.columns[5].title, block.columns[6].title = other.names[1], other.names[2]
  return block
end

local function change_cells(context, change)
  local row, text = change.a, change.a.answer.text == change.b.answer.text
  return { { text = row.item.id, head = true, link = lists.item_link(row) }, shape.model(context, row.model),
    { text = states.scores(row, " · "), nowrap = true, sort = change.before },
    { text = states.scores(change.b, " · "), nowrap = true, sort = change.after },
    shape.number(change.change, "%+.2f"), { text = context.words(text and "same_answer" or "other_answer") },
    { text = lists.excerpt(row.item.question), wide = true } }
end

---Answers whose mean score differs between the runs, the greatest differences first.
function M.run_changes(context, block)
  local other = context.other
  if not other then return alone(context) end
  local changes, rows = other.compared.changes, {}
  for i = 1, math.min(#changes, block.most or MOST) do rows[i] = change_cells(context, changes[i]) end
  local made = shape.table(context, { "item", "model", "scores", "scores", "#change", "answer", "question" }, rows,
    { note = #changes > #rows and context.words("first_of", #rows, #changes) or nil })
  made.columns[3].title, made.columns[4].title = other.names[1], other.names[2]
  return made
end

M.sources = { run_differences = M.run_differences, run_comparison = M.run_comparison, run_changes = M.run_changes }

return M
