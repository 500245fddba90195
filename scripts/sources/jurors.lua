-- Named source `jurors`: each judge model by itself: what became of its judgings, how it marks, how often it says what
-- the other judge models say.
local notices = require "notices"
local rates = require "sources.rates"

local M = {}

local function new_tally() return { due = 0, scored = 0, unreadable = 0, failed = 0, held_back = 0, sum = 0 } end

local function add(tally, judging)
  local kind = judging.code == "local_only" and "held_back" or judging.state
  tally.due, tally[kind] = tally.due + 1, tally[kind] + 1
  if judging.state == "scored" then tally.sum = tally.sum + (judging.score or 0) end
end

-- What a judge file says that asks no model is no model's.
local function tallies(context)
  local found, asks_nobody = {}, {}
  for _, judge in ipairs(context.run.judges) do asks_nobody[judge.name] = judge.asks_nobody end
  for _, model in ipairs(context.run.judge_models) do found[model.name] = new_tally() end
  for _, row in ipairs(context.rows) do
    for _, judging in ipairs(row.judgings) do
      if not asks_nobody[judging.judge] then add(found[judging.judge_model], judging) end
    end
  end
  return found
end

-- What each judge model says of each answer: whether it is usable, by the mean of its rounds.
local function votes_of(row, limits)
  local judge = row.judgings[1] and row.judgings[1].judge
  local jury, votes = row.jury and row.jury[judge], {}
  for _, juror in ipairs(jury and jury.jurors or {}) do
    if juror.score then votes[#votes + 1] = { name = juror.name, usable = juror.score >= (limits[judge] or 4) } end
  end
  return votes
end

-- Of all pairs of a judge model's word on an answer and another's, how many are the same.
local function agreements(context)
  local found = {}
  for _, model in ipairs(context.run.judge_models) do found[model.name] = { same = 0, pairs = 0 } end
  for _, row in ipairs(context.rows) do
    local votes = votes_of(row, context.limits)
    for i, one in ipairs(votes) do
      for k, other in ipairs(votes) do
        local of = found[one.name]
        if i ~= k then of.pairs, of.same = of.pairs + 1, of.same + (one.usable == other.usable and 1 or 0) end
      end
    end
  end
  return found
end

local function agreement_cell(context, of)
  if of.pairs == 0 then return { text = "–", sort = -1, tone = "dim" } end
  local counts, share = ("%d/%d"):format(of.same, of.pairs), of.same / of.pairs
  if of.pairs < rates.SMALL then return { text = counts, sort = share } end
  return { text = rates.percent(share, context) .. "%", sub = counts, sort = share }
end

local function count(number, warns) return rates.count(number, nil, warns and "warn" or nil) end

local function juror_row(context, model, tally, cell, agreement)
  local mean = tally.scored > 0 and tally.sum / tally.scored
  return { { text = model.name, head = true, mark = context.marks[model.name] }, count(tally.due), count(tally.scored),
    count(tally.unreadable, true), count(tally.failed, true), count(tally.held_back, true),
    { text = mean and ("%.2f"):format(mean) or "–", sort = mean or -1 }, rates.rate(context, cell, {}),
    agreement_cell(context, agreement) }
end

---Every judge model, with what is missing of it.
function M.jurors(context)
  local words, rows, by_model = context.words, {}, {}
  local cells, found, agree = context.cells { "judge_model" }, tallies(context), agreements(context)
  for _, cell in ipairs(cells) do by_model[cell.judge_model] = cell end
  for i, model in ipairs(context.run.judge_models) do
    rows[i] = juror_row(context, model, found[model.name], by_model[model.name], agree[model.name])
  end
  local said = rates.interval_notes(context, cells, notices.judging(context.run, words, context.convention, false))
  return { block = "table", note = rates.sentences(context, said), bodies = { { rows = rows } }, columns = {
    { title = words "judge_model" }, { title = words "juror_due", number = true },
    { title = words "scored", number = true },
    { title = words "unreadable", number = true }, { title = words "failed", number = true },
    { title = words "held_back", number = true }, { title = words "mean_score", number = true },
    { title = words "alone", number = true }, { title = words "with_others", number = true } } }
end

M.sources = { jurors = M.jurors }

return M
