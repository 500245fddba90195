-- What a run says on the terminal when it has ended: what was simulated, and the leaderboard.
local notices = require "notices"
local rates = require "sources.rates"
local shares = require "sources.shares"
local show = require "show"
local text = require "viva.text"
local words_of = require "words"

local M = {}

local NAME = 32 -- columns of a model's name
local CELL = 48 -- columns of a cell of a report's table
local WIDTH = 120 -- columns within which the interval of OP is shown too
local GROUPS = { "open", "closed", "specialized", "other" }

---What must be said first, a line each.
---@param other table? a run that stands beside it
function M.banners(run, words, other)
  local lines = {}
  for _, banner in ipairs(notices.of_both(run, other, words)) do
    lines[#lines + 1] = (banner.lead and banner.lead .. ": " or "") .. banner.text
  end
  return #lines > 0 and table.concat(lines, "\n") .. "\n\n" or ""
end

-- A cell of a report's table on one line.
local function cell_line(cell)
  local parts = { cell.text, cell.mark and ("(%s)"):format(cell.mark), cell.sub }
  local said = {}
  for i = 1, 3 do
    if parts[i] and parts[i] ~= "" then said[#said + 1] = parts[i] end
  end
  return table.concat(said, " ")
end

---A table of a report as text for a terminal: its rows under its bodies' titles, its note beneath. Columns that hold
---nothing are left out, long texts are cut.
---@param block table as a source gives it
---@return string
function M.block(block)
  local rows, columns, used = {}, {}, {}
  for _, body in ipairs(block.bodies) do
    if body.title then rows[#rows + 1] = { body.title } end
    for _, row in ipairs(body.rows) do
      local cells = {}
      for i, cell in ipairs(row) do
        cells[i] = (body.title and i == 1 and "  " or "") .. cell_line(cell)
        used[i] = used[i] or cells[i] ~= ""
      end
      rows[#rows + 1] = cells
    end
  end
  if #rows == 0 then return (block.empty or "–") .. "\n" end
  for i, column in ipairs(block.columns) do
    if used[i] then
      columns[#columns + 1] = { title = column.title, key = i, align = column.number and "right", max = CELL }
    end
  end
  return show.table(columns, rows) .. (block.note and "\n" .. block.note .. "\n" or "")
end

-- A cell of the report on one line: the rate, and its bounds where answers are missing.
local function said(cell)
  local bounds = cell.sub and cell.sub:match("%[.*%]")
  return bounds and cell.text ~= "" and cell.text .. " " .. bounds or cell.text
end

local function op_digits(context) return context.convention == "viva" and "%.1f" or "%.2f" end

local function row_of(context, row, categories, counts, with_interval)
  local mark = context.marks[row.model]
  local name = "  " .. text.cut(row.model, NAME) .. (mark and (" (%s)"):format(mark) or "")
  local cells = { name, row.op and op_digits(context):format(row.op * 100) or "–" }
  if with_interval then cells[3] = rates.interval(row.op_interval, context) or "" end
  for _, category in ipairs(categories) do
    cells[#cells + 1] = rates.rate(context, row.categories[category], {}).text
  end
  cells[#cells + 1] = said(rates.rate(context, row.all, {}))
  for _, count in ipairs(counts) do
    cells[#cells + 1] = count == "jurors" and rates.jurors(row.all) or ("%d"):format(row.all[count])
  end
  local unsaid = row.all.flags == 0 -- nothing was said of safety, which is not "none"
  cells[#cells + 1] = unsaid and "–" or ("%d"):format(row.all.unsafe)
  return cells
end

local function columns_of(words, categories, counts, with_interval)
  local columns = { { title = words "model" }, { title = "OP", align = "right" } }
  if with_interval then columns[3] = { title = words "interval_short", align = "right" } end
  for _, category in ipairs(categories) do columns[#columns + 1] = { title = category, align = "right" } end
  columns[#columns + 1] = { title = words "all_items", align = "right" }
  for _, name in ipairs(counts) do columns[#columns + 1] = { title = words(name), align = "right" } end
  columns[#columns + 1] = { title = words "unsafe", align = "right" }
  return columns
end

local function categories_of(board)
  local rows = {}
  for _, row in ipairs(board.rows) do
    for category in pairs(row.categories) do rows[#rows + 1] = { item = { category = category } } end
  end
  return rates.categories(rows)
end

local function table_of(context, board, with_interval)
  local words, rows, wholes = context.words, {}, {}
  for i, row in ipairs(board.rows) do wholes[i] = row.all end
  local categories, counts = categories_of(board), rates.counts(wholes)
  for _, group in ipairs(GROUPS) do
    local titled = false
    for _, row in ipairs(board.rows) do
      if (row.group or "other") == group then
        if not titled then rows[#rows + 1] = { words(group) } end
        titled = true
        rows[#rows + 1] = row_of(context, row, categories, counts, with_interval)
      end
    end
  end
  return show.table(columns_of(words, categories, counts, with_interval), rows)
end

-- With the intervals of OP, where there are any and the whole fits into a terminal of usual width.
local function widest_table(context, board)
  for _, row in ipairs(board.rows) do
    if row.op_interval then
      local wide = table_of(context, board, true)
      if text.width(wide:match("\n(%-[^\n]*)")) <= WIDTH then return wide end
      break
    end
  end
  return table_of(context, board, false)
end

---Mean scores by rubric as text for a terminal; empty where there are none. A run of nothing else has no leaderboard.
---@param alone boolean whether the banners and the title have not been said
function M.shares(rows, run, language, alone)
  local words = words_of.in_language(language)
  local made = shares.shares { rows = rows, words = words, marks = notices.marks(run, words) }
  if #made.bodies == 0 then return "" end
  local title = text.clean(words_of.pick(run.title, language) or run.name)
  return (alone and M.banners(run, words) .. title .. "\n" or "") .. "\n" .. M.block(made)
end

---The leaderboard as text for a terminal.
---@param board table of aggregate.leaderboard
---@param run table
---@param language string "zh" or "en"
---@return string
function M.leaderboard(board, run, language)
  local words = words_of.in_language(language)
  local context = { words = words, convention = board.convention, language = language,
    marks = notices.marks(run, words) }
  local title = text.clean(words_of.pick(run.title, language) or run.name)
  local notes = notices.judging(run, words, board.convention, #run.judge_models > 1)
  table.insert(notes, 1, words("convention_" .. board.convention))
  notes[#notes + 1] = notices.usability(run, words)
  return M.banners(run, words) .. title .. "\n\n" .. widest_table(context, board) .. "\n" .. table.concat(notes, "\n")
    .. "\n"
end

return M
