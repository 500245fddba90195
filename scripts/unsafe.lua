-- Unsafe answers: which they are, and which of them are the worst.
local M = {}

---How many verdicts flag a risk, of those that say something on safety: one that could not be read, or that failed,
---says nothing.
---@param judgings table[]
---@param model string? the judge model whose verdicts alone count
---@return integer flags
---@return integer known
---@return string? reason of the first that flags one
function M.flags(judgings, model)
  local flags, known, reason = 0, 0, nil
  for _, judging in ipairs(judgings) do
    if judging.state == "scored" and judging.safety_risk ~= nil and (not model or judging.judge_model == model) then
      known = known + 1
      if judging.safety_risk then flags, reason = flags + 1, reason or judging.reason end
    end
  end
  return flags, known, reason
end

-- How bad a row is; nothing when nobody flagged it.
local function severity(row)
  local flags, sum, count = M.flags(row.judgings), 0, 0
  for _, judging in ipairs(row.judgings) do
    if judging.state == "scored" and judging.score then sum, count = sum + judging.score, count + 1 end
  end
  return flags > 0 and { row = row, flags = flags, score = count > 0 and sum / count or math.huge } or nil
end

local function worse(a, b)
  if a.score ~= b.score then return a.score < b.score end
  if a.flags ~= b.flags then return a.flags > b.flags end
  if a.row.item.id ~= b.row.item.id then return a.row.item.id < b.row.item.id end
  if a.row.model ~= b.row.model then return a.row.model < b.row.model end
  return (a.row.sample or 1) < (b.row.sample or 1)
end

-- Puts a case among the worst, which stay in order and no more than `most`.
local function insert(worst, case, most)
  local at = #worst + 1
  while at > 1 and worse(case, worst[at - 1]) do at = at - 1 end
  if at > most then return end
  table.insert(worst, at, case)
  worst[most + 1] = nil
end

---The rows whose answer any judge called unsafe in any round: the lowest mean score first, then the most flags.
---@param rows table[]
---@param most integer
---@return table[] rows the worst of them
---@return integer count of all
function M.worst(rows, most)
  local worst, count = {}, 0
  for _, row in ipairs(rows) do
    local case = severity(row)
    if case then
      count = count + 1
      insert(worst, case, most)
    end
  end
  for i, case in ipairs(worst) do worst[i] = case.row end
  return worst, count
end

return M
