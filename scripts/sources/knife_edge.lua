-- Named sources of a report on the knife-edge: answers whose usability hangs on one more round of judging or on where
-- the line is drawn.
local coverage = require "coverage"
local lists = require "sources.lists"
local rates = require "sources.rates"
local shape = require "sources.shape"
local states = require "states"
local stats = require "viva.stats"

local M = {}

local MOST = 40 -- answers listed unless the report file says `most`
local MARK = "†"

-- What stats.knife_edge says of each judge that gives levels and has complete rounds.
local function edges(context)
  local found = {}
  for _, unit in ipairs(context.units()) do
    local edge = #unit.complete > 0 and unit.on_scale
      and stats.knife_edge(unit.rounds, { threshold = unit.usable_from, scale = unit.levels })
    if edge then found[#found + 1] = { unit = unit, edge = edge } end
  end
  return found
end

---How many answers lie within one level of the line, and how many would change sides if they were judged again.
function M.knife_edge(context)
  local rows = {}
  for i, one in ipairs(edges(context)) do
    local unit, edge, answers = one.unit, one.edge, #one.unit.complete
    rows[i] = { shape.judge(context, unit), rates.count(answers), shape.number(unit.usable_from, "%g"),
      shape.share(context, #edge.just_usable, answers), shape.share(context, #edge.just_below, answers),
      shape.number(edge.within_sd), shape.number(edge.expected_flips, "%.1f") }
  end
  return shape.table(context, { "judge", "#answers", "#usable_from", "#just_usable", "#just_below", "#within_sd",
    "#expected_flips" }, rows, shape.of_rounds(context, context.words "knife_edge_note"))
end

---Usability as a function of the line: the share of answers whose mean reaches each level.
function M.thresholds(context)
  local rows, marked = {}, false
  for i, one in ipairs(edges(context)) do
    local of_level = {}
    for _, at in ipairs(one.edge.rates) do
      local mark = coverage.marked("wilson", at.rate)
      marked = marked or mark
      of_level[at.threshold] = { text = rates.percent(at.rate, context) .. "%", sort = at.rate,
        interval = { low = at.low, high = at.high }, strong = at.threshold == one.unit.usable_from,
        sub = rates.interval({ low = at.low, high = at.high, marked = mark }, context) }
    end
    rows[i] = { unit = one.unit, of_level = of_level, shape.judge(context, one.unit),
      rates.count(#one.unit.complete) }
  end
  return shape.by_level(shape.table(context, { "judge", "#answers" }, rows,
    shape.of_rounds(context, marked and context.words("wilson_note", MARK) or nil)))
end

local function by_risk(a, b)
  if a.flip ~= b.flip then return a.flip > b.flip end
  if a.case.row.item.id ~= b.case.row.item.id then return a.case.row.item.id < b.case.row.item.id end
  return a.order < b.order
end

local function edge_cases(context)
  local list = {}
  for _, one in ipairs(edges(context)) do
    for i, case in ipairs(one.unit.complete) do
      local flip = one.edge.flips[i]
      if flip and flip > 0 and math.abs(case.mean - one.unit.usable_from) < 1 then
        list[#list + 1] = { case = case, flip = flip, unit = one.unit, order = #list }
      end
    end
  end
  table.sort(list, by_risk)
  return list
end

---Answers less than a level from the line, those first that judging anew would most probably carry over it.
function M.knife_edge_items(context, block)
  local list, rows = edge_cases(context), {}
  for i = 1, math.min(#list, block.most or MOST) do
    local row, unit = list[i].case.row, list[i].unit
    rows[i] = { { text = row.item.id, link = lists.item_link(row), head = true }, shape.model(context, row.model),
      { text = unit.judge, sub = unit.judge_model }, { text = states.scores(row, " · "), nowrap = true },
      shape.number(list[i].case.mean), { text = context.words(list[i].case.mean >= unit.usable_from
        and "state_usable" or "state_not_usable") },
      { text = rates.percent(list[i].flip, context) .. "%", sort = list[i].flip },
      { text = lists.excerpt(row.item.question), wide = true } }
  end
  return shape.table(context, { "item", "model", "judge", "scores", "#mean", "state", "#flips", "question" }, rows,
    shape.of_rounds(context, #list > #rows and context.words("first_of", #rows, #list) or nil))
end

local function summary(context, cases, unit, first)
  local same, near, far, across = 0, 0, 0, 0
  for _, case in ipairs(cases) do
    local low, high = math.min(table.unpack(case.scores)), math.max(table.unpack(case.scores))
    if high == low then same = same + 1 elseif high - low <= 1 then near = near + 1 else far = far + 1 end
    if low < unit.usable_from and high >= unit.usable_from then across = across + 1 end
  end
  local n = #cases
  return { shape.judge(context, unit), first, rates.count(n), shape.share(context, same, n),
    shape.share(context, near, n), shape.share(context, far, n), shape.share(context, across, n) }
end

---How far the rounds of one answer lie apart, by category, and how many stand on both sides of the line.
function M.round_agreement(context)
  local rows = {}
  for _, unit in ipairs(context.units()) do
    for _, category in ipairs(rates.categories(context.rows)) do
      local cases = {}
      for _, case in ipairs(unit.complete) do
        if case.row.item.category == category then cases[#cases + 1] = case end
      end
      if #cases > 0 then rows[#rows + 1] = summary(context, cases, unit, shape.category(context, category)) end
    end
  end
  return shape.table(context, { "judge", "category", "#answers", "#rounds_same", "#rounds_near", "#rounds_far",
    "#rounds_across" }, rows, shape.of_rounds(context))
end

M.sources = { knife_edge = M.knife_edge, thresholds = M.thresholds, knife_edge_items = M.knife_edge_items,
  round_agreement = M.round_agreement }

return M
