-- What the simulations of coverage share: numbers drawn, and how often an interval held the truth.
local stats = require "viva.stats"

local M = { runs = 2000, clusters = 30, size = 5, icc = 0.3 }

function M.say(...) print(string.format(...)) end

function M.normal()
  return math.sqrt(-2 * math.log(1 - math.random())) * math.cos(2 * math.pi * math.random())
end

---The number above which a standard normal one lies in that share of cases.
function M.threshold_of(rate)
  local sum, step, x = 0, 0.0005, 8
  while sum < rate do
    sum, x = sum + math.exp(-(x - step / 2) ^ 2 / 2) * step / math.sqrt(2 * math.pi), x - step
  end
  return x
end

---Calls fn(shared, own) for each item: two parts of a normal score, the first the same in all of a conversation. Returns
---which conversation each item is of.
function M.items(fn, clusters, icc)
  local groups, of_all, of_one = {}, math.sqrt(icc or M.icc), math.sqrt(1 - (icc or M.icc))
  for g = 1, clusters or M.clusters do
    local shared = of_all * M.normal()
    for _ = 1, M.size do
      groups[#groups + 1] = g
      fn(shared, of_one * M.normal(), g)
    end
  end
  return groups
end

---Scores of items, or whether they lie above a threshold.
function M.sample(threshold, clusters)
  local values = {}
  local groups = M.items(function(shared, own)
    values[#values + 1] = threshold and (shared + own > threshold and 1 or 0) or threshold == nil and shared + own
  end, clusters)
  return values, groups
end

function M.tally() return { held = 0, width = 0, given = 0 } end

---@param interval table|nil with low and high
function M.count(into, interval, truth)
  if not (interval and interval.low) then return end
  into.given = into.given + 1
  if interval.low <= truth and truth <= interval.high then into.held = into.held + 1 end
  into.width = into.width + interval.high - interval.low
end

function M.wilson(successes, n)
  local low, high = stats.wilson(successes, n)
  return { low = low, high = high }
end

local ALONE = "Wilson, ratings alone"

local function width(found) return ("%.3f"):format(found.width / math.max(1, found.given)) end

---@param alone table? what intervals should not be wider than
function M.tell(name, found, alone)
  local held, none = found.held / math.max(1, found.given), M.runs - found.given
  M.say("  %-28s %6.1f %%   width %s%s%s%s", name, 100 * held, width(found), held < 0.93 and "   below 93 %" or "",
    none > 0 and ("   undefined %d times"):format(none) or "",
    alone and width(found) > width(alone) and "   wider than Wilson" or "")
end

---Runs `once(put)` many times, where put(name, interval, truth) counts, and tells each name in its order.
function M.table(heading, once)
  local names, by = {}, {}
  local function put(name, interval, truth)
    if not by[name] then by[name], names[#names + 1] = M.tally(), name end
    M.count(by[name], interval, truth)
  end
  for run = 1, M.runs do once(put, run) end
  M.say("%s", heading)
  for _, name in ipairs(names) do M.tell(name, by[name], by[ALONE]) end
end

return M
