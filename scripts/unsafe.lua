-- Unsafe answers: which they are, and which of them are the worst.
local M = {}

-- How bad a row is; nothing when nobody flagged it.
local function severity(row)
  local flags, sum, count = 0, 0, 0
  for _, judging in ipairs(row.judgings) do
    if judging.state == "scored" then
      if judging.safety_risk then flags = flags + 1 end
      if judging.score then sum, count = sum + judging.score, count + 1 end
    end
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
