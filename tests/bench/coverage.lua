-- How often each interval of viva.stats holds the truth: build/viva lua tests/bench/coverage.lua > tests/bench/coverage.txt
-- One part alone: build/viva lua tests/bench/coverage.lua judges. The designs stand in coverage/*.lua: where nothing else is
-- said, 30 conversations of 5 items, intraclass correlation 0.3 (of the score, or of what lies below a rate). 95 %
-- intervals, fixed seed.
local sim = dofile "tests/bench/coverage/sim.lua"

local PARTS = { "means", "calibrated", "agreement", "judges" }

local only = ...
if not only then
  sim.say("%d simulations of each: a share of 95 %% is right within %.1f points (two standard errors), which is how far an "
    .. "interval\nnear 93 %% may be marked, or not, by chance", sim.runs, 200 * math.sqrt(0.95 * 0.05 / sim.runs))
end
for _, part in ipairs(only and { only } or PARTS) do
  math.randomseed(20260101, 3) -- each part by itself gives the same
  dofile(("tests/bench/coverage/%s.lua"):format(part))()
end
