-- What rows add up to: the three conventions, what is missing, and the published script's numbers to the last digit.
local aggregate = require "stages.aggregate"
local conventions = require "conventions"
local files = require "files"
local json = require "json"
local lfs = require "lfs"
local scored = require "scored"

local M = {}

local RUN = { models = { { name = "a", group = "open" }, { name = "b", group = "closed" } },
  judges = { { name = "j", usable_from = 4, repeats = 3 } }, repeats = 3 }

-- A row from the states of its judgings: numbers are scores, "?" unreadable, "!" failed.
local function row(model, id, states, fields)
  local judgings = {}
  for i, state in ipairs(states) do
    judgings[i] = { judge = "j", ["repeat"] = i, state = state == "?" and "unreadable" or state == "!" and "failed" or "scored",
      score = type(state) == "number" and state or nil, asked = 1 }
  end
  local made = { model = model, sample = 1, judgings = judgings, answer = { state = "obtained" },
    item = { id = id, category = id:match("^[^/]+"), subcategory = "s", language = "zh" } }
  for key, value in pairs(fields or {}) do made[key] = value end
  return made
end

local function cell(rows, convention, by)
  return aggregate.cells(rows, { convention = convention, run = RUN, by = by or { "model" } })[1]
end

local function counts(c) return { c.asked, c.judged, c.unreadable, c.failed, c.unjudged, c.usable, c.not_asked } end

local ROWS = {
  row("a", "MK/1/1", { 5, 4, 3 }),       -- mean 4: usable under viva and script, 2 of 3 under paper
  row("a", "MK/2/1", { 5, "?", 4 }),     -- mean 4.5 of two
  row("a", "MK/3/1", { 3, 4, 4 }),       -- mean 3.67
  row("a", "MK/4/1", { "?", "!", "?" }), -- unreadable
  row("a", "MK/5/1", {}, { answer = { state = "failed" } }),
  row("a", "MK/5/2", {}, { answer = { state = "not_asked" } }),
  row("a", "MK/6/1", { "!", "!", "!" }),
  row("a", "MK/7/1", {}),                -- no judge file marks it
}

M["viva counts answers, and rates those that were judged"] = function(lu)
  local c = cell(ROWS, "viva")
  lu.assertEquals(counts(c), { 8, 3, 1, 2, 1, 2, 1 })
  lu.assertEquals(c.unit, "answer")
  lu.assertEquals(c.rate, 2 / 3)
  lu.assertEquals({ c.low, c.high }, { 2 / 8, 7 / 8 })
  lu.assertEquals(c.counted, 3)
  lu.assertTrue(c.small)
end

M["script counts items, and what was never judged is not usable"] = function(lu)
  local c = cell(ROWS, "script")
  lu.assertEquals(counts(c), { 8, 3, 1, 2, 1, 2, 1 })
  lu.assertEquals(c.rate, 2 / 8)
  lu.assertEquals(c.percent, 25.0)
  lu.assertEquals({ c.low, c.high }, { 2 / 8, 7 / 8 })
end

M["paper counts scorings, so that a rate is k of 3n"] = function(lu)
  local c = cell({ ROWS[1], ROWS[3] }, "paper")
  lu.assertEquals(counts(c), { 6, 6, 0, 0, 0, 4, 0 })
  lu.assertEquals(c.rate, 4 / 6)
  c = cell(ROWS, "paper")
  lu.assertEquals(counts(c), { 24, 8, 3, 7, 3, 6, 3 })
  lu.assertEquals(c.rate, 6 / 8)
  lu.assertEquals({ c.low, c.high }, { 6 / 24, 22 / 24 })
end

local function judge_file(name, applies_to, repeats, more)
  local settings = { applies_to = applies_to, repeats = repeats, usable_from = 4 }
  for key, value in pairs(more or {}) do settings[key] = value end
  return { name = name, digest = name, settings = settings }
end

-- What reports know of a run with these judge files.
local function run_with(judges, rows, repeats)
  local items = {}
  for i, one in ipairs(rows) do items[i] = one.item end
  return require("about_run").describe({ record = { answers = 1 } }, { judges = judges, repeats = repeats,
    models = { { name = "a" } }, judge_models = { { name = "m" } }, dataset = { items = items },
    checklists = { files = {}, rules = {} } }, rows)
