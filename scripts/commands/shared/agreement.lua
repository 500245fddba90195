-- What reports and screens say of a run's ratings: the stages that know of them, put together, each worked out when it
-- is first wanted.
local agree = require "stages.agree"
local calibrate = require "stages.calibrate"
local points = require "stages.rated_points"
local rating_pairs = require "rating_pairs"

local M = {}

local function remembered(fn)
  local kept = {}
  return function(key)
    kept[key or ""] = kept[key or ""] or { fn(key) }
    return table.unpack(kept[key or ""])
  end
end

---@return table agreement of functions: observations(), whole(), cells(by), pairs() -> usable, levels, differing(),
---calibrated(by), points(), and counts(pairs)
function M.of(rows, run)
  local observations = remembered(function() return agree.observations(rows, run) end)
  return {
    observations = observations,
    whole = remembered(function() return agree.whole((observations())) end),
    cells = remembered(function(by) return agree.cells(observations(), by) end),
    pairs = remembered(function() return rating_pairs.with_judge((observations())) end),
    differing = remembered(function() return agree.differing((observations())) end),
    calibrated = remembered(function(by)
      if by then return calibrate.by(rows, run, by) end
      return { { key = "", made = calibrate.of(rows, run) } }
    end),
    points = remembered(function() return points.of(rows) end),
    counts = agree.counts,
  }
end

return M
