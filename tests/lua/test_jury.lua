-- Juries: how several judge models' scores make one under each convention, worked out by hand, and what is missing.
local aggregate = require "stages.aggregate"
local jury = require "jury"
local states = require "states"

local M = {}

local NAMES = { "a", "b", "c" }

local function plan_of(combine, names)
  local plan = { judges = { { name = "j", settings = { levels = { "", "", "", "", "" }, usable_from = 4 } } },
    judge_models = {}, combine = combine }
  for i, name in ipairs(names or NAMES) do plan.judge_models[i] = { name = name } end
  return plan
end

local RUN = { models = { { name = "m" } }, judges = { { name = "j", usable_from = 4, repeats = 2 } }, repeats = 2,
  judge_models = { { name = "a" }, { name = "b" }, { name = "c" } } }

-- A row from what each juror gave, round by round: numbers are scores, "?" unreadable, "!" failed.
local function row(id, by_juror, plan)
  local made = { model = "m", sample = 1, item = { id = id, category = "MK" }, answer = { state = "obtained" },
    judgings = {} }
  for i, endpoint in ipairs(plan.judge_models) do
    for number, said in ipairs(by_juror[i]) do
      table.insert(made.judgings, { judge = "j", judge_model = endpoint.name, ["repeat"] = number, asked = 1,
        state = said == "?" and "unreadable" or said == "!" and "failed" or "scored",
        score = type(said) == "number" and said or nil })
    end
  end
  jury.add(plan, made)
  return made
end

local function cell(rows, convention, by)
  return aggregate.cells(rows, { convention = convention, run = RUN, by = by or { "model" } })[1]
end

local function counts(c) return { c.asked, c.judged, c.usable, c.unreadable, c.failed } end

M["rules: mean, median, and the highest score that more than half reach"] = function(lu)
  for _, case in ipairs {
    { { 5, 4, 1 }, 10 / 3, 4, 4 }, { { 5, 1 }, 3, 3, 1 }, { { 5, 5, 4, 1 }, 15 / 4, 4.5, 4 }, { { 4, 4, 3, 3 }, 3.5, 3.5, 3 },
    { { 2 }, 2, 2, 2 }, { { 5, 4, 4, 3, 1 }, 17 / 5, 4, 4 },
  } do
    local scores = case[1]
    lu.assertEquals({ jury.rules.mean(scores), jury.rules.median(scores), jury.rules.majority(scores) },
      { case[2], case[3], case[4] })
  end
end

