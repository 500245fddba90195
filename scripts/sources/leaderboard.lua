-- Named sources of a report: the leaderboard, models by OP within their group, and what tells each two models apart.
local notices = require "notices"
local rates = require "sources.rates"
local standings = require "standings"

local M = {}

local GROUPS = { "open", "closed", "specialized", "other" }
local DASH = "–"

local function list(context, names) return table.concat(names, context.language == "zh" and "、" or ", ") end

local function op_cell(context, row)
  local range, interval = { low = row.op_low, high = row.op_high }, row.op_interval
  local cell = { text = DASH, sort = -1 }
  if row.op_missing then cell.sub = context.words("op_lacks", list(context, row.op_missing)) end
  if row.op then
    local text = row.op_percent and ("%.2f"):format(row.op_percent) or rates.percent(row.op, context)
    local bar = interval or range
    cell = { text = text .. "%", sort = row.op, interval = interval,
      sub = rates.joined(rates.interval(interval, context), rates.bounds(range, context)),
      bar = { low = bar.low, value = row.op, high = bar.high } }
  end
  cell.link, cell.strong = { model = row.model }, true
  return cell
end

local function letter(group) return group <= 26 and string.char(64 + group) or tostring(group) end

-- Between which ranks a model lies, and the letter of those that it cannot be told from.
local function rank_cell(row)
  if not row.rank then return { text = DASH, sort = 1000, tone = "dim" } end
  local same = row.rank.low == row.rank.high
  return { text = same and ("%d"):format(row.rank.low) or ("%d–%d"):format(row.rank.low, row.rank.high),
    sub = letter(row.rank.group), sort = row.rank.low + row.rank.high / 1000 }
end

local function leaderboard_row(context, row, categories, counts)
  local link = { model = row.model }
  local name = { text = row.model, link = link, head = true, mark = context.marks[row.model] }
  local cells = { name, op_cell(context, row), rank_cell(row) }
  for _, category in ipairs(categories) do
    cells[#cells + 1] = rates.rate(context, row.categories[category], rates.with(link, { category = category }))
  end
  cells[#cells + 1] = rates.rate(context, row.all, link)
  rates.count_cells(context, counts, row.all, link, cells)
  return cells
end

local function leaderboard_columns(context, categories, counts)
  local words = context.words
  local columns = { { title = words "model" }, { title = "OP", number = true },
    { title = words "rank", number = true, hint = words "rank_hint" } }
  for _, category in ipairs(categories) do
    columns[#columns + 1] = { title = category, number = true, hint = words(category) }
  end
  columns[#columns + 1] = { title = words "all_items", number = true }
  rates.count_columns(context, counts, columns)
  return columns
end

-- Who rated MTG, where the convention asks.
local function mtg_note(context, board)
  local by = {}
  for _, row in ipairs(board.rows) do
    if row.categories.MTG then by[row.categories.MTG.rated_by] = true end
  end
  local rated = context.run.ratings
  if by.both or by.physicians and by.judge then return context.words "mtg_partly" end
  if by.physicians then
    return context.words(rated and rated.simulated and "mtg_by_simulated" or "mtg_by_physicians")
  end
  return board.mtg_by_judge and context.words "mtg_by_judge" or nil
end

local function note(context, board)
  local words, cells = context.words, {}
  local said = { words("convention_" .. context.convention), words("small_cells", rates.SMALL), words "missing_note" }
  said[#said + 1] = notices.usability(context.run, words)
  said[#said + 1] = mtg_note(context, board)
  for _, row in ipairs(board.rows) do
    cells[#cells + 1] = { interval = row.op_interval }
    for _, cell in pairs(row.categories) do cells[#cells + 1] = cell end
    cells[#cells + 1] = row.all
  end
  rates.interval_notes(context, cells, rates.judging_notes(context, cells, said))
  if board.ranks then said[#said + 1] = words "rank_letters" end
  return rates.sentences(context, said)
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
  return { block = "table", note = note(context, context.board()), bodies = bodies,
    columns = leaderboard_columns(context, categories, counts) }
end

local function p_text(p) return p < 0.001 and "<0.001" or ("%.3f"):format(p) end

local function points(value) return ("%+.1f"):format(value * 100) end

local function pair_row(context, pair)
  return { { text = pair.first, head = true, mark = context.marks[pair.first], link = { model = pair.first } },
    { text = pair.second, mark = context.marks[pair.second], link = { model = pair.second } },
    { text = points(pair.difference), sort = pair.difference,
      sub = pair.low and ("%s … %s"):format(points(pair.low), points(pair.high)), interval = pair },
    { text = p_text(pair.p or 1), sort = pair.p }, { text = p_text(pair.p_holm), sort = pair.p_holm },
    { text = context.words(pair.significant and "yes" or "no"), tone = not pair.significant and "dim" or nil } }
end

---Every two models: how far apart, and whether that can be told from chance.
function M.differences(context)
  local words, rows, ranks = context.words, {}, context.board().ranks
  for i, pair in ipairs(ranks and ranks.pairs or {}) do
    rows[i] = pair_row(context, pair)
  end
  return { block = "table", empty = words("too_few_to_compare", standings.least), bodies = { { rows = rows } },
    note = ranks and words("rank_note", ranks.items), columns = {
      { title = words "model" }, { title = words "compared_with" },
      { title = words "difference", number = true }, { title = "p", number = true },
      { title = words "p_holm", number = true }, { title = words "told_apart" } } }
end

M.sources = { leaderboard = M.leaderboard, differences = M.differences }

return M
