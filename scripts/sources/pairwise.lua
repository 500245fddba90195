-- Named sources of compared answers (`viva pairwise`): win rates, whether places decided, and the contests themselves.
local lists = require "sources.lists"
local pairwise = require "pairwise"
local rates = require "sources.rates"
local shape = require "sources.shape"

local M = {}

local WORST = 20 -- contests listed unless the report file says `most`
local DASH = "–"

-- The contests of each comparison that a run has, apart by judge model: { models, judge_model, contests }.
local function parts_of(context)
  local list = {}
  for _, made in ipairs(context.extra and context.extra.pairwise or {}) do
    local contests = pairwise.contests(made.results)
    for _, model in ipairs(context.run.judge_models) do
      local own = {}
      for _, contest in ipairs(contests) do
        if contest.no_pair or contest.judge_model == model.name then own[#own + 1] = contest end
      end
      list[#list + 1] = { models = made.models, judge_model = model.name, contests = own }
    end
  end
  return list
end

local function model_cells(context, part)
  local first, second = part.models[1], part.models[2]
  return { { text = first, head = true, mark = context.marks[first] }, { text = second, mark = context.marks[second] },
    { text = part.judge_model, mark = context.marks[part.judge_model] } }
end

local function model_columns(words)
  return { { title = words "first_model" }, { title = words "second_model" }, { title = words "compared_by" } }
end

local function rate_cell(context, tally)
  local bounds = tally.missing > 0 and rates.bounds(tally, context) or nil
  if not tally.rate then return { text = DASH, sort = -1, sub = bounds } end
  if tally.items < rates.SMALL then
    return { text = ("%g/%d"):format(tally.rate * tally.compared, tally.compared), sort = tally.rate, sub = bounds }
  end
  return { text = rates.percent(tally.rate, context) .. "%", sort = tally.rate, strong = true,
    interval = tally.interval, sub = rates.joined(rates.interval(tally.interval, context), bounds) }
end

local function p_cell(p)
  if not p then return { text = DASH, sort = 2, tone = "dim" } end
  return { text = p < 0.001 and "<0.001" or ("%.3f"):format(p), sort = p }
end

local function tally_cells(context, tally, cells)
  cells[#cells + 1] = rates.count(tally.due)
  for _, name in ipairs { "wins", "ties", "losses" } do cells[#cells + 1] = rates.count(tally[name]) end
  cells[#cells + 1] = rates.count(tally.missing, nil, "warn")
  cells[#cells + 1] = rate_cell(context, tally)
  cells[#cells + 1] = p_cell(tally.items >= rates.SMALL and tally.p or nil)
  return cells
end

-- One row for each pair of models and judge model, or for each category of them.
local function rows_of(context, part, down, tallies)
  local groups = down and pairwise.grouped(part.contests, function(contest) return contest.item[down] or DASH end)
    or { { contests = part.contests } }
  local rows = {}
  for i, group in ipairs(groups) do
    local tally, cells = pairwise.tally(group.contests), model_cells(context, part)
    if down then
      table.insert(cells, 1, { text = down == "category" and rates.category_name(context, group.key) or group.key,
        head = true })
    end
    tallies[#tallies + 1] = tally
    rows[i] = tally_cells(context, tally, cells)
  end
  return rows
end

---Win rates of the first model of each pair that was compared; `down` says by what, such as category.
function M.pairwise(context, block)
  local words, rows, tallies, parts = context.words, {}, {}, parts_of(context)
  if #parts == 0 then return shape.lacking(words "no_pairs") end
  local down = type(block.down) == "table" and block.down[1] or block.down
  for _, part in ipairs(parts) do
    for _, row in ipairs(rows_of(context, part, down, tallies)) do rows[#rows + 1] = row end
  end
  local columns = model_columns(words)
  if down then table.insert(columns, 1, { title = words(down) or down }) end
  for _, name in ipairs { "pairs_due", "wins", "ties", "losses", "missing", "win_rate" } do
    columns[#columns + 1] = { title = words(name), number = true }
  end
  columns[#columns + 1] = { title = "p", number = true }
  local said = rates.interval_notes(context, tallies, { words "pairwise_note", words("small_cells", rates.SMALL) })
  return { block = "table", columns = columns, bodies = { { rows = rows } },
    note = not block.short and rates.sentences(context, said) or nil }
end

---Whether the place of an answer decided: how often both orders had the same outcome, and which place won where not.
function M.position(context)
  local words, rows, parts = context.words, {}, parts_of(context)
  if #parts == 0 then return shape.lacking(words "no_pairs") end
  for i, part in ipairs(parts) do
    local tally, cells = pairwise.tally(part.contests), model_cells(context, part)
    local shown, counts = tally.items >= rates.SMALL and tally.consistency, ("%d/%d"):format(tally.same, tally.compared)
    cells[#cells + 1] = rates.count(tally.compared)
    cells[#cells + 1] = { text = shown and rates.percent(shown, context) .. "%" or counts,
      sub = shown and counts or nil, sort = tally.consistency or -1 }
    for _, name in ipairs { "first", "second", "half" } do cells[#cells + 1] = rates.count(tally[name]) end
    cells[#cells + 1] = p_cell(tally.position_p)
    rows[i] = cells
  end
  local columns = model_columns(words)
  for _, name in ipairs { "both_orders", "same_outcome", "first_place", "second_place", "half_place" } do
    columns[#columns + 1] = { title = words(name), number = true }
  end
  columns[#columns + 1] = { title = "p", number = true }
  return { block = "table", note = words "position_note", columns = columns,
    bodies = { { rows = rows } } }
end

-- What one order came to: the model that was preferred, a tie, or why there is nothing.
local function said_in(context, part, comparison)
  if not comparison then return { text = DASH } end
  if comparison.side then
    return { text = comparison.side == "tie" and context.words "ties" or part.models[comparison.side] }
  end
  local word = comparison.state == "failed" and "failed" or "unreadable"
  return { text = context.words(word), sub = comparison.code, tone = "warn" }
end

local function contest_row(context, part, contest)
  local reason
  for order = 1, 2 do reason = reason or contest.orders[order] and contest.orders[order].reason end
  return { { text = contest.item.id, head = true, link = { id = contest.item.id, model = part.models[1],
      sample = contest.sample } }, { text = part.judge_model },
    said_in(context, part, contest.orders[1]), said_in(context, part, contest.orders[2]),
    { text = contest.score and ("%g"):format(contest.score) or DASH, sort = contest.score or -1 },
    { text = lists.excerpt(contest.item.question), wide = true }, { text = lists.excerpt(reason), wide = true } }
end

-- Those that the first model lost come first, then those that depend on the order, then the rest.
local function order_of(contest)
  return contest.score or 2
end

---The contests themselves, the first model's losses first.
function M.contests(context, block)
  local words, bodies, most, parts = context.words, {}, block.most or WORST, parts_of(context)
  if #parts == 0 then return shape.lacking(words "no_pairs") end
  for _, part in ipairs(parts) do
    local rows, sorted = {}, {}
    for i, contest in ipairs(part.contests) do sorted[i] = { at = i, contest = contest } end
    table.sort(sorted, function(a, b)
      local one, other = order_of(a.contest), order_of(b.contest)
      return one == other and a.at < b.at or one < other
    end)
    for i = 1, math.min(#sorted, most) do rows[i] = contest_row(context, part, sorted[i].contest) end
    if #rows > 0 then bodies[#bodies + 1] = { title = table.concat(part.models, " – "), rows = rows } end
  end
  return { block = "table", bodies = bodies, columns = {
    { title = words "item" }, { title = words "compared_by" }, { title = words("one_first", "A") },
    { title = words("one_first", "B") }, { title = words "score", number = true }, { title = words "question" },
    { title = words "reason" } } }
end

M.sources = { pairwise = M.pairwise, position = M.position, contests = M.contests }

return M
