-- Named sources of a report that list where verdicts differ: a judge's rounds among themselves, judges and physicians;
-- and answers that no judge should be taken in by.
local filter = require "filter"
local junk = require "junk"
local lists = require "sources.lists"
local opinions = require "opinions"
local rates = require "sources.rates"
local shape = require "sources.shape"
local states = require "states"
local stats = require "viva.stats"

local M = {}

local MOST = 40 -- cases listed unless the report file says `most`

local function by_rank(a, b)
  if a.rank ~= b.rank then return a.rank > b.rank end
  if a.row.item.id ~= b.row.item.id then return a.row.item.id < b.row.item.id end
  return a.order < b.order
end

-- The first of the cases, each as a line.
local function listed(context, keys, cases, most, make, empty)
  for i, case in ipairs(cases) do case.order = i end
  table.sort(cases, by_rank)
  local rows = {}
  for i = 1, math.min(#cases, most or MOST) do
    local row = cases[i].row
    rows[i] = { { text = row.item.id, link = lists.item_link(row), head = true }, shape.model(context, row.model) }
    make(rows[i], cases[i])
    table.insert(rows[i], { text = lists.excerpt(row.item.question), wide = true })
  end
  return shape.table(context, keys, rows, { empty = empty,
    note = #cases > #rows and context.words("first_of", #rows, #cases) or nil })
end

local function straddles(row, limit)
  local below, above = false, false
  for _, judging in ipairs(row.judgings) do
    if judging.state == "scored" and judging.score then
      below, above = below or judging.score < limit, above or judging.score >= limit
    end
  end
  return below and above
end

---Answers whose judgings lie apart: those on both sides of the line first, then by how far.
function M.round_disagreements(context, block)
  local cases = {}
  for _, row in ipairs(context.rows) do
    local spread = filter.spread(row)
    if spread and spread > 0 then
      local first = row.judgings[1].judge
      local across = straddles(row, context.limits[first] or 4)
      cases[#cases + 1] = { row = row, spread = spread, across = across, rank = (across and 100 or 0) + spread }
    end
  end
  return listed(context, { "item", "model", "scores", "#spread", "both_sides", "question" }, cases, block.most,
    function(cells, case)
      cells[3] = { text = states.scores(case.row, " · "), nowrap = true }
      cells[4] = shape.number(case.spread, "%g")
      cells[5] = { text = context.words(case.across and "yes" or "no"), tone = case.across and "warn" or "dim" }
    end)
end

local function said_by_physicians(row)
  local said = opinions.of(row.ratings)
  local values = {}
  for i, opinion in ipairs(said) do values[i] = ("%g (%g–%g)"):format(opinion.value, opinion.low, opinion.high) end
  return table.concat(values, " · "), opinions.together(said)
end

---Answers that physicians and the judge put on different sides of the line.
function M.physician_disagreements(context, block)
  local cases, any = {}, false
  for _, row in ipairs(context.rows) do
    local state = states.of(row, context.limits)
    local values, usable = said_by_physicians(row)
    any = any or usable ~= nil
    if usable ~= nil and state.score and usable ~= (state.state == "usable") then
      local distance = math.abs(state.score - (context.limits[row.judgings[1].judge] or 4))
      cases[#cases + 1] = { row = row, values = values, usable = usable, state = state, rank = distance }
    end
  end
  return listed(context, { "item", "model", "scores", "#mean", "judge_says", "physicians_scale", "physicians_say",
    "question" }, cases, block.most, function(cells, case)
    cells[3] = { text = states.scores(case.row, " · "), nowrap = true }
    cells[4] = shape.number(case.state.score)
    cells[5] = { text = context.words("state_" .. case.state.state) }
    cells[6] = { text = case.values }
    cells[7] = { text = context.words(case.usable and "state_usable" or "state_not_usable") }
  end, context.words(any and "none" or "none_rated"))
end

---Answers that speak to the judge and ask for a mark, and what they got.
function M.injections(context, block)
  local cases = {}
  for _, row in ipairs(context.rows) do
    if junk.kind(row) == "junk_asks" then
      local score = states.of(row, context.limits).score
      cases[#cases + 1] = { row = row, score = score, rank = score or 0 }
    end
  end
  return listed(context, { "item", "model", "scores", "#mean", "answer", "question" }, cases, block.most,
    function(cells, case)
      cells[3] = { text = states.scores(case.row, " · "), nowrap = true }
      cells[4] = shape.number(case.score)
      cells[5] = { text = lists.excerpt(case.row.answer.text), wide = true }
    end)
end

-- Scores of junk answers by kind, and the lowest level they may get.
local function floors(unit)
  local of_kind = {}
  for _, case in ipairs(unit.cases) do
    local kind = case.mean and junk.kind(case.row)
    if kind then
      of_kind[kind] = of_kind[kind] or {}
      table.insert(of_kind[kind], case.mean)
    end
  end
  return of_kind, unit.levels[1]
end

---Junk answers among those judged, and how many got the lowest level.
function M.floor(context)
  local rows = {}
  for _, unit in ipairs(context.units()) do
    local of_kind, lowest = floors(unit)
    for _, kind in ipairs(junk.kinds) do
      local found = of_kind[kind] and stats.floor(of_kind[kind], lowest)
      if found then
        local cell = shape.share(context, found.caught, found.n)
        cell.sub = rates.interval(found, context)
        rows[#rows + 1] = { shape.judge(context, unit), { text = context.words(kind) }, rates.count(found.n), cell }
      end
    end
  end
  return shape.table(context, { "judge", "junk", "#answers", "#caught" }, rows,
    { empty = context.words "no_junk", note = #rows > 0 and context.words "floor_note" or nil })
end

M.sources = { round_disagreements = M.round_disagreements, physician_disagreements = M.physician_disagreements,
  injections = M.injections, floor = M.floor }

return M
