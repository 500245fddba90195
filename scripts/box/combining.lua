-- A judge file's own rule for several judge models: `combine(scores, jurors)`.
--
--   combine(cases) -> the score of each case { scores = { 4, 5 }, jurors = { { name =, score = or missing = } } }
local points = require "box.points"

local M = {}

function M.combine(file, cases)
  local scores = {}
  for i, case in ipairs(cases) do
    scores[i] = points.apply(file, "combine", case.scores, case.jurors)
  end
  return scores
end

return M