M["majority calls an answer usable exactly when more than half of the jurors do"] = function(lu)
  math.randomseed(11)
  for _ = 1, 2000 do
    local scores, votes = {}, 0
    for i = 1, math.random(7) do
      scores[i] = math.random(5)
      votes = votes + (scores[i] >= 4 and 1 or 0)
    end
    lu.assertEquals(jury.rules.majority(scores) >= 4, votes * 2 > #scores)
  end
end

M["viva combines the means of the jurors"] = function(lu)
  local by = { { 5, 4 }, { 4, 3 }, { 4, 5 } } -- means 4.5, 3.5, 4.5
  local one = row("MK/1/1", by, plan_of "mean")
  lu.assertEquals(one.jury.j.score, 4.166666667)
  lu.assertEquals(counts(cell({ one }, "viva")), { 1, 1, 1, 0, 0 })
  lu.assertEquals(row("MK/1/1", by, plan_of "median").jury.j.score, 4.5)
  lu.assertEquals(row("MK/1/1", { { 5, 5 }, { 3, 3 }, { 3, 4 } }, plan_of "majority").jury.j.score, 3.5)
end

M["script and paper combine each round, and count it as one scoring"] = function(lu)
  -- Rounds by the median: 4 (5, 4, 3) and 3 (5, 3, 3); their mean is 3.5, while the jurors' means 5, 3.5, 3 have 3.5 too.
  local one = row("MK/1/1", { { 5, 5 }, { 4, 3 }, { 3, 3 } }, plan_of "median")
  lu.assertEquals({ one.jury.j.rounds[1].score, one.jury.j.rounds[2].score, one.jury.j.score }, { 4, 3, 3.5 })
  lu.assertEquals(counts(cell({ one }, "paper")), { 2, 2, 1, 0, 0 })
  lu.assertEquals(counts(cell({ one }, "script")), { 1, 1, 0, 0, 0 })
  -- Where rounds and jurors differ: medians of the rounds are 4 and 4, the median of the means 3.5, 3.5 and 5 is 3.5.
  one = row("MK/1/1", { { 4, 3 }, { 3, 4 }, { 5, 5 } }, plan_of "median")
  lu.assertEquals(counts(cell({ one }, "paper")), { 2, 2, 2, 0, 0 })
  lu.assertEquals(counts(cell({ one }, "script")), { 1, 1, 1, 0, 0 })
  lu.assertEquals(counts(cell({ one }, "viva")), { 1, 1, 0, 0, 0 })
end

M["a missing juror leaves the score to the others, is counted, and widens the bounds"] = function(lu)
  local plan = plan_of "mean"
  local rows = {
    row("MK/1/1", { { 5, 5 }, { "?", "!" }, { 4, 4 } }, plan), -- 4.5 of two; from (5+4+1)/3 = 3.33 to 4.67: doubtful
    row("MK/2/1", { { 4, 4 }, { "!", "!" }, { 3, 3 } }, plan), -- 3.5 of two; up to (4+3+5)/3 = 4: hopeful
    row("MK/3/1", { { 1, 1 }, { "!", "?" }, { 1, 1 } }, plan), -- 1 whatever b says: up to 7/3
    row("MK/4/1", { { "?", "?" }, { "!", "!" }, { "!", "!" } }, plan), -- nothing at all
  }
  lu.assertEquals(rows[1].jury.j.jurors[2].missing, "unreadable")
  lu.assertEquals(rows[2].jury.j.jurors[2].missing, "failed")
  lu.assertEquals({ rows[1].jury.j.present, rows[1].jury.j.expected }, { 2, 3 })
  lu.assertEquals({ rows[1].jury.j.low, rows[1].jury.j.high }, { 3.333333333, 4.666666667 })
  local c = cell(rows, "viva")
  lu.assertEquals(counts(c), { 4, 3, 1, 1, 0 })
  lu.assertEquals({ c.jurors, c.seats, c.doubtful, c.hopeful }, { 6, 9, 1, 1 })
  lu.assertEquals({ c.rate, c.low, c.high }, { 1 / 3, 0, 3 / 4 }) -- high: the first two and the one without a score
  lu.assertEquals(require("sources.rates").jurors(c), "2.00/3")
end

M["bounds under script and paper take a missing juror round by round"] = function(lu)
  local one = row("MK/1/1", { { 5, 5 }, { 4, "?" }, { 3, 4 } }, plan_of "mean") -- rounds 4 and 4.5 (3.33 to 4.67)
  local paper, script = cell({ one }, "paper"), cell({ one }, "script")
  lu.assertEquals({ paper.usable, paper.asked, paper.doubtful, paper.low, paper.high }, { 2, 2, 1, 0.5, 1 })
  lu.assertEquals({ script.usable, script.doubtful, script.low, script.high }, { 1, 1, 0, 1 }) -- (4 + 3.33) / 2 < 4
  lu.assertEquals({ script.jurors, script.seats }, { 5, 6 })
end

M["each judge model has a column of its own"] = function(lu)
  local plan = plan_of "median"
  local rows = { row("MK/1/1", { { 5, 5 }, { "?", "?" }, { 3, 3 } }, plan), row("MK/2/1", { { 5, 3 }, { 4, 4 }, { 1, 1 } }, plan) }
  local found = {}
  for i, c in ipairs(aggregate.cells(rows, { convention = "viva", run = RUN, by = { "judge_model" } })) do
    found[i] = { c.judge_model, c.asked, c.judged, c.usable, c.unreadable, c.seats }
  end
  lu.assertEquals(found, { { "a", 2, 2, 2, 0, 0 }, { "b", 2, 1, 1, 1, 0 }, { "c", 2, 2, 0, 0, 0 } })
  local paper = aggregate.cells(rows, { convention = "paper", run = RUN, by = { "judge_model" } })[1]
  lu.assertEquals({ paper.asked, paper.usable }, { 4, 3 })
end

M["an answer that failed is due in every judge model's column"] = function(lu)
  local failed = { model = "m", item = { id = "MK/1/1", category = "MK" }, answer = { state = "failed" }, judgings = {} }
  local cells = aggregate.cells({ failed }, { convention = "viva", run = RUN, by = { "judge_model" } })
  lu.assertEquals(#cells, 3)
  for _, c in ipairs(cells) do lu.assertEquals({ c.asked, c.failed }, { 1, 1 }) end
end

M["a mean that is the limit reaches it, whatever its thirds add up to"] = function(lu)
  for _, by in ipairs { { { 5, 5, 4 }, { 4, 4, 3 }, { 4, 4, 3 } }, { { 4, 3, 4 }, { 5, 5, 4 }, { 3, 4, 4 } } } do
    local one = row("MK/1/1", by, plan_of "mean")
    lu.assertEquals(one.jury.j.score, 4)
    lu.assertEquals(states.of(one, { j = 4 }).state, "usable")
  end
end

M["one judge model is no jury, and its rates are what they were"] = function(lu)
  local one = row("MK/1/1", { { 5, 4 } }, plan_of(nil, { "a" }))
  lu.assertNil(one.jury)
  local c = cell({ one }, "viva")
  lu.assertEquals({ c.usable, c.seats, c.low, c.high }, { 1, 0, 1, 1 })
end

M["bounds hold the rate of every way in which missing jurors could have marked"] = function(lu)
  math.randomseed(5)
  for _, rule in ipairs { "mean", "median", "majority" } do
    local plan = plan_of(rule)
    for _ = 1, 200 do
      local rows, whole = {}, {}
      for i = 1, 6 do
        local seen, full = {}, {}
        for k = 1, 3 do
          full[k] = { math.random(5), math.random(5) }
          seen[k] = math.random() < 0.3 and { "!", "?" } or full[k]
        end
        rows[i], whole[i] = row("MK/" .. i .. "/1", seen, plan), row("MK/" .. i .. "/1", full, plan)
      end
      for _, convention in ipairs { "viva", "script", "paper" } do
        local bounds, rate = cell(rows, convention), cell(whole, convention).rate
        lu.assertTrue(bounds.low <= rate + 1e-12 and rate <= bounds.high + 1e-12, rule .. " " .. convention)
      end
    end
  end
end

local function context_of(rows)
  local context_lib = require "context"
  local run = { name = "r", models = { { name = "m" } }, judges = RUN.judges, judge_models = RUN.judge_models,
    convention = "viva", dataset = { name = "d" } }
  return context_lib.new({ run = run, rows = rows, aggregate = aggregate }, { name = "jury" }, "en")
end

local function texts(made, number)
  local found = {}
  for i, one in ipairs(made.bodies[1].rows[number]) do found[i] = one.text end
  return found
end

M["the table of judge models counts what is missing of each"] = function(lu)
  local plan = plan_of "mean"
  local rows = { row("MK/1/1", { { 5, 5 }, { "?", 3 }, { "!", "!" } }, plan), row("MK/2/1", { { 4, 4 }, { 1, 1 }, { 2, 2 } }, plan) }
  rows[1].judgings[5].code = "local_only"
  local made = require("sources.jurors").jurors(context_of(rows))
  -- model, due, scored, unreadable, failed, held back, mean, usable by it alone, agrees with the others
  lu.assertEquals(texts(made, 1), { "a", "4", "4", "0", "0", "0", "4.50", "2/2", "0/3" })
  lu.assertEquals(texts(made, 2), { "b", "4", "3", "1", "0", "0", "1.67", "0/2", "1/3" })
  lu.assertEquals(texts(made, 3), { "c", "4", "2", "0", "1", "1", "2.00", "0/1", "1/2" })
end

M["what is missing is listed by judge model"] = function(lu)
  local rows = { row("MK/1/1", { { 5, 5 }, { "?", "?" }, { "!", "!" } }, plan_of "mean") }
  local made, found = require("sources.lists").failures(context_of(rows)), {}
  for i, cells in ipairs(made.bodies[1].rows) do found[i] = { cells[2].text, cells[2].sub, cells[4].text } end
  lu.assertEquals(found, { { "judging", "c", "2" }, { "reading the verdict", "b", "2" } })
end

M["juries whose scores could not be combined are counted each, and told by the same one every time"] = function(lu)
  local rows = { row("MK/1/1", { { 5 }, { 4 }, { 3 } }, plan_of "mean") }
  rows[1].jury = {}
  for _, name in ipairs { "x", "j", "k", "y" } do
    rows[1].jury[name] = { present = 0, expected = 3, problem = name .. ": a rule of its own gave nothing" }
  end
  local cells = require("sources.lists").failures(context_of(rows)).bodies[1].rows[1]
  lu.assertEquals({ cells[2].text, cells[4].text, cells[5].text },
    { "combining the judge models", "4", "j: a rule of its own gave nothing" })
end

M["an export has a file for each judging round and judge model"] = function(lu)
  local exports, json = require "exports", require "json"
  local rows, names = { row("MK/1/1", { { 5, 4 }, { "?", 3 }, { "!", 2 } }, plan_of "mean") }, {}
  local list = exports.files("llmeval-med", rows, context_of(rows).run)
  for i, file in ipairs(list) do
    names[i] = file.name .. " " .. tostring(json.decode(file.bytes)["医疗知识"][1].model_answer_score)
  end
  lu.assertEquals(names, { "m_by_a_round1.json 5", "m_by_a_round2.json 4", "m_by_b_round1.json -1", "m_by_b_round2.json 3",
    "m_by_c_round1.json ", "m_by_c_round2.json 2" })
end

M["a juror that is missing is marked in the index and named on the item's page"] = function(lu)
  local pages = require "pages"
  local rows = { row("MK/1/1", { { 5, 5 }, { "!", "!" }, { 3, 3 } }, plan_of "mean") }
  rows[1].item.question = "Q"
  local cut = pages.cut(pages.by_item(rows))
  lu.assertStrContains(pages.index(cut, { j = 4 }).answers[1].flags, "j")
  local page = pages.page(cut[1])[1].answers[1]
  lu.assertEquals({ page.jury.j.present, page.jury.j.jurors[2].missing }, { 2, "failed" })
end

local EVALUATION = [[
data = "data"
models = { model { name = "m", endpoint = simulated } }
judge_models = {
  model { name = "near", endpoint = simulated "sim-judge" },
  model { name = "far", endpoint = "https://judge.example.org/v1" },
}
repeats = 2
]]

M["items that must not leave go to the local judge model alone, and every origin is named beforehand"] = function(lu)
  local files, workshop = require "files", dofile "tests/lua/support/workshop.lua"
  local folder = workshop.folder()
  workshop.dataset(folder .. "/data", { { id = "MK/1/1", question = "Q1?", reference = "R.", local_only = true },
    { id = "MK/2/1", question = "Q2?", reference = "R." } })
  assert(files.write(folder .. "/case.lua", EVALUATION))
  local status, told = workshop.viva { "run", folder .. "/case.lua", "--out", folder .. "/out", "--dry-run" }
  workshop.remove(folder)
  lu.assertEquals(status, 0)
  lu.assertStrContains(told, "https://judge.example.org:443: far (questions, references, answers)")
  lu.assertStrContains(told, "1 of them is marked local_only and is held back from: far")
  lu.assertEquals({ told:match("\nnear +(%d+)"), told:match("\nfar +(%d+)") }, { "4", "2" })
end

M["two judge models that are one are refused"] = function(lu)
  local files, workshop = require "files", dofile "tests/lua/support/workshop.lua"
  local folder = workshop.folder()
  workshop.dataset(folder .. "/data", { { id = "MK/1/1", question = "Q1?", reference = "R." } })
  assert(files.write(folder .. "/case.lua", (EVALUATION:gsub('"https[^"]*"', 'simulated "sim-judge"'))))
  local status, told = workshop.told { "check", folder .. "/case.lua" }
  workshop.remove(folder)
  lu.assertEquals(status, 1)
  lu.assertStrContains(told, "the judge models 'near' and 'far' are one")
end

M["a judge file that asks no model stands in no judge model's column"] = function(lu)
  local plan = plan_of "mean"
  local one = row("MK/1/1", { { 5, 5 }, { 4, 4 }, { 4, 4 } }, plan)
  local other = { model = "m", sample = 1, item = { id = "MK/2/1", category = "MK" }, answer = { state = "obtained" },
    judgings = { { judge = "reference", judge_model = "a", ["repeat"] = 1, state = "scored", score = 1 } } }
  local run = { models = RUN.models, judge_models = RUN.judge_models, repeats = 2,
    judges = { RUN.judges[1], { name = "reference", usable_from = 4, asks_nobody = true } } }
  local found = {}
  for i, c in ipairs(aggregate.cells({ one, other }, { convention = "viva", run = run, by = { "judge_model" } })) do
    found[i] = { c.judge_model, c.asked, c.judged }
  end
  lu.assertEquals(found, { { "a", 1, 1 }, { "b", 1, 1 }, { "c", 1, 1 }, { "–", 1, 1 } })
end

M["the scores of jurors stand apart in lists"] = function(lu)
  local one = row("MK/1/1", { { 5, 4 }, { "?", 3 }, { 2, 2 } }, plan_of "mean")
  lu.assertEquals(states.scores(one, " "), "5 4\u{A0}/\u{A0}– 3\u{A0}/\u{A0}2 2")
  lu.assertFalse(states.of(one, { j = 4 }).juror_missing)
end

return M
