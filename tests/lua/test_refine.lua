-- Refinement: what is ranked and measured, and the whole loop with simulated models and raters, as its user runs it.
package.path = "tests/lua/support/?.lua;" .. package.path
local files = require "files"
local lfs = require "lfs"
local points = require "points"
local refine = require "stages.refine"
local refine_text = require "commands.shared.refine_text"
local refinements = require "refinements"
local refining = require "commands.shared.refining"
local rewording = require "rewording"
local words = require "words"
local workshop = require "workshop"

local M = {}

local RUN = { judges = { { name = "j", usable_from = 4, levels = { 1, 2, 3, 4, 5 } } }, models = {}, ratings = { count = 1 } }

local function rating(value, more)
  local made = { rater = "r", value = value, low = 1, high = 5, usable_from = 4 }
  for key, one in pairs(more or {}) do made[key] = one end
  return made
end

-- A row of conversation `group` with scores of the judge and ratings of physicians.
local function row(group, scores, ratings, more)
  local made = { model = "m", sample = 1, answer = { state = "obtained", text = "a" }, judgings = {},
    item = { id = ("MK/%d/1"):format(group), category = "MK", group = tostring(group), round = 1, points = {} } }
  for i, score in ipairs(scores) do
    made.judgings[i] = { judge = "j", judge_model = "jm", ["repeat"] = i, state = "scored", score = score }
  end
  for i, value in ipairs(ratings or {}) do
    made.ratings = made.ratings or {}
    made.ratings[i] = rating(value, { rater = "r" .. i })
  end
  for key, one in pairs(more or {}) do made[key] = one end
  return made
end

local function groups_of(list)
  local found = {}
  for i, one in ipairs(list) do found[i] = one.row.item.group end
  return table.concat(found, " ")
end

M["answers on which one side says usable and the other not come first, then the larger distances"] = function(lu)
  local rows = { row(1, { 5 }, { 5 }), row(2, { 1 }, { 3 }), row(3, { 3 }, { 4 }), row(4, { 5, 4 }, { 1, 1 }),
    row(5, { 2 }, nil) }
  lu.assertEquals(groups_of(refine.answers(rows, RUN, true)), "4 2 3")
  local first = refine.answers(rows, RUN, true)[1]
  lu.assertEquals({ first.judge, first.state.score, first.physicians.mean }, { "j", 4.5, 1 })
end

M["without ratings the answers whose rounds differ are listed"] = function(lu)
  local rows = { row(1, { 5, 5 }), row(2, { 1, 5 }), row(3, { 3, 4 }) }
  lu.assertEquals(groups_of(refine.answers(rows, RUN, false)), "2 3")
end

local function with_point(made, states, values)
  made.item.points = { { id = "p1", kind = "core", text = "Says it." } }
  for i, state in ipairs(states) do made.judgings[i].points = { p1 = { state = state } } end
  made.ratings = {}
  for i, value in ipairs(values) do
    made.ratings[i] = rating(value, { point = "p1", rater = "r" .. i })
  end
  return made
end

