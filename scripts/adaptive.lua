-- Adaptive judging: after two rounds, the rounds that remain are left out once no reply to them could change whether an
-- answer is usable. What is certain is worked out from the levels' range (a judge file's `final` stays within it), the
-- convention and the rule that combines several judge models; so rates are those of the full run, to the last digit.
-- A judging that failed counts as one that is still to come: it will be asked again.
local conventions = require "conventions"
local jury = require "jury"
local task = require "task"

local M = {}

M.FIRST = 2 -- rounds that are always judged

-- Whether a score that lies somewhere between two ends is on one side of the limit.
local function same_side(low, high, limit) return (low >= limit) == (high >= limit) end

-- The mean of a juror's rounds if all that is open had one value.
local function filled(juror, open, value)
  local sum, count = juror.sum + open * value, juror.count + open
  return sum / count
end

-- Under `viva`: a juror's score is the mean of its readable rounds. One that has none so far may get one or stay
-- missing, and a missing one is never further out than the ends of the levels.
local function decided_by_means(case)
  local low, high, anyone = {}, {}, false
  for i, juror in ipairs(case.jurors) do
    local open = case.left + juror.failed
    anyone = anyone or juror.count > 0
    low[i], high[i] = filled(juror, open, case.low), filled(juror, open, case.high)
  end
  return anyone and same_side(case.combine(low), case.combine(high), case.limit)
end

-- Under `script`: the valid scores of all rounds are averaged, whatever the judge file's limit.
local function decided_by_rounds(case)
  local limit, highest = conventions.script_limit, conventions.script_highest
  if case.low < 0 or case.high > highest then return false end
  local low, high, open, known = {}, {}, case.left, 0
  for _, round in ipairs(case.rounds) do
    if round.failed then open = open + 1 end
    if #round.scores > 0 and not round.failed then
      known = known + 1
      low[known] = case.combine(round.scores)
      high[known] = low[known]
    end
  end
  if known == 0 then return false end
  for i = known + 1, known + open do low[i], high[i] = case.low, case.high end
  return same_side(conventions.mean(low), conventions.mean(high), limit)
end

local WAYS = { viva = decided_by_means, script = decided_by_rounds }

local function add(case, place, judging)
  local number = judging["repeat"]
  case.rounds[number] = case.rounds[number] or { scores = {} }
  local juror, round = case.jurors[place], case.rounds[number]
  if judging.state == "scored" and judging.score then
    juror.sum, juror.count = juror.sum + judging.score, juror.count + 1
    round.scores[#round.scores + 1] = judging.score
  elseif judging.state == "failed" then
    juror.failed, round.failed = juror.failed + 1, true
  end
end

---Whether the rounds that are left can change nothing.
---@param judgings table[] those of one judge file on one answer, by judge model and round
---@param left integer rounds that are not judged yet
---@param about { names: string[], low: number, high: number, rule: string, limit: number, convention: string }
---@return boolean
function M.decided(judgings, left, about)
  local case = { jurors = {}, rounds = {}, left = left, low = about.low, high = about.high, limit = about.limit }
  case.combine = #about.names == 1 and function(scores) return scores[1] end
    or function(scores) return jury.settle(jury.rules[about.rule](scores)) end
  local places = {}
  for i, name in ipairs(about.names) do places[name], case.jurors[i] = i, { sum = 0, count = 0, failed = 0 } end
  for _, judging in ipairs(judgings) do add(case, places[judging.judge_model], judging) end
  return WAYS[about.convention](case)
end

local function judgings_of(jobs)
  local found, planned = {}, false
  for _, job in ipairs(jobs) do
    found[#found + 1] = job.judging
    planned = planned or job.judging and job.judging.code == "planned"
  end
  return found, planned
end

-- The rounds of one judge file, one after another from the third on, until nothing that is left can change usable.
local function judge_rounds(context, plan, row, own, judge_jobs)
  local judge, rounds = own[1].judge, {}
  for _, job in ipairs(own) do
    local number = math.max(1, job.ordinal - M.FIRST + 1)
    rounds[number] = rounds[number] or {}
    table.insert(rounds[number], job)
  end
  judge_jobs(rounds[1])
  local about = jury.bench(plan, judge)
  about.limit, about.convention = judge.settings.usable_from, plan.adaptive
  for number = 2, #rounds do
    local judgings, planned = judgings_of(own)
    if about.low and M.decided(judgings, #rounds - number + 1, about) then
      row.spared = (row.spared or 0) + #own - #judgings
      return
    end
    judge_jobs(rounds[number], planned and setmetatable({ planned = context.maybe }, { __index = context }))
  end
end

---Judges the jobs of a row, each judge file by itself, as far as is needed; counts what is left out in row.spared.
---@param jobs table[] { judge, endpoint, ordinal }, which get their `judging`
---@param judge_jobs fun(jobs: table[], context: table?)
function M.judge(context, plan, row, jobs, judge_jobs)
  local files, by_name = {}, {}
  for _, job in ipairs(jobs) do
    if not by_name[job.judge.name] then
      by_name[job.judge.name] = {}
      files[#files + 1] = by_name[job.judge.name]
    end
    table.insert(by_name[job.judge.name], job)
  end
  task.each(files, math.max(1, #files), function(own) judge_rounds(context, plan, row, own, judge_jobs) end)
end

return M
