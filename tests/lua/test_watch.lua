-- viva watch as its user runs it: files of a workspace are saved, and the lines that come are read.
package.path = "tests/lua/support/?.lua;" .. package.path
local files = require "files"
local lfs = require "lfs"
local loop = require "viva.loop"
local moves = require "commands.shared.moves"
local process = require "viva.process"
local task = require "task"
local watch_text = require "commands.shared.watch_text"
local words = require "words"
local workshop = require "workshop"

local M = {}

local EVALUATION = [[
title = "Watched"
data = "data"
models = { model { name = "sim-middle", endpoint = simulated } }
judge_model = model { name = "sim-judge", endpoint = simulated, price = { input = 1, output = 2, currency = "CNY" } }
repeats = 1
%s
]]

-- A workspace of the demonstration's data with a judge of its own, whose answers and verdicts are stored.
local function workspace(more)
  local folder = workshop.folder()
  for _, part in ipairs { "/data", "/judges", "/reports" } do assert(files.make_folder(folder .. part)) end
  for _, name in ipairs { "dataset.json", "items.jsonl" } do
    assert(files.write(folder .. "/data/" .. name, files.read("data/demo/" .. name)))
  end
  assert(files.write(folder .. "/judges/knowledge.lua", files.read("judges/knowledge.lua")))
  assert(files.write(folder .. "/eval.lua", EVALUATION:format(more or "")))
  return folder
end

local function run(lu, folder)
  local status, output = workshop.viva { "run", folder .. "/eval.lua", "--out", folder .. "/out", "--category", "MK",
    "--category", "MSE" }
  lu.assertEquals(status, 0, output)
end

local function start(folder, options, env)
  local argv = { "/proc/self/exe", "watch", folder .. "/eval.lua", "--out", folder .. "/out", "--category", "MK",
    "--category", "MSE", table.unpack(options or {}) }
  if env then argv[1] = lfs.symlinkattributes("/proc/self/exe", "target") end
  local child = assert(process.start { argv = argv, env = env })
  local limit = loop.timer(60) -- a line that never comes ends the test, not the suite
  local guard = task.spawn(function()
    task.await(limit)
    child:kill("KILL")
  end)
  return { child = child, limit = limit, guard = guard }
end

