-- The speed of the statistics: cmake --build build --target bench_stats
-- Timed through the Lua module from packed arrays, beside plain C in the same run (statistics_speed.c). Medians of processor
-- time; ratios count, the absolute numbers are the machine's.
local agree = require "stages.agree"
local process = require "viva.process"
local raters = require "sim.raters"
local rating_pairs = require "rating_pairs"
local stats = require "viva.stats"
local task = require "task"

local speed_path = ...
local SCALE = { 0, 1, 2, 3, 4, 5 }

local function say(...) print(string.format(...)) end

local function plain_c()
  local child, found = assert(process.start { argv = { speed_path } }), {}
  while true do
    local line = task.await(child:line())
    if not line then break end
    local name, value = line:match("(%w+)=([%d%.]+)")
    found[name] = tonumber(value)
  end
  task.await(child:wait())
  return found
end

local function median(fn, runs)
  local times = {}
  for i = 1, runs do
    local started = os.clock()
    fn()
    times[i] = (os.clock() - started) * 1000
  end
  table.sort(times)
  return times[(runs + 1) // 2]
end

local function bootstraps(c)
  local values = {}
  for i = 0, 666 do values[i + 1] = i % 7 > 0 and 1 or 0 end
  local packed = stats.pack(values)
  local mean = median(function() stats.bootstrap(packed, { draws = 10000 }) end, 9)
  local rate = median(function() stats.bootstrap_rate(571, 667, { draws = 10000 }) end, 9)
  say("bootstrap of a mean, 667 x 10,000   %8.2f ms   its generator alone, in plain C %.2f, with the index %.2f: ratio %.2f",
    mean, c.generator, c.indexes, mean / c.generator)
  say("  as one would write it in C        %8.2f ms", c.bootstrap)
  say("bootstrap of a rate, 667 x 10,000   %8.3f ms   numpy: 0.74", rate)
  say("  packing 667 numbers               %8.3f ms", median(function() stats.pack(values) end, 99))
end

local function pairs_of(count)
  local first, second = {}, {}
  for i = 0, count - 1 do
    first[i + 1] = i * 7919 % 6
    second[i + 1] = i % 3 > 0 and first[i + 1] or i * 104729 % 6
  end
  return first, second
end

local function kappa(c)
  local first, second = pairs_of(1000000)
  local a, b = stats.pack(first, SCALE), stats.pack(second, SCALE)
  say("kappa of 1,000,000 pairs            %8.2f ms   as one would write it in C %.2f; C++ in the issue 0.7",
    median(function() stats.kappa(stats.crosstab(a, b)) end, 9), c.kappa)
  say("  packing 2 x 1,000,000 ratings     %8.1f ms", median(function()
    stats.pack(first, SCALE)
    stats.pack(second, SCALE)
  end, 3))
end

-- What bounds it: the numbers drawn (the generator), and all measures of each resample and of each conversation left out.
local function table_of_agreement(c)
  local first, second = pairs_of(2000)
  local clusters, count = {}, 0
  for i = 1, 2000 do
    if i % 6 ~= 0 then count = count + 1 end
    clusters[i] = count
  end
  local a, b, groups = stats.pack(first, SCALE), stats.pack(second, SCALE), stats.clusters(clusters)
  local whole = median(function() stats.bootstrap_agreement(a, b, { clusters = groups }) end, 5)
  local counts = stats.crosstab(a, b)
  local once = median(function() for _ = 1, 1000 do stats.agreement(counts) end end, 5) / 1000
  local drawn = count * 2000 * c.indexes / (667 * 10000)
  say("agreement, all measures, BCa, 2,000 draws over %d conversations of 2,000 ratings: %.1f ms", count, whole)
  say("  drawing %.1f ms, %d tables of all measures at %.2f us (through Lua) %.1f ms", drawn, 2000 + count, once * 1000,
    (2000 + count) * once)
end

-- Rows with some 2,000 opinions of simulated raters.
local function rated_rows(count, items)
  local run, rows = dofile("tests/lua/support/rows.lua").make { items = items, models = 3, repeats = 3 }
  run.judges[1].levels = { 1, 2, 3, 4, 5 }
  local of = {}
  for _, row in ipairs(rows) do of[row.item.id .. row.model], row.ratings = row, {} end
  for _, line in ipairs(raters.lines(rows, run, { raters = count, agreement = 0.85, seed = 1 })) do
    local dimension = line[6]
    table.insert(of[line[1] .. line[2]].ratings, { rater = line[4], dimension = dimension, value = line[7], low = 1,
      high = 5, usable_from = not dimension and 4 or nil })
  end
  return run, rows
end

-- What bounds it: the bootstraps alone, from packed arrays. The ceiling of three counts its pairs in both orders, by weights.
local function as_viva_agree_has_it(count, items)
  local run, rows = rated_rows(count, items)
  local observations = agree.observations(rows, run)
  local packed = {}
  for _, of in ipairs { rating_pairs.with_judge, rating_pairs.among_raters } do
    for _, found in ipairs { of(observations) } do
      packed[#packed + 1] = { stats.pack(found.first, found.scale), stats.pack(found.second, found.scale),
        { clusters = stats.clusters(found.clusters), strata = stats.clusters(found.strata),
          weights = found.both and stats.pack(found.weights) or nil, widen = true } }
    end
  end
  local bound = median(function()
    for _, one in ipairs(packed) do stats.bootstrap_agreement(one[1], one[2], one[3]) end
  end, 15)
  local whole = median(function() agree.whole((agree.observations(rows, run))) end, 15)
  say("viva agree: %d opinions of %d raters, judge and ceiling, usable and levels, all measures, from rows: %.1f ms",
    #packed[1][1], count, whole)
  say("  its four bootstraps alone, from packs %.1f ms: ratio %.2f", bound, whole / bound)
  local cells = median(function()
    agree.cells(observations, "category")
    agree.cells(observations, "model")
  end, 5)
  say("  by category and by model too, with intervals %.1f ms more", cells)
end

local function the_rest()
  local first, second = pairs_of(2000)
  local y, f = {}, {}
  for i = 1, 2000 do y[i], f[i] = i % 10 == 0 and first[i] >= 4 and 1 or i % 10 == 0 and 0, second[i] >= 4 and 1 or 0 end
  local differences = {}
  for i = 1, 667 do differences[i] = first[i] - second[i] end
  local pd = stats.pack(differences)
  say("tau-b of 2,000 pairs                %8.2f ms", median(function() stats.tau_b(first, second) end, 9))
  say("calibrated rate, 200 of 2,000       %8.2f ms", median(function() stats.ppi_rate(y, f) end, 9))
  say("exact sign flips of 667             %8.2f ms", median(function() stats.sign_flip(pd) end, 9))
  say("signed ranks of 667                 %8.2f ms", median(function() stats.wilcoxon(pd) end, 9))
end

task.run(function()
  local c = plain_c()
  bootstraps(c)
  kappa(c)
  table_of_agreement(c)
  as_viva_agree_has_it(2, 335)
  as_viva_agree_has_it(3, 223)
  the_rest()
end)
