-- Intervals and ranks of a leaderboard: in the unit of each convention, resampled by conversation, the same every time.
local aggregate = require "stages.aggregate"
local context = require "context"
local coverage = require "coverage"
local files = require "files"
local intervals = require "intervals"
local make = dofile "tests/lua/support/rows.lua"
local screen = require "screen"
local stats = require "viva.stats"

local M = {}

local function board_of(options, convention)
  local run, rows = make.make(options)
  return context.board(aggregate, rows, run, { convention = convention }), run, rows
end

M["an interval of a model's rate is the bootstrap of its judged answers by conversation within category"] = function(lu)
  local board, _, rows = board_of { items = 120, models = 2, repeats = 3 }
  local row = board.rows[1]
  local values, clusters, strata = {}, {}, {}
  for _, one in ipairs(rows) do
    local sum, count = 0, 0
    for _, judging in ipairs(one.model == row.model and one.judgings or {}) do
      if judging.state == "scored" then sum, count = sum + judging.score, count + 1 end
    end
    if count > 0 then
      values[#values + 1] = sum / count >= 4 and 1 or 0
      clusters[#clusters + 1], strata[#strata + 1] = one.item.category .. one.item.group, one.item.category
    end
  end
  local options = { clusters = clusters, strata = strata, widen = true, seed = intervals.seed, draws = intervals.draws }
  local wanted = stats.bootstrap(values, options)
  lu.assertEquals({ row.all.interval.low, row.all.interval.high }, { wanted.low, wanted.high })
  options.equal = true
  wanted = stats.bootstrap(values, options)
  lu.assertAlmostEquals(wanted.estimate, row.op, 1e-12)
  lu.assertEquals({ row.op_interval.low, row.op_interval.high }, { wanted.low, wanted.high })
end

M["each convention is resampled in its own unit"] = function(lu)
  for _, convention in ipairs { "viva", "script", "paper" } do
    local board = board_of({ items = 120, models = 2, repeats = 3 }, convention)
    for _, row in ipairs(board.rows) do
      lu.assertTrue(row.op_interval.low < row.op and row.op < row.op_interval.high, convention)
      lu.assertTrue(row.categories.MK.interval.low < row.categories.MK.rate, convention)
    end
  end
end

M["cells of fewer than 20 items have no interval, and few items no ranks"] = function(lu)
  local board = board_of { items = 60, models = 2, repeats = 1 }
  lu.assertNil(board.rows[1].categories.MK.interval)
  lu.assertNotNil(board.rows[1].op_interval)
  board = board_of { items = 12, models = 2, repeats = 1 }
  lu.assertNil(board.rows[1].op_interval)
  lu.assertNil(board.ranks)
end

M["ranks: a model far better stands alone; two of a kind share a letter and a range"] = function(lu)
  local run, rows = make.make { items = 100, models = 3, repeats = 1 }
  local function set(row, level) row.judgings = { { judge = "knowledge", ["repeat"] = 1, state = "scored", score = level } } end
  for i, row in ipairs(rows) do
    row.answer = { state = "obtained", text = "x" }
    if row.model == "model-1" then set(row, i % 10 == 0 and 2 or 5) else set(row, (i + #row.model) % 2 == 0 and 5 or 2) end
  end
  local board = context.board(aggregate, rows, run, {})
  local found = {}
  for i, row in ipairs(board.rows) do found[i] = { row.model, row.rank.low, row.rank.high, row.rank.group } end
  lu.assertEquals(found[1], { "model-1", 1, 1, 1 })
  lu.assertEquals({ found[2][2], found[2][3], found[2][4] }, { 2, 3, 2 })
  lu.assertEquals({ found[3][2], found[3][3], found[3][4] }, { 2, 3, 2 })
  lu.assertEquals(board.ranks.items, 100)
  lu.assertEquals(#board.ranks.pairs, 3)
end

M["the difference of two models is the difference of their OP where both have every item"] = function(lu)
  local run, rows = make.make { items = 100, models = 2, repeats = 1 }
  for _, row in ipairs(rows) do
    row.answer = { state = "obtained", text = "x" }
    for i, judging in ipairs(row.judgings) do
      row.judgings[i] = { judge = "knowledge", ["repeat"] = i, state = "scored", score = judging.score or 2 }
    end
    if #row.judgings == 0 then row.judgings = { { judge = "knowledge", ["repeat"] = 1, state = "scored", score = 5 } } end
  end
  local board = context.board(aggregate, rows, run, {})
  local pair, op = board.ranks.pairs[1], {}
  for _, row in ipairs(board.rows) do op[row.model] = row.op end
  lu.assertAlmostEquals(pair.difference, op[pair.first] - op[pair.second], 1e-12)
end

M["a rate of 1 has Wilson's interval, and is marked"] = function(lu)
  local observed = { values = {}, conversations = {}, categories = {} }
  for i = 1, 30 do
    observed.values[i], observed.conversations[i], observed.categories[i] = 1, "MK/" .. i, "MK"
  end
  local found = intervals.of(observed)
  lu.assertEquals({ found.method, found.marked, found.high }, { "wilson", true, 1 })
  lu.assertAlmostEquals(found.low, (stats.wilson(30, 30)), 1e-12)
end

local LINES = {
  rate = { ["bootstrap, BCa, widened"] = "bca", ["clustered t"] = "t", ["Wilson without clusters"] = "wilson" },
  OP = { ["bootstrap, BCa, widened"] = "op" },
}

M["what is marked is what the simulations found below 93 %"] = function(lu)
  local kind, rate, checked = nil, nil, 0
  for line in files.read("tests/bench/coverage.txt"):gmatch("[^\n]+") do
    if not line:find("^ ") then kind, rate = line:match("^(rate) ([%d.]+)$") end
    if line:find("^OP ") then kind, rate = line:match("^(OP) ([%d.]+), five") end
    local method = kind and LINES[kind][line:match("^  (.-)%s%s+[%d.]+ %%")]
    if method then
      rate = tonumber(rate)
      checked = checked + 1
      lu.assertEquals(coverage.marked(method, rate), line:find("below 93", 1, true) ~= nil, line)
      lu.assertEquals(coverage.marked(method, 1 - rate), coverage.marked(method, rate))
    end
  end
  lu.assertEquals(checked, 12)
end

M["OP of few conversations in a category is marked at rates where simulations found too little"] = function(lu)
  local function of(conversations, usable)
    local observed = { values = {}, conversations = {}, categories = {} }
    for i = 1, 2 * conversations do
      for k, category in ipairs { "MK", "MR" } do
        local n = 2 * i + k - 2
        observed.values[n], observed.categories[n] = i % usable == 0 and 0 or 1, category
        observed.conversations[n] = category .. i % conversations
      end
    end
    return intervals.of(observed, true).marked
  end
  lu.assertEquals({ of(8, 10), of(8, 2), of(9, 10) }, { true, false, false })
end

M["what is marked of calibrated rates is what the simulations of them found below 93 %"] = function(lu)
  local rate, ratings, checked, below = nil, nil, 0, {}
  for line in files.read("tests/bench/coverage.txt"):gmatch("[^\n]+") do
    local own, n = line:match("^as reported, rate ([%d.]+), (%d+) ratings")
    if not line:find("^ ") then rate, ratings = tonumber(own), tonumber(n) end
    local method = rate and line:match("^  ([%a_]+)%s%s+[%d.]+ %%")
    if method then
      checked = checked + 1
      local key = ("%s %d %g"):format(method, ratings, rate)
      below[key] = below[key] or line:find("below 93", 1, true) ~= nil -- by either judge
    end
  end
  lu.assertEquals(checked, 48)
  for key, marked in pairs(below) do
    local method, n, own = key:match("^([%a_]+) (%d+) (.*)$")
    lu.assertEquals(coverage.marked(method, tonumber(own), tonumber(n)), marked, key)
  end
  lu.assertTrue(coverage.marked("alone", 1, 7))
end

M["what is marked of agreement is what the simulations of it found below 93 %"] = function(lu)
  local kind, conversations, checked = nil, nil, 0
  for line in files.read("tests/bench/coverage.txt"):gmatch("[^\n]+") do
    local own, count = line:match("^agreement on ([%a ]+), (%d+) conversations")
    if not line:find("^ ") then kind = nil end
    if own then kind, conversations = own == "levels" and "levels" or "usable", tonumber(count) end
    local measure = kind and line:match("^  ([%a_%d]+)%s%s+[%d.]+ %%")
    if measure then
      checked = checked + 1
      lu.assertEquals(coverage.marked_agreement(kind, measure, conversations), line:find("below 93", 1, true) ~= nil, line)
    end
  end
  lu.assertEquals(checked, 74)
  lu.assertFalse(coverage.marked_agreement("levels", "ac2", 500))
end

M["the screen shows the interval of OP where it fits into 120 columns"] = function(lu)
  local run, rows = make.make { items = 120, models = 2, repeats = 3 }
  for i = #rows, 1, -1 do
    if rows[i].answer.state ~= "obtained" or rows[i].judgings[1].state ~= "scored" then table.remove(rows, i) end
  end
  local board = context.board(aggregate, rows, run, {})
  lu.assertStrContains(screen.leaderboard(board, run, "en"), "OP        95%")
  run.models[2].name = ("x"):rep(32)
  for _, row in ipairs(board.rows) do row.model = row.model == "model-2" and ("x"):rep(32) or row.model end
  local shown = screen.leaderboard(board, run, "en")
  lu.assertNotStrContains(shown, "95%")
  lu.assertNotStrContains(screen.leaderboard(aggregate.leaderboard({}, run, {}), run, "en"), "95%")
end

return M
