-- What each judge said, round by round: one unit for each judge file and each judge model that applied it.
local M = {}

local function unit_of(units, by_key, run, judging)
  local model = judging.judge_model or run.judge_models and run.judge_models[1] and run.judge_models[1].name or ""
  local key = judging.judge .. "\0" .. model
  if not by_key[key] then
    by_key[key] = { judge = judging.judge, judge_model = model, judgings = {}, cases = {} }
    units[#units + 1] = by_key[key]
  end
  return by_key[key]
end

-- What the run's record says of the judge file.
local function describe(run, unit)
  for _, judge in ipairs(run.judges) do
    if judge.name == unit.judge then
      unit.title, unit.usable_from, unit.levels = judge.title, judge.usable_from, judge.levels
    end
  end
  unit.usable_from = unit.usable_from or 4
  if not unit.levels or #unit.levels == 0 then unit.levels = { 1, 2, 3, 4, 5 } end
end

local function add_row(units, by_key, run, row)
  local cases = {}
  for _, judging in ipairs(row.judgings) do
    local unit = unit_of(units, by_key, run, judging)
    unit.judgings[#unit.judgings + 1] = judging
    local case = cases[unit]
    if not case then
      case = { row = row, scores = {}, rounds = 0 }
      cases[unit], unit.cases[#unit.cases + 1] = case, case
    end
    case.rounds = case.rounds + 1
    if judging.state == "scored" and judging.score then case.scores[#case.scores + 1] = judging.score end
  end
end

local function mean(scores)
  local sum = 0
  for _, score in ipairs(scores) do sum = sum + score end
  return sum / #scores
end

local function is_on(scale, scores)
  for _, score in ipairs(scores) do
    if not scale[score] then return false end
  end
  return true
end

-- Whether all that a judge gave are levels: shares are not, nor what a rule may give between two levels.
local function on_scale(unit)
  local scale = {}
  for _, level in ipairs(unit.levels) do scale[level] = true end
  for _, case in ipairs(unit.cases) do
    if not is_on(scale, case.scores) then return false end
  end
  return true
end

-- Cases whose every round was scored, and their scores by round. Adaptive judging leaves out rounds just where the
-- first two were low, so what it judged whole says nothing of test and retest.
local function complete(unit, adaptive)
  local most = 0
  for _, case in ipairs(unit.cases) do most = math.max(most, case.rounds) end
  unit.rounds, unit.complete = {}, {}
  for round = 1, most do unit.rounds[round] = {} end
  for _, case in ipairs(unit.cases) do
    case.mean = #case.scores > 0 and mean(case.scores) or nil
    if #case.scores == most and not adaptive then
      unit.complete[#unit.complete + 1] = case
      for round = 1, most do table.insert(unit.rounds[round], case.scores[round]) end
    end
  end
end

---@param rows table[]
---@param run table
---@return table[] units { judge, judge_model, title, usable_from, levels, on_scale, judgings = list,
---cases = { { row, scores, mean? } }, complete = the cases with a score in every round (none where judging was
---adaptive), rounds = { scores of those, ... } }
function M.of(rows, run)
  local units, by_key = {}, {}
  for _, row in ipairs(rows) do add_row(units, by_key, run, row) end
  for _, unit in ipairs(units) do
    describe(run, unit)
    complete(unit, run.adaptive)
    unit.on_scale = on_scale(unit)
  end
  return units
end

return M