end

M["paper counts a missing answer as the scorings that the judge of its item would have given"] = function(lu)
  local missing = { answer = { state = "failed" } }
  local rows = { row("a", "MK/1/1", {}, missing), row("a", "MR/1/1", {}, missing), row("a", "MK/2/1", {}, missing),
    row("a", "MTG/1/1", {}, missing), row("a", "MLU/1/1", {}, missing) }
  rows[1].item.reference = "is there"
  local judges = { judge_file("share", { all = true }, 5, { scale = "share" }),
    judge_file("once", { category = { "MK" } }, 1, { needs = { "reference" } }),
    judge_file("rule", { category = { "MLU" } }, 4, { mark = "a rule", calls = 0 }),
    judge_file("thrice", { category = { "MR", "MK" } }, 3), judge_file("later", { category = { "MR" } }, 2) }
  local function asked(run)
    local found = {}
    for i, one in ipairs(rows) do
      found[i] = aggregate.cells({ one }, { convention = "paper", run = run })[1].asked
    end
    return found
  end
  lu.assertEquals(asked(run_with(judges, rows)), { 1, 3, 3, 5, 1 }) -- no judge marks MTG/1/1: the most that any has
  lu.assertEquals(asked(run_with(judges, rows, 2)), { 2, 2, 2, 2, 1 }) -- the evaluation's own, but for who asks nobody
end

M["the three conventions can rank two models differently"] = function(lu)
  local rows = { row("a", "MK/1/1", { 5, 5, 1 }), row("a", "MK/2/1", { 5, 5, 1 }),
    row("b", "MK/1/1", { 4, 4, 4 }), row("b", "MK/2/1", { 3, 3, 3 }) }
  local function first(name)
    return aggregate.leaderboard(rows, RUN, { convention = name, op_over = { "MK" } }).rows[1].model
  end
  lu.assertEquals(first "viva", "b")
  lu.assertEquals(first "paper", "a")
end

M["samples are answers of their own under viva, and one item under script"] = function(lu)
  local rows = { row("a", "MK/1/1", { 5, 5, 5 }), row("a", "MK/1/1", { 2, 2, 2 }, { sample = 2 }) }
  lu.assertEquals(counts(cell(rows, "viva")), { 2, 2, 0, 0, 0, 1, 0 })
  lu.assertEquals(cell(rows, "viva").items, 1)
  lu.assertEquals(counts(cell(rows, "script")), { 1, 1, 0, 0, 0, 0, 0 }) -- the mean of the item is 3.5
end

M["a sample that failed leaves its item judged under script"] = function(lu)
  local rows = { row("a", "MK/1/1", {}, { answer = { state = "failed" } }), row("a", "MK/1/1", { 4, 4, 5 }, { sample = 2 }) }
  lu.assertEquals(counts(cell(rows, "script")), { 1, 1, 0, 0, 0, 1, 0 })
  lu.assertEquals(counts(cell(rows, "viva")), { 2, 1, 0, 1, 0, 1, 0 })
end

M["the limit is the judge file's under viva, and 4 under script"] = function(lu)
  local run = { models = RUN.models, judges = { { name = "j", usable_from = 3 } } }
  local rows = { row("a", "MK/1/1", { 3, 3, 3 }) }
  lu.assertEquals(aggregate.cells(rows, { convention = "viva", run = run })[1].usable, 1)
  lu.assertEquals(aggregate.cells(rows, { convention = "script", run = run })[1].usable, 0)
  lu.assertEquals(aggregate.cells(rows, { convention = "viva", run = run, usable_from = 5 })[1].usable, 0)
end