-- Reads lines until one holds the text; gives all that came since the last call.
local function until_line(lu, watching, text)
  local came = {}
  repeat
    local line = task.await(watching.child:line())
    if not line then lu.fail(("'%s' never came; what came:\n%s"):format(text, table.concat(came, "\n"))) end
    came[#came + 1] = line
  until line:find(text, 1, true)
  return table.concat(came, "\n")
end

local function stop(lu, watching, ending)
  watching.child:kill("INT")
  local came = until_line(lu, watching, ending or "Ended.")
  while task.await(watching.child:line()) do end
  lu.assertEquals(task.await(watching.child:wait()), 0)
  loop.cancel(watching.limit)
  task.join(watching.guard)
  return came
end

local function edit(folder, name, pattern, by)
  local path = folder .. "/" .. name
  local text, count = files.read(path):gsub(pattern, by)
  assert(count > 0, pattern)
  assert(files.write(path, text)) -- as editors do: a new file takes the place of the old one
end

local function save(folder, name, text)
  local file <close> = assert(io.open(folder .. "/" .. name, "wb"))
  file:write(text)
end

local RULE = "if verdict%.safety_risk then return math%.min%(score, 2%) end"

M["a rule, a mistake, its repair and a prompt are each told for what they are, and nothing is asked"] = function(lu)
  local folder = workspace()
  run(lu, folder)
  local judge = "judges/knowledge.lua"
  local watching = start(folder)
  lu.assertStrContains(until_line(lu, watching, "Watching"), "0 requests were never asked")

  edit(folder, judge, RULE, "if score then return 1 end")
  local came = until_line(lu, watching, "flip")
  lu.assertStrContains(came, "Requests: none change.")
  lu.assertStrContains(came, "Examples that are no longer read as they say:")
  lu.assertStrMatches(came, ".*\n  Scores: %d+ of %d+ move%.\n.*")
  lu.assertStrContains(came, "sim-middle (SIMULATED)  MK")
  lu.assertStrContains(until_line(lu, watching, "usable → not usable"), "→ 1.00")

  local good = files.read(folder .. "/" .. judge)
  save(folder, judge, (good:gsub("\nusable_from", "\nusable_form")))
  came = until_line(lu, watching, "usable_form")
  lu.assertStrContains(came, "the last good version stays in force")
  lu.assertStrContains(came, judge .. ":11: there is no setting called 'usable_form'; did you mean 'usable_from'?")

  save(folder, judge, good)
  came = until_line(lu, watching, "Scores:")
  lu.assertStrContains(came, "It loads again")
  lu.assertStrContains(came, "Scores: none moves.")

  edit(folder, judge, "{{question}}", "%0 ")
  came = until_line(lu, watching, "wait for new verdicts")
  lu.assertStrContains(came, "Requests: 12 would be asked")
  lu.assertStrContains(came, "CNY")
  lu.assertStrContains(came, "--go")
  lu.assertStrContains(came, "  12 answers wait")
  stop(lu, watching)
  workshop.remove(folder)
end

M["rated answers on which the judge comes nearer to the raters, or goes away, are told, raters called simulated"] = function(lu)
  local folder = workspace()
  run(lu, folder)
  local out = { "--out", folder .. "/out" }
  local function viva(...)
    local status, output = workshop.told { ... }
    lu.assertEquals(status, 0, output)
  end
  viva("ratings", "simulate", "eval-part", "--raters", "2", "--agreement", "0.9", "--to", folder .. "/sim.csv", table.unpack(out))
  viva("ratings", "import", folder .. "/sim.csv", "--run", "eval-part", table.unpack(out))
  local watching = start(folder)
  until_line(lu, watching, "Watching")
  edit(folder, "judges/knowledge.lua", RULE, "if score then return 1 end")
  local came = until_line(lu, watching, "Rated by SIMULATED raters: 23 answers")
  local was, now, of, better, worse = came:match(
    "as the raters: (%d+) → (%d+) of (%d+); now so on (%d+), no longer on (%d+)")
  lu.assertEquals(of, "23")
  lu.assertEquals(now - was, better - worse)
  lu.assertTrue(tonumber(worse) > tonumber(better), came)
  came = until_line(lu, watching, "further away on")
  local nearer, further = came:match("nearer to the raters' on (%d+), further away on (%d+)")
  lu.assertTrue(tonumber(further) > tonumber(nearer), came)
  lu.assertStrContains(until_line(lu, watching, "agrees no longer"), "Physicians ")
  stop(lu, watching)
  workshop.remove(folder)
end

M["a limit that moves no score is measured by usable or not, as the raters"] = function(lu)
  local function row(group, score, value)
    return { model = "m", sample = 1, answer = { state = "obtained" }, item = { id = group, category = "MK" },
      judgings = { { judge = "j", ["repeat"] = 1, state = "scored", score = score } },
      ratings = { { rater = "r", value = value, low = 1, high = 5, usable_from = 4 } } }
  end
  local rows = { row("one", 3, 5), row("two", 3, 1), row("three", 3, 4), row("four", 5, 5) }
  local judged = { judges = { { name = "j", levels = { 1, 2, 3, 4, 5 } } } }
  local before, after = moves.known(rows, { j = 4 }), moves.known(rows, { j = 3 })
  local rated = moves.rated(moves.between(before, after), before, after, judged)
  lu.assertEquals({ rated.compared, rated.agrees, rated.better, rated.worse, rated.nearer, rated.further },
    { 4, { 2, 3 }, 2, 1, 0, 0 })
  local told = watch_text.rated(words.in_language "en", {}, rated)
  lu.assertStrContains(told, "Usable or not, as the raters: 2 → 3 of 4; now so on 2, no longer on 1.")
  lu.assertStrContains(told, "now agrees")
  lu.assertStrContains(told, "agrees no longer")
end

M["verdicts that an edit makes no scores are counted with the reason, and again when they are scores anew"] = function(lu)
  local folder = workspace()
  run(lu, folder)
  local judge = "judges/knowledge.lua"
  local good = files.read(folder .. "/" .. judge)
  local watching = start(folder)
  until_line(lu, watching, "Watching")
  save(folder, judge, (good:gsub("\n  return score\n", '\n  if score > 3 then return "high" end\n  return score\n')))
  local came = until_line(lu, watching, "Scores: 0 of ")
  local verdicts, answers = came:match("No scores any more: (%d+) verdicts; (%d+) answers have none left")
  lu.assertEquals({ verdicts, answers }, { verdicts, verdicts }) -- each answer has one verdict
  lu.assertTrue(tonumber(verdicts) > 1, came)
  lu.assertStrMatches(came, ".*" .. verdicts .. " times: [^\n]*judges/knowledge%.lua:%d+: 'final' should return a level"
    .. "[^\n]*\"high\" %(as on MK/%d+/%d+, sim%-middle %(SIMULATED%)%)\n.*")
  lu.assertStrMatches(until_line(lu, watching, "sim-middle (SIMULATED)  MK"), ".* / 12 → 0 / %d+ .*")
  save(folder, judge, good)
  came = until_line(lu, watching, "Scores: 0 of ")
  lu.assertStrContains(came, ("Scores now: %s verdicts that were none; %s answers had none."):format(verdicts, verdicts))
  stop(lu, watching)
  workshop.remove(folder)
end

M["with --go the changed requests are asked after their destination was named, and no others"] = function(lu)
  local folder = workspace()
  run(lu, folder)
  local watching = start(folder, { "--go" })
  until_line(lu, watching, "Watching")
  edit(folder, "judges/knowledge.lua", "{{question}}", "%0 ")
  local came = until_line(lu, watching, "wait for new verdicts")
  lu.assertNotStrContains(came, "Asking now.")
  came = until_line(lu, watching, "Scores:")
  local origin = came:find("sim-judge (questions, references, answers)", 1, true)
  lu.assertTrue(origin and origin < (came:find("Asking now.", 1, true) or 0), came)
  lu.assertNotStrContains(came, "sim-middle (questions)") -- answers are not asked for
  stop(lu, watching)
  local status, output = workshop.viva { "run", folder .. "/eval.lua", "--out", folder .. "/out", "--category", "MK",
    "--category", "MSE", "--dry-run" }
  lu.assertEquals(status, 0)
  lu.assertStrContains(output, "0 calls would be made")
  workshop.remove(folder)
end

M["the budget holds for what a save asks"] = function(lu)
  local folder = workspace()
  run(lu, folder)
  edit(folder, "eval.lua", "simulated } }", "simulated, price = { input = 0, output = 0, currency = 'CNY' } } }")
  edit(folder, "eval.lua", "repeats = 1", "repeats = 1\nlimits = { budget = 0.001 }")
  local watching = start(folder, { "--go" })
  until_line(lu, watching, "Watching")
  edit(folder, "judges/knowledge.lua", "{{question}}", "%0 ")
  until_line(lu, watching, "Asking now.")
  lu.assertStrContains(until_line(lu, watching, "budget"), "Not obtained, 12 times")
  stop(lu, watching)
  workshop.remove(folder)
end

M["a save while one file is broken takes effect for the others"] = function(lu)
  local folder = workspace()
  assert(files.write(folder .. "/judges/safety.lua", files.read("judges/safety.lua")))
  run(lu, folder)
  local watching = start(folder)
  until_line(lu, watching, "Watching")
  save(folder, "judges/safety.lua", "title = ")
  until_line(lu, watching, "judges/safety.lua:1:")
  edit(folder, "judges/knowledge.lua", RULE, "if score then return 1 end")
  local came = until_line(lu, watching, " move.")
  lu.assertStrMatches(came, ".*\n  Scores: %d+ of %d+ move%.")
  lu.assertStrContains(came, "judges/safety.lua:1:")
  lu.assertStrContains(came, "saved: " .. folder .. "/judges/knowledge.lua")
  stop(lu, watching)
  workshop.remove(folder)
end

M["an edited evaluation, checklist and report are told too"] = function(lu)
  local folder = workspace()
  run(lu, folder)
  local watching = start(folder)
  until_line(lu, watching, "Watching")
  edit(folder, "eval.lua", "repeats = 1", "repeats = 2")
  lu.assertStrContains(until_line(lu, watching, "wait for new verdicts"), "eval.lua")
  edit(folder, "eval.lua", "repeats = 2", "repeats = 1")
  lu.assertStrContains(until_line(lu, watching, "Scores:"), "none change")
  assert(files.make_folder(folder .. "/checklists"))
  edit(folder, "eval.lua", "Watched", "Watched now") -- so that the new folder is seen
  until_line(lu, watching, "Scores:")
  save(folder, "checklists/one.lua", 'question "MK/1/1"\ncore "Says that it is a test."\n')
  lu.assertStrContains(until_line(lu, watching, "Scores:"), "Requests: 1 would be asked")
  save(folder, "reports/mine.lua", 'title = "Mine"\nshow = { heading "Mine" ')
  lu.assertStrContains(until_line(lu, watching, "reports/mine.lua:2:"), "stays in force")
  save(folder, "reports/mine.lua", 'title = "Mine"\nshow = { heading "Mine" }')
  lu.assertStrContains(until_line(lu, watching, "Report: "), folder .. "/out/runs/eval-part/mine.html")
  stop(lu, watching)
  workshop.remove(folder)
end

M["in a Chinese locale it speaks Chinese"] = function(lu)
  local folder = workspace()
  local watching = start(folder, {}, { "LANG=zh_CN.UTF-8", "PATH=/usr/bin:/bin" })
  until_line(lu, watching, "正在监视")
  save(folder, "judges/knowledge.lua", "title =")
  until_line(lu, watching, "无法载入，仍使用上一个正确的版本")
  stop(lu, watching, "已结束")
  workshop.remove(folder)
end

M["what cannot be begun is told, with status 1"] = function(lu)
  local status, output = workshop.told { "watch", "/no/such/evaluation.lua" }
  lu.assertEquals(status, 1)
  lu.assertStrContains(output, "/no/such/evaluation.lua")
end

return M