M["points are ranked by the share of comparisons in which judge and physicians differ"] = function(lu)
  local rows = { with_point(row(1, { 4, 4 }), { "met", "met" }, { 0 }),
    with_point(row(2, { 4, 4 }), { "met", "not_met" }, { 1, "not_applicable" }) }
  local found = refine.points(rows, true)
  lu.assertEquals(#found, 1)
  lu.assertEquals({ found[1].size, #found[1].cases, found[1].point.text }, { 0.75, 2, "Says it." })
  lu.assertEquals(found[1].cases[1].row.item.group, "1") -- the case that differs most
  local rounds = refine.points(rows, false)
  lu.assertEquals({ rounds[1].size, rounds[1].cases[1].row.item.group }, { 0.5, "2" })
end

M["conversations are parted in two halves, the same whatever the order, and are never torn"] = function(lu)
  local rows = {}
  for group = 1, 41 do
    rows[#rows + 1] = row(group, { 4 })
    rows[#rows + 1] = row(group, { 4 }, nil, { model = "other" })
  end
  local parts, counts = refine.split(rows), { tuning = 0, held_out = 0 }
  for _, part in pairs(parts) do counts[part] = counts[part] + 1 end
  lu.assertEquals(counts, { tuning = 21, held_out = 20 })
  local turned = {}
  for i = #rows, 1, -1 do turned[#turned + 1] = rows[i] end
  lu.assertEquals(refine.split(turned), parts)
end

M["an effect is the paired difference on each part, with its interval"] = function(lu)
  local before, after, parts = {}, {}, {}
  for group = 1, 8 do
    before[group] = row(group, { 5 }, { 1 })
    after[group] = row(group, { group % 4 == 0 and 5 or 1 }, { 1 })
    parts["MK/" .. group] = group <= 4 and "tuning" or "held_out"
  end
  local effect = refine.effect({ rows = before, run = RUN }, { rows = after, run = RUN }, { parts = parts })
  local agrees, distance = effect.tuning.agrees, effect.tuning.distance
  lu.assertEquals({ agrees.n, agrees.before, agrees.after, agrees.difference }, { 4, 0, 0.75, 0.75 })
  lu.assertAlmostEquals(agrees.low, 0.75 - 3.182446 * 0.25, 1e-5) -- t of 3 degrees, se of 0, 1, 1, 1
  lu.assertEquals({ distance.before, distance.after, distance.difference }, { 4, 1, -3 })
  lu.assertEquals(effect.held_out.agrees.n, 4)
  lu.assertNil(effect.all)
end

M["where nothing varies there is no interval, and the words say why"] = function(lu)
  local say = words.in_language "en"
  local function line(before, after, groups)
    local one, other = {}, {}
    for i, score in ipairs(before) do
      one[i], other[i] = row(groups and groups[i] or i, { score }, { 5 }), row(groups and groups[i] or i, { after[i] }, { 5 })
      one[i].sample, other[i].sample = i, i
    end
    return refine_text.effect_line(say, refine.effect({ rows = one, run = RUN }, { rows = other, run = RUN }).all)
  end
  lu.assertEquals(line({ 5, 1, 5 }, { 5, 1, 5 }), "usable or not, as the raters 2/3 → 2/3, 0 (no pair changed); "
    .. "distance to the raters 1.33 → 1.33, 0.00 (no pair changed)")
  lu.assertStrContains(line({ 1, 1 }, { 5, 5 }), "0/2 → 2/2, +100 (every conversation by as much: no interval)")
  lu.assertStrContains(line({ 1, 5 }, { 5, 5 }, { 1, 1 }), "1/2 → 2/2, +50 (one conversation: no interval)")
  lu.assertStrContains(line({ 1, 5 }, { 5, 5 }), "1/2 → 2/2, +50 [")
end

M["a label that is not there is answered with those that are, in the terminal's language"] = function(lu)
  local function problem(answers, found)
    local one, text = refining.find({ answers = table.pack(("x"):rep(answers):byte(1, -1)),
      points = table.pack(("x"):rep(found):byte(1, -1)) }, "Z9")
    lu.assertNil(one)
    return text
  end
  lu.assertEquals(problem(5, 2), "there is no disagreement 'Z9'; they are called A1 to A5 and P1 to P2")
  lu.assertEquals(problem(1, 0), "there is no disagreement 'Z9'; they are called A1")
  lu.assertEquals(problem(0, 3), "there is no disagreement 'Z9'; they are called P1 to P3")
  lu.assertEquals(problem(0, 0), "there is no disagreement 'Z9': none was found")
end

M["a reworded point keeps the ratings it had"] = function(lu)
  local before = with_point(row(1, { 4, 4 }), { "met", "met" }, { 0, 0 })
  local after = with_point(row(1, { 4, 4 }), { "not_met", "not_met" }, { 0, 0 })
  after.item.points[1].id = "p2"
  for _, judging in ipairs(after.judgings) do judging.points = { p2 = judging.points.p1 } end
  local function effect(earlier)
    return refine.effect({ rows = { before }, run = RUN }, { rows = { after }, run = RUN }, { earlier = earlier }).all
  end
  lu.assertEquals({ effect({ p2 = "p1" }).points.before, effect({ p2 = "p1" }).points.after }, { 0, 1 })
  lu.assertNil(effect())
end

M["a point is reworded where it stands, and only there"] = function(lu)
  local source = 'question "MK/1/1"\ncore "Says \\"no\\"."\nsecondary [[A long one.]]\n'
  lu.assertEquals(rewording.point(source, 'Says "no".', 'Says "no" \\ firmly.'),
    'question "MK/1/1"\ncore "Says \\"no\\" \\\\ firmly."\nsecondary [[A long one.]]\n')
  lu.assertStrContains(rewording.point(source, "A long one.", "B"), 'secondary "B"')
  lu.assertNil(rewording.point(source .. 'core "Twice."\ndanger "Twice."', "Twice.", "Once."))
  lu.assertNil(rewording.point(source, "Not there.", "There."))
end

M["a prompt is reworded between its brackets, and never past them"] = function(lu)
  local source = "prompt = [[\nMark {{answer}}.\n]]\n"
  lu.assertEquals(rewording.prompt(source, "Mark {{answer}}.\n", "Mark it: {{answer}}"), "prompt = [[\nMark it: {{answer}}\n]]\n")
  lu.assertNil(rewording.prompt(source, "Mark {{answer}}.\n", "]] os.exit() [["))
end

M["a dataset's checklist becomes a file that loads, with one point reworded"] = function(lu)
  local list = points.name { { kind = "core", text = 'Names "it".' }, { kind = "danger", text = "Shouts.\nLoudly." } }
  local source = rewording.checklist({ id = "MK/1/1", points = list }, "demo", list[1].id, "Names it plainly.")
  local path = os.tmpname()
  assert(files.write(path, source))
  local experts = require "experts"
  local file = assert(experts.load("checklist", path))
  experts.close()
  os.remove(path)
  lu.assertEquals({ file.settings.question, file.settings.dataset, #file.settings.points }, { "MK/1/1", "demo", 2 })
  lu.assertEquals({ file.settings.points[1].text, file.settings.points[2].text }, { "Names it plainly.", "Shouts.\nLoudly." })
end

M["the ledger is only added to, and says what a judge was tuned on"] = function(lu)
  local folder = workshop.folder()
  assert(refinements.add(folder, { when = "2026-01-01", who = "Ann\n# Not a heading", fields = { { "judge", "j" },
    { "why", "two\nlines" }, { "tuned on", "MK/1, MK/2" } } }))
  local before = files.read(refinements.path(folder))
  lu.assertStrContains(before, "\n## 2026-01-01, Ann # Not a heading\n")
  lu.assertStrContains(before, "\n- why: two lines\n")
  assert(refinements.add(folder, { when = "2026-01-02", who = "Ben", fields = { { "judge", "other" }, { "tuned on", "MK/9" } } }))
  local after = files.read(refinements.path(folder))
  lu.assertEquals(after:sub(1, #before), before)
  lu.assertEquals(refinements.tuned(folder).j, { ["MK/1"] = true, ["MK/2"] = true })
  local rows = { row(1, { 4 }, { 4 }), row(2, { 4 }), row(9, { 4 }, { 4 }) }
  lu.assertEquals(refinements.mark(rows, folder), 1)
  lu.assertEquals({ rows[1].tuned, rows[2].tuned, rows[3].tuned }, { true })
  workshop.remove(folder)
end

local EVALUATION = [[
title = "Refined"
data = "data"
models = { model { name = "sim-middle", endpoint = simulated }, model { name = "sim-weak", endpoint = simulated } }
judge_model = model { name = "sim-judge", endpoint = simulated }
repeats = 2
]]

-- A workspace whose run has simulated ratings, and a function that runs `viva` in it.
local function workspace(lu)
  local folder = workshop.folder()
  assert(files.make_folder(folder .. "/data"))
  for _, name in ipairs { "dataset.json", "items.jsonl" } do
    assert(files.write(folder .. "/data/" .. name, files.read("data/demo/" .. name)))
  end
  assert(files.write(folder .. "/eval.lua", EVALUATION))
  local program = lfs.symlinkattributes("/proc/self/exe", "target")
  local function viva(wanted, arguments, env)
    local list = { "PATH=/usr/bin:/bin", "HOME=/nowhere", table.unpack(env or {}) }
    local status, output = workshop.viva({ "-c", 'cd "$0" && exec "$@" 2>&1', folder, program, table.unpack(arguments) },
      { binary = "/bin/sh", env = list })
    lu.assertEquals(status, wanted, output)
    return output
  end
  viva(0, { "run", "eval.lua" })
  viva(0, { "ratings", "simulate", "eval", "--raters", "2", "--agreement", "0.75", "--to", "sim.csv" })
  viva(0, { "ratings", "import", "sim.csv", "--run", "eval" })
  return folder, viva
end

M["run, rate, refine, propose, accept: judged again, measured on both parts, entered in the ledger"] = function(lu)
  local folder, viva = workspace(lu)
  local listed = viva(0, { "refine", "eval", "--n", "2" })
  for _, text in ipairs { "A1  ", "A2  ", "Question", "Answer", "Judge's reasons", "Physicians' values", "simulated-1",
    "held out", "SIMULATED", "refine.html" } do lu.assertStrContains(listed, text) end
  lu.assertNotStrContains(listed, "A3  ")
  local report = files.read(folder .. "/viva-out/runs/eval/refine.html")
  lu.assertStrContains(report, "Disagreements")
  lu.assertStrContains(report, ">A1<")
  lu.assertStrContains(report, "Physicians' values")

  local proposed = viva(0, { "refine", "eval", "--propose", "A1" })
  lu.assertStrContains(proposed, "Asks sim-judge at simulated")
  lu.assertStrContains(proposed, "Proposed by sim-judge (SIMULATED)")
  lu.assertStrContains(proposed, "Nothing is written yet")
  local path = proposed:match("for (judges/[%w_]+%.lua):")
  lu.assertNil(files.read(folder .. "/" .. path))
  lu.assertEquals(viva(0, { "refine", "eval", "--propose", "A1" }), proposed) -- stored: the same, asked once

  local accepted = viva(0, { "refine", "eval", "--accept", "--who", "Board", "--why", "Hints were marked as met." })
  for _, text in ipairs { "Written: " .. path, "calls would be made", "used for tuning", "held out", "Before", "[",
    "SIMULATED", "Entered in refinements.md" } do lu.assertStrContains(accepted, text) end
  local ledger = files.read(folder .. "/refinements.md")
  for _, text in ipairs { ", Board\n", "- judge: ", "- why: Hints were marked as met.", "- disagreement: A1, ",
    "- tuned on: ", "- effect on the ", "- note: SIMULATED models and raters" } do lu.assertStrContains(ledger, text) end
  lu.assertStrContains(ledger, "- measured from: the run as it was made\n")
  -- An edit by hand afterwards is measured from that block, and nothing is entered twice.
  lu.assertStrContains(viva(0, { "refine", "eval", "--measure" }), "nothing is entered")
  lu.assertEquals(files.read(folder .. "/refinements.md"), ledger)
  local name = path:match("([%w_]+)%.lua")
  local text, count = files.read(folder .. "/" .. path):gsub("\n  return score\n", "\n  return 1\n")
  lu.assertEquals(count, 1)
  assert(files.write(folder .. "/" .. path, text))
  local measured = viva(0, { "refine", "eval", "--measure", "--why", "None is good." })
  lu.assertStrContains(measured, "Measured from the block of " .. ledger:match("## ([%d%- :]+UTC)"))
  local block = files.read(folder .. "/refinements.md"):sub(#ledger + 1)
  lu.assertStrContains(block, "- change: an edit by hand of judge " .. name .. "\n- measured from: the block of 20")
  local function after(text_) return text_:match("answers used for tuning: usable or not, as the raters [^→]+→ ([^,]+),") end
  lu.assertStrContains(block, "used for tuning: usable or not, as the raters " .. after(ledger) .. " → ")
  local twice = files.read(folder .. "/refinements.md")
  lu.assertStrContains(viva(0, { "refine", "eval", "--measure" }, { "LANG=zh_CN.UTF-8" }), "未作记录")
  lu.assertEquals(files.read(folder .. "/refinements.md"), twice)
  lu.assertStrContains(viva(0, { "run", "eval.lua", "--dry-run" }), "; 0 calls would be made") -- every answer is rated, so all is judged
  lu.assertStrContains(viva(0, { "agree", "eval" }), "were used to tune their judge")
  lu.assertStrContains(viva(0, { "refine", "--compare", "eval", "eval.lua" }), "usable or not")
  lu.assertStrContains(viva(1, { "refine", "eval", "--accept" }), "nothing has been proposed")
  workshop.remove(folder)
end

M["a point of a checklist: edited before it is taken, refused when it does not load or the file has changed"] = function(lu)
  local folder, viva = workspace(lu)
  local label = assert(viva(0, { "refine", "eval", "--n", "30" }):match("(A%d+)  MK/"))
  local proposed = viva(0, { "refine", "eval", "--propose", label, "--point", "1" })
  local path = proposed:match("for (checklists/[%w_-]+%.lua): %(a new file%)")
  local broken = viva(1, { "refine", "eval", "--accept", "--edit" }, { "EDITOR=sed -i s/core/cores/" })
  lu.assertStrContains(broken, path .. ":")
  lu.assertStrContains(broken, "did you mean 'core'?")
  lu.assertNil(files.read(folder .. "/" .. path))
  viva(0, { "refine", "eval", "--accept", "--edit" }, { "EDITOR=sed -i -e s/cores/core/ -e '$a--checked'" })
  lu.assertStrContains(files.read(folder .. "/" .. path), "--checked")
  lu.assertStrContains(files.read(folder .. "/refinements.md"), ", then edited")

  -- An edit by hand that nobody measured is in no block, and the next one says so.
  viva(0, { "refine", "eval", "--propose", label, "--point", "2" })
  assert(files.make_folder(folder .. "/judges"))
  assert(files.write(folder .. "/judges/safety.lua", files.read("judges/safety.lua") .. "-- mine\n"))
  viva(0, { "refine", "eval", "--accept" })
  lu.assertStrContains(files.read(folder .. "/refinements.md"), "- measured from: the files just before; edits by hand "
    .. "since the last block (judge safety) are in no block\n")
  lu.assertStrContains(viva(0, { "refine", "eval", "--measure" }), "nothing is entered")

  proposed = viva(0, { "refine", "eval", "--propose", "A1" })
  path = proposed:match("for (judges/[%w_]+%.lua):")
  assert(files.make_folder(folder .. "/judges"))
  assert(files.write(folder .. "/" .. path, files.read(path) .. "-- mine\n"))
  lu.assertStrContains(viva(1, { "refine", "eval", "--accept" }), "has changed since this was proposed")
  lu.assertStrContains(files.read(folder .. "/" .. path), "-- mine")
  local measured = viva(0, { "refine", "eval", "--measure", "--why", "A remark of mine." })
  lu.assertStrContains(measured, "Entered in refinements.md")
  lu.assertStrContains(files.read(folder .. "/refinements.md"), "- change: an edit by hand")
  workshop.remove(folder)
end

M["an expert's own file asks in another way; what it cannot do is told"] = function(lu)
  local folder, viva = workspace(lu)
  assert(files.make_folder(folder .. "/refine"))
  assert(files.write(folder .. "/refine/reword.lua", 'function request(case) return "none" end\nfunction proposal() return "" end\n'))
  lu.assertStrContains(viva(0, { "refine", "eval", "--propose", "A1" }), "proposes no other wording")
  assert(files.write(folder .. "/refine/reword.lua", "function request(case) return case.txt end"))
  lu.assertStrContains(viva(1, { "refine", "eval", "--propose", "A1" }), "'proposal' is missing")
  lu.assertStrContains(viva(1, { "refine", "eval", "--propose", "B7" }), "A1 to A")
  lu.assertStrContains(viva(1, { "refine", "eval", "--propose", "B7" }, { "LANG=zh_CN.UTF-8" }), "没有名为“B7”的分歧；现有：A1 至 A")
  lu.assertStrContains(viva(1, { "refine", "eval", "--propose", "A1", "--by", "nobody" }), "no model 'nobody'")
  lu.assertStrContains(viva(1, { "refine", "eval", "--propose", "A1", "--point", "99" }), "no point 99")
  lu.assertStrContains(viva(0, { "refine", "eval" }, { "LANG=zh_CN.UTF-8" }), "评判理由")
  workshop.remove(folder)
end

M["without ratings the judge's own rounds are listed"] = function(lu)
  local folder, viva = workspace(lu)
  workshop.remove(folder .. "/viva-out/ratings")
  lu.assertStrContains(viva(0, { "refine", "eval", "--n", "1" }), "its rounds differ by")
  workshop.remove(folder)
end

M["the simulated model rewords the same text always in the same way, and nothing else"] = function(lu)
  local sim = require "sim.rewording"
  local function ask(text) return sim.reply({ messages = { { content = text } }, key = "k" }, "1") end
  local reply = ask "Reword: <wording>\nNames the drug.\n</wording>"
  lu.assertStrContains(reply, "Names the drug. ")
  lu.assertEquals(ask "Something else, and <wording>\nNames the drug.\n</wording>", reply)
  lu.assertNil(ask "What is it?")
end

M["where no judge model is named, one that proposes must be"] = function(lu)
  local proposals, plan = require "commands.shared.proposals", { models = { { name = "m" } }, judge_models = {} }
  lu.assertEquals(proposals.proposer(plan, "m").name, "m")
  local found, problem = proposals.proposer(plan)
  lu.assertNil(found)
  lu.assertStrContains(problem, "--by NAME, one of: m")
end

return M