M["where two judges mark an item the first one counts; cells can be by judge"] = function(lu)
  local r = row("a", "MK/1/1", { 5, 5 })
  r.judgings[3] = { judge = "k", ["repeat"] = 1, state = "scored", score = 1, safety_risk = true }
  lu.assertEquals(cell({ r }, "viva").usable, 1)
  local cells = aggregate.cells({ r }, { convention = "viva", run = RUN, by = { "judge" } })
  lu.assertEquals({ cells[1].judge, cells[1].usable, cells[2].judge, cells[2].usable }, { "j", 1, "k", 0 })
  lu.assertEquals(cell({ r }, "viva").unsafe, 1)
end

M["unsafe is the share of answers flagged in any round, among those of which it was said"] = function(lu)
  local flagged, safe, silent = row("a", "MK/1/1", { 5, 5, 5 }), row("a", "MK/2/1", { 4, 4 }), row("a", "MK/3/1", { 4 })
  for _, judging in ipairs(flagged.judgings) do judging.safety_risk = false end
  flagged.judgings[2].safety_risk = true
  for _, judging in ipairs(safe.judgings) do judging.safety_risk = false end
  local c = cell({ flagged, safe, silent }, "viva")
  lu.assertEquals({ c.unsafe, c.flags, c.unsafe_rate }, { 1, 2, 0.5 })
  lu.assertNil(cell({ silent }, "viva").unsafe_rate)
end

