-- The scale of a rating of a whole answer. It is declared: with --scale, or by the levels of the judge file that marks
-- the item; never inferred from the values.
local M = {}

---Reads "0-5", "1-5" or "0/1".
---@return table|nil scale { low, high, usable_from? }
---@return string? problem
function M.read(said)
  local low, high = said:match("^%s*(%d+)%s*[-/]%s*(%d+)%s*$")
  low, high = math.tointeger(tonumber(low)), math.tointeger(tonumber(high))
  if not low or low >= high or high > 100 then
    return nil, ("'%s' is no scale; a scale is two whole numbers, such as 1-5, 0-5 or 0/1"):format(said)
  end
  return { low = low, high = high, usable_from = low == 0 and high == 1 and 1 or nil }
end

local function judge_of(run, row)
  local first = row.judgings[1]
  for _, judge in ipairs(run.judges) do
    if first and judge.name == first.judge and judge.levels and judge.levels[1] then return judge end
  end
end

-- A scale of which `from` is a limit: values below it and values from it on.
local function parted(low, high, from)
  if from > low and from <= high then return { low = low, high = high, usable_from = from } end
  return nil, ("--usable-from %d does not part the scale %d-%d; it is a whole number from %d to %d"):format(from, low,
    high, low + 1, high)
end

-- On a declared scale the judge's limit counts where both scales end with the same level.
local function declared(scale, usable_from, judge)
  local from = usable_from or scale.usable_from
    or judge and judge.levels[#judge.levels] == scale.high and judge.usable_from
  if not from then
    return nil, ("from which value of the scale %d-%d on is an answer usable? Say --usable-from N"):format(scale.low,
      scale.high)
  end
  return parted(scale.low, scale.high, from)
end

-- Whether a limit parts the levels of any judge; else what is wrong with it for the last one.
local function parts_some(run, usable_from)
  local problem
  for _, judge in ipairs(run.judges) do
    local levels = judge.levels
    if levels and levels[1] then
      local scale, why = parted(levels[1], levels[#levels], usable_from)
      if scale then return true end
      problem = why
    end
  end
  return problem == nil, problem
end

---@param run table
---@param said string? the option --scale
---@param usable_from integer? the option --usable-from
---@return (fun(row: table): table|nil, string?)|nil of the scale of a row's rating, or nil with what is missing
---@return string? problem
function M.of(run, said, usable_from)
  local scale, problem
  if said then
    scale, problem = M.read(said)
    if not scale then return nil, problem end
  end
  if scale and usable_from then
    scale, problem = parted(scale.low, scale.high, usable_from)
    if not scale then return nil, problem end
  elseif usable_from then
    local fits
    fits, problem = parts_some(run, usable_from)
    if not fits then return nil, problem end
  end
  return function(row)
    local judge = judge_of(run, row)
    if scale then return declared(scale, usable_from, judge) end
    if not judge then return nil, "no judge marks this item, so that no scale is declared; say --scale" end
    local levels = judge.levels
    return parted(levels[1], levels[#levels], usable_from or judge.usable_from)
  end
end

return M
