-- Named sources of a report that follow from ratings: confusion matrices, the answers on which judge and physicians
-- differ, the calibrated usability rate, the points of checklists.
local agreement = require "sources.agreement"
local coverage = require "coverage"
local rates = require "sources.rates"
local stats = require "viva.stats"
local text = require "viva.text"

local M = {}

local MOST, EXCERPT = 30, 160
local DASH, MARK = "–", "‡"

local function title_of(context, two, level)
  if two then return context.words(level == 1 and "state_usable" or "state_not_usable") end
  return ("%d"):format(level)
end

local function count_text(value) return value % 1 == 0 and ("%d"):format(value) or ("%.1f"):format(value) end

-- Few items: counts, and no share of them.
local function matrix(context, pairs_of, two)
  local few = context.agreement.whole().counts.small
  local function digits(value) return not few and value and ("%.2f"):format(value) or DASH end
  local counts = stats.counts(context.agreement.counts(pairs_of))
  local classes = stats.classes(context.agreement.counts(pairs_of))
  local words, rows, columns = context.words, {}, { { title = context.words "confusion_rows" } }
  local last = { { text = words "class_precision", head = true } }
  for i, level in ipairs(counts.scale) do
    local title, row = title_of(context, two, level), {}
    columns[#columns + 1] = { title = words("confusion_said", title), number = true }
    row[1] = { text = title, head = true }
    for k, count in ipairs(counts.rows[i]) do
      row[#row + 1] = { text = count_text(count), sort = count, strong = i == k or nil }
    end
    row[#row + 1], row[#row + 2] = { text = digits(classes[i].recall) }, { text = digits(classes[i].f1) }
    rows[i], last[i + 1] = row, { text = digits(classes[i].precision) }
  end
  columns[#columns + 1] = { title = words "class_recall", number = true }
  columns[#columns + 1] = { title = words "class_f1", number = true }
  last[#last + 1], last[#last + 2] = { text = "" }, { text = "" }
  rows[#rows + 1] = last
  return { block = "table", columns = columns, bodies = { { rows = rows } }, note = rates.sentences(context, {
    words "confusion_note", few and words("small_cells", rates.SMALL)
      or words("confusion_macro", digits(classes.macro_f1), digits(classes.accuracy)) }) }
end

---How often which verdict of the judge met which of a physician: usable or not.
function M.confusion(context)
  if not agreement.rated(context) then return agreement.empty(context) end
  return matrix(context, (context.agreement.pairs()), true)
end

---The same for the levels of the scale.
function M.confusion_levels(context)
  if not agreement.rated(context) then return agreement.empty(context) end
  local _, levels = context.agreement.pairs()
  if levels.n == 0 then
    return { block = "table", empty = context.words "no_levels", bodies = {}, columns = {} }
  end
  return matrix(context, levels, false)
end

local function scores_of(row)
  local scores = {}
  for i, judging in ipairs(row.judgings) do scores[i] = judging.score and ("%g"):format(judging.score) or DASH end
  return table.concat(scores, " · ")
end

local function said_of(opinions)
  local said = {}
  for i, opinion in ipairs(opinions) do said[i] = ("%d/%d"):format(opinion.value, opinion.high) end
  return table.concat(said, " · ")
end

local function excerpt(said) return said and text.cut((said:gsub("%s+", " ")), EXCERPT) or "" end

local function differing_row(context, one)
  local observation = one.observation
  local row = observation.row
  local link, differ = { id = row.item.id, model = row.model, sample = row.sample }, one.share * #observation.opinions
  return { { text = row.item.id, link = link, head = true },
    { text = row.model, mark = context.marks[row.model], link = { model = row.model }, nowrap = true },
    { text = row.item.category, link = { category = row.item.category } },
    { text = ("%d/%d"):format(math.floor(differ + 0.5), #observation.opinions), sort = one.share },
    { text = scores_of(row), sort = observation.score }, { text = said_of(observation.opinions) },
    { text = excerpt(row.item.question), wide = true },
    { text = excerpt(row.judgings[1] and row.judgings[1].reason), wide = true } }
end

---The answers on which judge and physicians differ most.
function M.differing(context, block)
  local words, rows = context.words, {}
  local columns = { { title = words "item" }, { title = words "model" }, { title = words "category" },
    { title = words "differ", number = true }, { title = words "scores", number = true },
    { title = words "physicians", number = true }, { title = words "question" }, { title = words "reason" } }
  if not agreement.rated(context) then return agreement.empty(context) end
  local list = context.agreement.differing()
  for i = 1, math.min(#list, block.most or MOST) do rows[i] = differing_row(context, list[i]) end
  local said = { words "differing_note" }
  if #list > #rows then said[2] = words("first_of", #rows, #list) end
  return { block = "table", empty = words "none", note = rates.sentences(context, said), columns = columns,
    bodies = { { rows = rows } } }
end

-- Few items or few ratings: the physicians' counts, with an interval, and no rate.
local function calibrated_cell(context, made)
  if not made.estimate then return { text = DASH, sub = made.reason, sort = -1, tone = "dim" } end
  local seldom = coverage.marked(made.method, made.estimate, made.rated)
  local range = ("[%s–%s]%s"):format(rates.percent(made.low, context), rates.percent(made.high, context),
    seldom and MARK or "")
  local few = made.small or made.rated < rates.SMALL
  local said = few and ("%d/%d"):format(made.usable, made.rated) or rates.percent(made.estimate, context) .. "%"
  return { text = said, sub = range, sort = made.estimate, strong = true,
    bar = { low = made.low, value = made.estimate, high = made.high }, interval = made }, seldom
end

local function share_cell(context, sum, count, small)
  if count == 0 then return { text = DASH, sort = -1 } end
  local counts = ("%d/%d"):format(sum, count)
  if small or count < rates.SMALL then return { text = counts, sort = sum / count } end
  return { text = rates.percent(sum / count, context) .. "%", sub = counts, sort = sum / count }
end

local function calibrated_row(context, kind, key, made)
  local cell, seldom = calibrated_cell(context, made)
  local head = kind and agreement.key(context, kind, key) or { text = context.words "total", head = true }
  local by_judge = math.floor((made.judge or 0) * made.answers + 0.5)
  return { head, share_cell(context, by_judge, made.answers, made.small),
    share_cell(context, made.usable, made.rated, made.small), cell,
    { text = made.method and context.words("method_" .. made.method) or "" } }, seldom
end

---The usability rate as physicians would give it, of each model or whatever `down` says, and of all.
function M.calibrated(context, block)
  local words, kind = context.words, block.down or "model"
  if type(kind) == "table" then kind = kind[1] end
  local columns = { { title = words(kind) }, { title = words "judges_rate", number = true },
    { title = words "physicians_rate", number = true }, { title = words "calibrated", number = true },
    { title = words "method" } }
  if not agreement.rated(context) then return agreement.empty(context) end
  local rows, marked = {}, false
  local function add(by, list)
    for _, one in ipairs(list) do
      local row, seldom = calibrated_row(context, by, one.key, one.made)
      rows[#rows + 1], marked = row, marked or seldom
    end
  end
  add(kind, agreement.sorted(context, kind, context.agreement.calibrated(kind)))
  add(nil, context.agreement.calibrated())
  local said = { words("calibrated_note", rates.SMALL) }
  if (context.run.tuned or 0) > 0 then said[2] = words("tuned_note", context.run.tuned) end
  if marked then said[#said + 1] = words("interval_seldom", MARK) end
  return { block = "table", columns = columns, bodies = { { rows = rows } }, note = rates.sentences(context, said) }
end

local function p_text(p) return not p and DASH or p < 0.001 and "<0.001" or ("%.3f"):format(p) end

-- A judge that finds a danger where physicians find none is strict; of other points it is lenient.
local OPPOSITE = { lenient = "strict", strict = "lenient" }

local function direction_of(one)
  return one.kind == "danger" and OPPOSITE[one.direction] or one.direction
end

local function point_row(context, one)
  local words, few = context.words, one.n < rates.SMALL
  local differ = ("%d/%d"):format(one.differ, one.n)
  return { { text = excerpt(one.text), wide = true, head = true },
    { text = one.kind and words("kind_" .. one.kind) or one.kind or "" },
    { text = one.item.id, link = { id = one.item.id } },
    share_cell(context, one.met, one.applies),
    { text = few and differ or rates.percent(one.rate, context) .. "%", sub = not few and differ or nil,
      sort = one.rate },
    { text = one.share and rates.percent(one.share, context) .. "%" or DASH, sort = one.share },
    { text = one.direction and words("direction_" .. direction_of(one)) or DASH,
      sub = ("%d/%d"):format(one.only_judge, one.only_human) },
    { text = p_text(one.p_holm), sort = one.p_holm } }
end

---Points of checklists that physicians rated: how hard, how often the judge differs, and which way.
function M.rated_points(context, block)
  local words, rows = context.words, {}
  local list = context.agreement and context.agreement.points() or {}
  for i = 1, math.min(#list, block.most or MOST) do rows[i] = point_row(context, list[i]) end
  return { block = "table", empty = words "no_rated_points", bodies = { { rows = rows } },
    note = #list > #rows and words("first_of", #rows, #list) or nil, columns = {
      { title = words "rated_point" }, { title = words "point_kind" }, { title = words "item" },
      { title = words "difficulty_met", number = true }, { title = words "differ", number = true },
      { title = words "share_of_all", number = true }, { title = words "differ_direction" },
      { title = words "p_holm", number = true } } }
end

M.sources = { confusion = M.confusion, confusion_levels = M.confusion_levels, differing = M.differing,
  calibrated = M.calibrated, rated_points = M.rated_points }

return M