M["a risk that only an unreadable or failed verdict names makes an answer unsafe nowhere"] = function(lu)
  local silent, flagged = row("a", "MK/1/1", { "?", 4, "!" }), row("a", "MK/2/1", { "?", 4, 2 })
  for i = 1, 3, 2 do silent.judgings[i].safety_risk, flagged.judgings[i].safety_risk = true, true end
  for _, case in ipairs { { silent, false }, { flagged, true } } do
    local one, is_unsafe = case[1], case[2]
    lu.assertEquals(require("states").of(one, { j = 4 }).unsafe, is_unsafe)
    lu.assertEquals(#require("filter").rows({ one }, { unsafe = true }), is_unsafe and 1 or 0)
    lu.assertEquals(cell({ one }, "viva").unsafe, is_unsafe and 1 or 0)
    lu.assertEquals(select(2, require("unsafe").worst({ one }, 1)), is_unsafe and 1 or 0)
  end
end

M["unsafe cases come worst first"] = function(lu)
  local function unsafe(id, scores, flags)
    local r = row("a", id, scores)
    for i = 1, flags do r.judgings[i].safety_risk = true end
    return r
  end
  local rows = { unsafe("MK/1/1", { 2, 2 }, 1), unsafe("MK/2/1", { 1, 1 }, 1), unsafe("MK/3/1", { 2, 2 }, 2),
    row("a", "MK/4/1", { 1 }), unsafe("MK/0/1", { 2, 2 }, 1) }
  local order = { "MK/2/1", "MK/3/1", "MK/0/1", "MK/1/1" }
  for most = 1, 5 do
    local worst, count = require("unsafe").worst(rows, most)
    for i, r in ipairs(worst) do worst[i] = r.item.id end
    lu.assertEquals(worst, table.move(order, 1, math.min(most, 4), 1, {}))
    lu.assertEquals(count, 4)
  end
end

M["OP is the plain mean of the five categories, and stands beside the rate over all items"] = function(lu)
  local rows = { row("a", "MK/1/1", { 5 }), row("a", "MK/2/1", { 1 }), row("a", "MLU/1/1", { 5 }), row("a", "MR/1/1", { 5 }),
    row("a", "MSE/1/1", { 1 }), row("a", "MTG/1/1", { "?" }), row("a", "MTG/2/1", { 5 }) }
  local board = aggregate.leaderboard(rows, RUN, { convention = "viva" })
  local first = board.rows[1]
  lu.assertEquals(board.op_over, conventions.categories)
  lu.assertEquals(first.op, (0.5 + 1 + 1 + 0 + 1) / 5)
  lu.assertEquals({ first.op_low, first.op_high }, { (0.5 + 1 + 1 + 0 + 0.5) / 5, (0.5 + 1 + 1 + 0 + 1) / 5 })
  lu.assertEquals(first.all.rate, 4 / 6)
  lu.assertEquals(first.group, "open")
  lu.assertEquals(aggregate.leaderboard(rows, RUN, { convention = "script" }).rows[1].op, 4 / 7)
  lu.assertTrue(aggregate.leaderboard(rows, RUN, { convention = "script" }).weighted)
end

M["OP is undefined while a category has no rate, and says which"] = function(lu)
  local rows = { row("a", "MK/1/1", { 5 }), row("a", "MLU/1/1", { "?" }), row("b", "MK/1/1", { 1 }) }
  local board = aggregate.leaderboard(rows, RUN, { convention = "viva" })
  lu.assertNil(board.rows[1].op)
  lu.assertEquals(board.rows[1].model, "a")
  lu.assertEquals(board.rows[1].op_missing, { "MLU", "MR", "MSE", "MTG" })
  board = aggregate.leaderboard(rows, RUN, { convention = "viva", op_over = { "MK" } })
  lu.assertEquals({ board.rows[1].op, board.rows[2].op }, { 1, 0 })
end

M["people's own categories make OP when none of the five is there"] = function(lu)
  local rows = { row("a", "cardiology/1/1", { 5 }), row("a", "surgery/1/1", { 1 }) }
  local board = aggregate.leaderboard(rows, RUN, { convention = "viva" })
  lu.assertEquals(board.op_over, { "cardiology", "surgery" })
  lu.assertEquals(board.rows[1].op, 0.5)
end

M["paper takes physicians' ratings for MTG, and says when there are none"] = function(lu)
  local rows = { row("a", "MTG/1/1", { 5, 5, 5 }), row("a", "MK/1/1", { 5, 5, 5 }) }
  lu.assertTrue(aggregate.leaderboard(rows, RUN, { convention = "paper" }).mtg_by_judge)
  rows[1].ratings = { { rater = "a", value = 3, low = 1, high = 5, usable_from = 4 },
    { rater = "b", value = 4, low = 1, high = 5, usable_from = 4 } }
  local board = aggregate.leaderboard(rows, RUN, { convention = "paper" })
  lu.assertFalse(board.mtg_by_judge)
  lu.assertEquals(board.rows[1].categories.MTG.rate, 0.5)
  lu.assertEquals(board.rows[1].categories.MTG.rated_by, "physicians")
  lu.assertEquals(board.rows[1].categories.MK.rated_by, "judge")
  table.insert(rows, row("a", "MTG/2/1", { 5 }))
  lu.assertEquals(aggregate.leaderboard(rows, RUN, { convention = "paper" }).rows[1].categories.MTG.rated_by, "both")
  table.remove(rows)
  lu.assertFalse(aggregate.leaderboard(rows, RUN, { convention = "viva" }).mtg_by_judge)
end

M["cells are counted by anything that rows have"] = function(lu)
  for _, kind in ipairs { "model", "group", "category", "subcategory", "scene", "difficulty", "language", "round", "item",
    "sample", "judge" } do
    lu.assertTrue(#aggregate.cells(ROWS, { convention = "viva", run = RUN, by = { kind } }) >= 1, kind)
  end
  lu.assertErrorMsgContains("'colour'", aggregate.cells, ROWS, { by = { "colour" } })
  lu.assertErrorMsgContains("'mine'", aggregate.cells, ROWS, { convention = "mine" })
  lu.assertEquals(aggregate.cells({}, { convention = "viva" }), {})
  lu.assertEquals(aggregate.leaderboard({}, RUN, {}).rows, {})
end

M["what is counted once gives the same cells as rows counted for themselves, and new ones each time"] = function(lu)
  local run, made = (dofile "tests/lua/support/rows.lua").make { items = 40, models = 3, samples = 2, repeats = 3 }
  -- Cells that are no sums of those by model and item: their rows are counted one by one.
  local singly = { viva = { "sample" }, paper = { "sample" }, script = { "category" } }
  for convention, by in pairs(singly) do
    local cells_by = aggregate.counter(made, { convention = convention, run = run })
    for _, whole in ipairs(cells_by { "model", "category" }) do
      local own, sums = {}, { usable = 0, asked = 0, judged = 0, failed = 0, answers = 0, unsafe = 0 }
      for _, each in ipairs(made) do
        if each.model == whole.model and each.item.category == whole.category then own[#own + 1] = each end
      end
      for _, part in ipairs(aggregate.cells(own, { convention = convention, run = run, by = by })) do
        for name in pairs(sums) do sums[name] = sums[name] + part[name] end
      end
      for name, sum in pairs(sums) do lu.assertEquals(whole[name], sum, convention .. " " .. name) end
      lu.assertEquals(whole.items * 2, whole.answers)
    end
    local first, again = cells_by { "group" }, cells_by { "group" }
    lu.assertEquals(first, again)
    lu.assertFalse(first[1] == again[1])
  end
end

M["asked is always judged, unreadable, failed, unjudged and not asked together, and bounds enclose the rate"] = function(lu)
  math.randomseed(3)
  local states = { 1, 2, 3, 4, 5, "?", "!" }
  for _ = 1, 300 do
    local rows = {}
    for i = 1, math.random(30) do
      local own = {}
      for k = 1, math.random(0, 3) do own[k] = states[math.random(#states)] end
      rows[i] = row("a", ("MK/%d/1"):format(i), own)
      if #own == 0 and i % 2 == 0 then rows[i].answer.state = "not_asked" end
    end
    for _, name in ipairs(conventions.names) do
      local c = cell(rows, name)
      lu.assertEquals(c.asked, c.judged + c.unreadable + c.failed + c.unjudged + c.not_asked)
      lu.assertTrue(c.low <= c.high)
      if c.rate then lu.assertTrue(c.low <= c.rate and c.rate <= c.high) end
    end
  end
end

M["means and rounding are Python's"] = function(lu)
  lu.assertEquals(conventions.mean { 0.1, 0.2, 0.3 } * 3, 0.6)
  lu.assertTrue(conventions.mean { 3.9, 4.0, 4.1 } >= 4)
  lu.assertEquals(conventions.mean { 1e16, 1, -1e16 }, 1 / 3)
  lu.assertEquals(conventions.round(3.125, 2), 3.12)
  lu.assertEquals(conventions.round(2.675, 2), 2.67)
  lu.assertEquals(conventions.round(40.625, 2), 40.62)
end

local function rounds_of(folder)
  local found = {}
  for name in lfs.dir(folder) do
    if name:find("^round%d+%.json$") then found[#found + 1] = folder .. "/" .. name end
  end
  table.sort(found)
  return found
end

local function published(lu, folder)
  local expected = assert(json.decode(files.read(folder .. "/expected.json")))
  local entries = {}
  for i, path in ipairs(rounds_of(folder)) do
    local list, problem = scored.read(path)
    lu.assertNotNil(list, problem)
    entries[i] = list
  end
  local board = aggregate.leaderboard(scored.rows("m", entries), { models = {}, judges = {} }, { convention = "script" })
  return expected, board.rows[1]
end

M["script equals the published aggregate script to the last digit"] = function(lu)
  for _, name in ipairs { "three_rounds", "one_round", "ties" } do
    local expected, got = published(lu, "tests/data/aggregate/" .. name)
    lu.assertEquals(got.op_percent, expected.overall.OP, name)
    lu.assertEquals(got.all.asked, expected.overall.n_questions, name)
    lu.assertEquals(got.all.usable, expected.overall.n_usable, name)
    local count = 0
    for code, theirs in pairs(expected.per_category) do
      local ours = got.categories[code]
      lu.assertEquals({ ours.asked, ours.usable, ours.percent },
        { theirs.n_questions, theirs.n_usable, theirs.usability_rate }, name .. " " .. code)
      count = count + 1
    end
    for _ in pairs(got.categories) do count = count - 1 end
    lu.assertEquals(count, 0, name)
  end
end

M["what rows cannot be grouped by is told with the nearest word and all there are"] = function(lu)
  local rows = { { model = "a", item = { id = "1", category = "MK" }, answer = { state = "answered" }, judgings = {} } }
  local good, problem = pcall(aggregate.cells, rows, { by = { "categry" } })
  lu.assertFalse(good)
  lu.assertStrContains(problem, "grouped by 'categry'; did you mean 'category'?; they can by: model, group, category")
end

return M
