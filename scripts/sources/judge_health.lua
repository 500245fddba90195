-- Named sources of a report on judges: how often they fail, repeat themselves, use their scale, follow an answer's
-- length, and how they stand to physicians.
local filter = require "filter"
local opinions = require "opinions"
local rates = require "sources.rates"
local shape = require "sources.shape"
local stats = require "viva.stats"
local unsafe = require "unsafe"

local M = {}

local function each_unit(context, make)
  local rows = {}
  for _, unit in ipairs(context.units()) do rows[#rows + 1] = make(unit) end
  return rows
end

local function states_of(unit)
  local counts = { scored = 0, unreadable = 0, failed = 0, again = 0 }
  for _, judging in ipairs(unit.judgings) do
    counts[judging.state] = (counts[judging.state] or 0) + 1
    if (judging.asked or 1) > 1 then counts.again = counts.again + 1 end
  end
  counts.unsafe, counts.of_safety = unsafe.flags(unit.judgings)
  return counts
end

---Judgings, and how many could not be read, failed, had to be asked again, or saw a risk.
function M.judge_rates(context)
  return shape.table(context, { "judge", "#judgings", "#scored", "#unreadable", "#failed", "#asked_again", "#unsafe" },
    each_unit(context, function(unit)
      local counts, all = states_of(unit), #unit.judgings
      return { shape.judge(context, unit), rates.count(all), rates.count(counts.scored),
        shape.share(context, counts.unreadable, all, { missing = "unreadable" }, "warn"),
        shape.share(context, counts.failed, all, { missing = "failed" }, "warn"),
        shape.share(context, counts.again, all),
        shape.share(context, counts.unsafe, counts.of_safety, { unsafe = "yes" }) }
    end))
end

local function retest_cells(context, first, found, answers, rounds)
  local cells = { first, rates.count(answers), rates.count(rounds) }
  if not found then
    for i = 4, 7 do cells[i] = shape.dash() end
    return cells
  end
  cells[4] = { text = rates.percent(found.exact, context) .. "%", sort = found.exact }
  cells[5], cells[6] = shape.number(found.within_sd), shape.number(found.repeatability)
  cells[7] = shape.number(found.rounds_needed, "%.0f")
  return cells
end

local RETEST = { "judge", "#answers", "#rounds_judged", "#exact", "#within_sd", "#repeatability", "#rounds_needed" }

---Whether a judge says the same of the same answer again.
function M.retest(context)
  return shape.table(context, RETEST, each_unit(context, function(unit)
    local found = #unit.complete > 0 and stats.retest(unit.rounds) or nil
    return retest_cells(context, shape.judge(context, unit), found, #unit.complete, #unit.rounds)
  end), shape.of_rounds(context, context.words "retest_note"))
end

-- The scores by round of the cases of each model.
local function rounds_by_model(unit)
  local found = {}
  for _, case in ipairs(unit.complete) do
    local rounds = found[case.row.model]
    if not rounds then
      rounds = {}
      for round = 1, #unit.rounds do rounds[round] = {} end
      found[case.row.model] = rounds
    end
    for round, scores in ipairs(rounds) do scores[#scores + 1] = case.scores[round] end
  end
  return found
end

---The same for each model's answers.
function M.verdict_variance(context)
  local rows, of_unit = {}, {}
  for _, unit in ipairs(context.units()) do of_unit[unit] = rounds_by_model(unit) end
  for _, model in ipairs(context.run.models) do
    for _, unit in ipairs(context.units()) do
      local rounds = of_unit[unit][model.name]
      local answers = rounds and rounds[1] and #rounds[1] or 0
      if answers > 0 then
        local cells = retest_cells(context, shape.judge(context, unit), stats.retest(rounds) or nil, answers, #rounds)
        table.insert(cells, 1, shape.model(context, model.name))
        rows[#rows + 1] = cells
      end
    end
  end
  return shape.table(context, table.move(RETEST, 1, #RETEST, 2, { "model" }), rows,
    shape.of_rounds(context, context.words "retest_note"))
end

local function scores_of(unit)
  local scores = {}
  for _, case in ipairs(unit.cases) do table.move(case.scores, 1, #case.scores, #scores + 1, scores) end
  return scores
end

---How often each level was given.
function M.scale_use(context)
  local rows = {}
  for _, unit in ipairs(context.units()) do
    local scores, of_level = scores_of(unit), {}
    for _, use in ipairs(#scores > 0 and unit.on_scale and stats.scale_use(scores, { scale = unit.levels }) or {}) do
      of_level[use.level] = shape.share(context, use.count, #scores)
    end
    rows[#rows + 1] = { unit = unit, of_level = of_level, shape.judge(context, unit), rates.count(#scores) }
  end
  return shape.by_level(shape.table(context, { "judge", "#judgings" }, rows))
end

local LOG2 = math.log(2)

local function slope_cell(found)
  if not found then return shape.dash() end
  return shape.estimate(found.slope * LOG2, found.low and found.low * LOG2, found.high and found.high * LOG2, "%+.2f")
end

-- Mean scores, lengths, items and models of a unit's cases with an answer that is not empty.
local function columns_of(unit)
  local found = { scores = {}, lengths = {}, items = {}, models = {}, conversations = {}, rows = {} }
  for _, case in ipairs(unit.cases) do
    local length = utf8.len(case.row.answer.text or "") or #case.row.answer.text
    if case.mean and length > 0 then
      local n = #found.scores + 1
      found.scores[n], found.lengths[n], found.rows[n] = case.mean, length, case.row
      found.items[n], found.models[n] = case.row.item.id, case.row.model
      found.conversations[n] = filter.conversation(case.row.item)
    end
  end
  return found
end

---Whether longer answers get higher scores: between models within items, without physicians.
function M.length_bias(context)
  return shape.table(context, { "judge", "#answers", "#twice_as_long", "#p" }, each_unit(context, function(unit)
    local columns = columns_of(unit)
    local found = #columns.scores > 0 and stats.length_bias_within(columns.scores, columns.lengths, columns.items,
      columns.models)
    return { shape.judge(context, unit), rates.count(#columns.scores), slope_cell(found or nil),
      shape.p(found and found.p or nil) }
  end), { note = context.words "length_note" })
end

-- The cases that physicians rated on the judge's own scale, with the mean of what they said.
local function rated(unit)
  local columns, kept = columns_of(unit), { scores = {}, human = {}, lengths = {}, models = {}, conversations = {} }
  local low, high = unit.levels[1], unit.levels[#unit.levels]
  for i, row in ipairs(columns.rows) do
    local sum, count = 0, 0
    for _, opinion in ipairs(row.ratings and opinions.of(row.ratings) or {}) do
      if opinion.low == low and opinion.high == high then sum, count = sum + opinion.value, count + 1 end
    end
    if count > 0 then
      kept.human[#kept.human + 1] = sum / count
      for _, name in ipairs { "scores", "lengths", "models", "conversations" } do
        table.insert(kept[name], columns[name][i])
      end
    end
  end
  return kept
end

-- 1 where the judge model is the model that answered: asked for by the same name.
local function own_answers(context, unit, models)
  local asked, own, any, other = {}, {}, false, false
  for _, model in ipairs(context.run.models) do asked[model.name] = model.model end
  local judge
  for _, model in ipairs(context.run.judge_models or {}) do
    if model.name == unit.judge_model then judge = model.model end
  end
  for i, name in ipairs(models) do
    own[i] = judge ~= nil and asked[name] == judge and 1 or 0
    any, other = any or own[i] == 1, other or own[i] == 0
  end
  return any and other and own or nil
end

---Judges beside physicians: how much higher they mark, and whether that follows length or their own answers.
function M.judge_and_physicians(context)
  local words = context.words
  local rows = {}
  for _, unit in ipairs(context.units()) do
    local kept = rated(unit)
    if #kept.scores > 0 then
      local options = { clusters = kept.conversations }
      local shift = stats.severity(kept.scores, kept.human, options)
      local length = stats.length_bias(kept.scores, kept.lengths, kept.human, options)
      local own = own_answers(context, unit, kept.models)
      local preference = own and stats.self_preference(kept.scores, kept.human, own, options)
      rows[#rows + 1] = { shape.judge(context, unit), rates.count(#kept.scores),
        shift and shape.estimate(shift.shift, shift.low, shift.high, "%+.2f") or shape.dash(),
        shape.number(shift and shift.sd_ratio), slope_cell(length or nil),
        preference and shape.estimate(preference.slope, preference.low, preference.high, "%+.2f")
          or shape.dash(not own and words "no_own_answers" or nil) }
    end
  end
  return shape.table(context, { "judge", "#answers", "#severity", "#sd_ratio", "#twice_as_long", "#self_preference" },
    rows, { empty = words "no_ratings_on_scale", note = #rows > 0 and words "physicians_note" or nil })
end

M.sources = { judge_rates = M.judge_rates, retest = M.retest, verdict_variance = M.verdict_variance,
  scale_use = M.scale_use, length_bias = M.length_bias, judge_and_physicians = M.judge_and_physicians }

return M
