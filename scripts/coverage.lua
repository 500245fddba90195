-- Which 95 % intervals held the truth in fewer than 93 % of the simulations in tests/bench/coverage.txt, at the rates
-- simulated there (folded: 0.15 counts as 0.85). Reports mark such intervals; a test holds this against that file.
local M = {}

M.rates = { 0.5, 0.85, 0.95 }

M.below = {
  bca = {}, -- bootstrap of clusters, BCa, widened
  op = { [0.85] = true, [0.95] = true }, -- the same of OP, where categories are as small as those simulated
  t = { [0.95] = true }, -- clustered t
  wilson = { [0.5] = true, [0.85] = true, [0.95] = true }, -- Wilson without clusters
}

M.few = 8 -- conversations: as many as the largest category of OP as it was simulated has

-- Of rates calibrated by physicians' ratings (scripts/stages/calibrate.lua): by how many ratings there are.
M.of_ratings = {
  alone = { [10] = { [0.95] = true } },
  alone_weighted = { [10] = {} },
  calibrated = { [20] = {}, [40] = {}, [100] = {} },
  weighted = { [20] = {}, [40] = {}, [100] = {} },
}

-- Of agreement, bootstrap of conversations (BCa, widened): by how many there are; of levels, and of usable or not.
M.of_conversations = {
  levels = { [30] = {}, [100] = {} },
  usable = { [30] = {}, [100] = {} },
}

local function nearest_of(list, value)
  local nearest
  for known in pairs(list) do
    if not nearest or math.abs(value - known) < math.abs(value - nearest) then nearest = known end
  end
  return list[nearest]
end

---Whether an interval of that method is to be marked at that rate: the nearest rate simulated decides.
---@param method "bca"|"op"|"t"|"wilson"|"alone"|"alone_weighted"|"calibrated"|"weighted"
---@param rate number 0 to 1
---@param ratings integer? of the last four: how many
---@return boolean
function M.marked(method, rate, ratings)
  local folded, nearest = math.max(rate, 1 - rate), M.rates[1]
  for _, simulated in ipairs(M.rates) do
    if math.abs(folded - simulated) < math.abs(folded - nearest) then nearest = simulated end
  end
  local below = M.below[method] or nearest_of(M.of_ratings[method], ratings)
  return below[nearest] or false
end

---The same of a measure of agreement.
---@param kind "levels"|"usable"
---@param measure string as viva.stats names it
---@param conversations integer
---@return boolean
function M.marked_agreement(kind, measure, conversations)
  return nearest_of(M.of_conversations[kind], conversations)[measure] or false
end

return M
