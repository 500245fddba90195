-- Named source of a report: the leaderboard, models by OP within their group.
local rates = require "sources.rates"

local M = {}

local GROUPS = { "open", "closed", "specialized", "other" }
local DASH = "–"

local function list(context, names) return table.concat(names, context.language == "zh" and "、" or ", ") end

local function op_cell(context, row)
  local range = { low = row.op_low, high = row.op_high }
  local cell = { text = DASH, sort = -1 }
  if row.op_missing then cell.sub = context.words("op_lacks", list(context, row.op_missing)) end
  if row.op then
    local text = row.op_percent and ("%.2f"):format(row.op_percent) or rates.percent(row.op, context)
    cell = { text = text .. "%", sort = row.op,
      sub = rates.bounds(range, context), bar = { low = row.op_low, value = row.op, high = row.op_high } }
  end
  cell.link, cell.strong = { model = row.model }, true
  return cell
end

local function leaderboard_row(context, row, categories, counts)
  local link = { model = row.model }
  local name = { text = row.model, link = link, head = true, mark = context.marks[row.model] }
  local cells = { name, op_cell(context, row) }
  for _, category in ipairs(categories) do
    cells[#cells + 1] = rates.rate(context, row.categories[category], rates.with(link, { category = category }))
  end
  cells[#cells + 1] = rates.rate(context, row.all, link)
  rates.count_cells(context, counts, row.all, link, cells)
  return cells
end

local function leaderboard_columns(context, categories, counts)
  local words = context.words
  local columns = { { title = words "model" }, { title = "OP", number = true } }
  for _, category in ipairs(categories) do
    columns[#columns + 1] = { title = category, number = true, hint = words(category) }
  end
  columns[#columns + 1] = { title = words "all_items", number = true }
  rates.count_columns(context, counts, columns)
  return columns
end

---Every model with OP, its categories and its counts, by group of models.
function M.leaderboard(context)
  local categories, bodies, wholes = rates.categories(context.rows), {}, {}
  for i, row in ipairs(context.board().rows) do wholes[i] = row.all end
  local counts = rates.counts(wholes)
  for _, group in ipairs(GROUPS) do
    local rows = {}
    for _, row in ipairs(context.board().rows) do
      if (row.group or "other") == group then rows[#rows + 1] = leaderboard_row(context, row, categories, counts) end
    end
    if #rows > 0 then bodies[#bodies + 1] = { title = context.words(group), rows = rows } end
  end
  return { block = "table", note = rates.note(context, context.board()), bodies = bodies,
    columns = leaderboard_columns(context, categories, counts) }
end

M.sources = { leaderboard = M.leaderboard }

return M
