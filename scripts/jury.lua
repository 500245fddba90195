-- A jury: several judge models mark the same answers, and their scores make one. A row that a jury marked has
--
--   row.jury = { [judge file's name] = {
--     expected = 3, present = 2,           judge models; those of them with a readable score
--     score =, low =, high =,              their scores combined; the same if the missing ones had given the lowest or
--                                          the highest level
--     jurors = { { name =, score =, missing = "unreadable" | "failed" }, ... }   score: the mean of a juror's rounds
--     rounds = { { present =, score =, low =, high =, missing = }, ... }         each judging round by itself
--     problem =                            why a rule of one's own gave nothing
--   } }
--
-- Rules: the mean, the median, and `majority`: the highest score that more than half of the jurors reach, so that an
-- answer is usable exactly when more than half of them call it so. A judge file may have a rule of its own (`combine`).
local experts = require "experts"
local judging = require "judging"
local score = require "box.score"

local M = {}

-- With an even number the lower one of the two in the middle: half of the jurors are no majority.
local function majority(scores)
  local order = table.move(scores, 1, #scores, 1, {})
  table.sort(order)
  return order[(#order + 1) // 2]
end

M.rules = { mean = score.mean, median = score.median, majority = majority }

---The rule that makes the scores of one judge file's jurors into one: what the evaluation says, else the judge file.
---@return string name of a rule, or "own"
function M.rule(plan, judge)
  local own = judge.settings.combine
  return plan.combine or own == true and "own" or own or "mean"
end

---A mean that is 4 stays 4, whatever its sum was made of.
function M.settle(value) return value and math.floor(value * 1e9 + 0.5) / 1e9 end

local settle = M.settle

local function by_rule(rule)
  return function(cases)
    local values = {}
    for i, case in ipairs(cases) do values[i] = M.rules[rule](case.scores) end
    return values
  end
end

---The jury that marks by one judge file: who sits on it, how far its levels reach, how its scores are combined.
---@return table bench { names: string[], low: number, high: number, rule: string, combine = fn(cases) -> values }
function M.bench(plan, judge)
  local names, rule = {}, M.rule(plan, judge)
  for i, endpoint in ipairs(plan.judge_models) do names[i] = endpoint.name end
  local low, high = M.range(judge)
  local function own(cases) return experts.call(judge, "combine", cases) end
  return { names = names, low = low, high = high, rule = rule, combine = rule == "own" and own or by_rule(rule) }
end

---@return number|nil lowest level of a judge file; nil where scores are shares, which have no ends
---@return number? highest
function M.range(judge)
  local levels, low, high = judge.settings.levels, math.huge, -math.huge
  if judge.settings.scale == "share" then return nil end
  for number in pairs(levels.en or levels.zh or levels) do
    low, high = math.min(low, number), math.max(high, number)
  end
  return low, high
end

-- Scores of jurors by their places, and what is missing: of their rounds together, and of each round.
local function collect(row, judge, bench)
  local place, whole, rounds = {}, {}, {}
  for i, name in ipairs(bench.names) do place[name], whole[i] = i, { name = name, sum = 0, count = 0 } end
  for _, one in ipairs(row.judgings) do
    local i = one.judge == judge and place[one.judge_model]
    if i then
      local number, juror = one["repeat"], whole[i]
      rounds[number] = rounds[number] or {}
      local scored = one.state == "scored" and one.score or nil
      rounds[number][i] = { name = juror.name, score = scored, missing = not scored and one.state or nil }
      if scored then
        juror.sum, juror.count = juror.sum + scored, juror.count + 1
      elseif juror.missing ~= "unreadable" then
        juror.missing = one.state
      end
    end
  end
  for i, juror in ipairs(whole) do
    local mean = juror.count > 0 and settle(juror.sum / juror.count) or nil
    whole[i] = { name = juror.name, score = mean, missing = not mean and juror.missing or nil }
  end
  return whole, rounds
end

-- One case for a rule: the scores that there are, the missing ones at `fill` where it is given; for a rule of a file's
-- own the jurors too.
local function case_of(jurors, own, fill)
  local scores, count = {}, 0
  for _, juror in ipairs(jurors) do
    local value = juror.score or fill
    if value then
      count = count + 1
      scores[count] = value
    end
  end
  if not own then return { scores = scores } end
  local case = { scores = scores, jurors = {} }
  for i, juror in ipairs(jurors) do
    local value = juror.score or fill
    case.jurors[i] = { name = juror.name, score = value, missing = not value and juror.missing or nil }
  end
  return case
end

local function summary(jurors)
  local made = { jurors = jurors, present = 0 }
  for _, juror in ipairs(jurors) do
    if juror.score then made.present = made.present + 1 end
    if juror.missing == "unreadable" or not made.missing then made.missing = juror.missing end
  end
  return made
end

local function add_cases(cases, made, bench)
  if made.present == 0 then return end
  made.at = #cases + 1
  local own = bench.rule == "own"
  cases[made.at] = case_of(made.jurors, own)
  if made.present == #made.jurors or not bench.low then return end
  cases[made.at + 1] = case_of(made.jurors, own, bench.low)
  cases[made.at + 2] = case_of(made.jurors, own, bench.high)
end

local function take(made, values, bench)
  local at = made.at
  if not at then return end
  local all = made.present == #made.jurors or not bench.low
  made.score, made.at = settle(values[at]), nil
  local one, other = settle(values[all and at or at + 1]), settle(values[all and at or at + 2])
  made.low, made.high = math.min(made.score, one, other), math.max(made.score, one, other)
end

---What a jury made of a row; awaits where the rule is a file's own.
---@param row table
---@param judge string a judge file's name
---@param bench table from `bench`
---@return table|nil jury nil when that judge file does not mark the row
function M.of(row, judge, bench)
  local whole, rounds = collect(row, judge, bench)
  if next(rounds) == nil then return nil end
  local made, cases = summary(whole), {}
  made.expected, made.rounds = #bench.names, {}
  add_cases(cases, made, bench)
  for number, jurors in ipairs(rounds) do
    made.rounds[number] = summary(jurors)
    add_cases(cases, made.rounds[number], bench)
  end
  local values, problem = bench.combine(cases)
  if not values then
    return { expected = made.expected, present = 0, jurors = whole, rounds = {}, missing = "failed", problem = problem }
  end
  take(made, values, bench)
  for _, round in ipairs(made.rounds) do
    take(round, values, bench)
    round.jurors = nil
  end
  return made
end

---Juries to try a rule on: of one to three judge models, the first at either end of the levels or missing, the others
---at the highest.
function M.trials(judge)
  local cases, low, high = {}, M.range(judge)
  low, high = low or 0, high or 1
  for count = 1, 3 do
    for _, first in ipairs { low, high, false } do
      local jurors = {}
      for i = 1, count do
        local said = i > 1 and high or first or nil
        jurors[i] = { name = ("judge-%d"):format(i), score = said, missing = not said and "failed" or nil }
      end
      local case = case_of(jurors, true)
      if #case.scores > 0 then cases[#cases + 1] = case end
    end
  end
  return cases
end

---Whether several models judge by a judge file.
function M.sits(plan, judge) return #plan.judge_models > 1 and not judging.no_model(judge) end

---Gives a row what its juries made of it: one for each judge file that marked it. Nothing where one model judges.
function M.add(plan, row)
  if #plan.judge_models < 2 then return end
  row.jury, plan.benches = {}, plan.benches or {}
  for _, judge in ipairs(plan.judges) do
    local marks = false
    for _, one in ipairs(row.judgings) do marks = marks or one.judge == judge.name end
    if marks and M.sits(plan, judge) then
      plan.benches[judge] = plan.benches[judge] or M.bench(plan, judge)
      row.jury[judge.name] = M.of(row, judge.name, plan.benches[judge])
    end
  end
end

return M
