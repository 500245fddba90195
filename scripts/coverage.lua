-- Which 95 % intervals held the truth in fewer than 93 % of the simulations in tests/bench/coverage.txt, at the rates
-- simulated there (folded: 0.15 counts as 0.85). Reports mark such intervals; a test holds this against that file.
local M = {}

M.rates = { 0.5, 0.85, 0.95 }

M.below = {
  bca = {}, -- bootstrap of clusters, BCa
  t = { [0.95] = true }, -- clustered t
  wilson = { [0.5] = true, [0.85] = true, [0.95] = true }, -- Wilson without clusters
}

---Whether an interval of that method is to be marked at that rate: the nearest rate simulated decides.
---@param method "bca"|"t"|"wilson"
---@param rate number 0 to 1
---@return boolean
function M.marked(method, rate)
  local folded, nearest = math.max(rate, 1 - rate), M.rates[1]
  for _, simulated in ipairs(M.rates) do
    if math.abs(folded - simulated) < math.abs(folded - nearest) then nearest = simulated end
  end
  return M.below[method][nearest] or false
end

return M
