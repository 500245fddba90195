-- Scored files in the published evaluator's shape: what `viva export` writes, `viva scores import` and others read.
local aggregate = require "stages.aggregate"
local exports = require "exports"
local files = require "files"
local json = require "json"
local scored = require "scored"
package.path = "tests/lua/support/?.lua;" .. package.path
local workshop = require "workshop"

local M = {}

local function with_file(bytes, check)
  local folder = workshop.folder()
  local path = folder .. "/file.json"
  assert(files.write(path, bytes))
  local ok, problem = pcall(check, path)
  workshop.remove(folder)
  if not ok then error(problem, 0) end
end

local function judging(round, state, score)
  return { judge = "j", ["repeat"] = round, state = state, score = score, reason = "because", asked = 1 }
end

local ITEMS = {
  { id = "MK/1/1", category = "MK", subcategory = "药物", scene = "用法", group = "1", round = 1, language = "zh",
    question = "问一？", reference = "参考", checklist = "要点", difficulty = "easy" },
  { id = "MSE/1/1", category = "MSE", group = "1", round = 1, language = "zh", question = "问二？" },
  { id = "own/a/2", category = "own", group = "a", round = 2, language = "en", question = "Third?" },
}

local function sample_rows(model, sample)
  local function row(item, state, judgings)
    return { model = model, item = item, sample = sample, judgings = judgings,
      answer = { state = state, text = state == "obtained" and "答" or nil } }
  end
  local other = { judge = "k", ["repeat"] = 1, state = "scored", score = 1 }
  return {
    row(ITEMS[1], "obtained", { judging(1, "scored", 4), judging(2, "scored", 5), judging(3, "unreadable"), other }),
    row(ITEMS[2], "obtained", { judging(1, "scored", 2), judging(2, "failed"), judging(3, "scored", 4.5) }),
    row(ITEMS[3], "failed", {}),
  }
end

local RUN = { name = "r", simulated = false, models = { { name = "a/b 1" } }, judges = { { name = "j", usable_from = 4 } },
  judge_models = {}, dataset = { name = "d" } }

M["an export has one file for each model and judging round"] = function(lu)
  local list = exports.files("llmeval-med", sample_rows("a/b 1"), RUN)
  local names = {}
  for i, file in ipairs(list) do names[i] = file.name end
  lu.assertEquals(names, { "a_b_1_round1.json", "a_b_1_round2.json", "a_b_1_round3.json" })
  local first = assert(json.decode(list[1].bytes))
  lu.assertEquals(first["医疗知识"][1], { category1 = "医疗知识", category2 = "药物", scene = "用法", round = 1,
    problem = "问一？", groupCode = 1, sanswer = "参考", checklist = "要点", difficulty = "easy", model_answer = "答",
    model_answer_judgement = "because", model_answer_score = "4" })
  lu.assertEquals(first["医疗安全伦理"][1].sanswer, json.null)
  lu.assertEquals(first.own[1].groupCode, "a")
end

M["a failed judging has an empty score, an unreadable one -1, and neither is a number of ours"] = function(lu)
  local list = exports.files("llmeval-med", sample_rows("m"), RUN)
  local function score(round, category) return json.decode(list[round].bytes)[category][1].model_answer_score end
  lu.assertEquals({ score(1, "医疗知识"), score(2, "医疗知识"), score(3, "医疗知识") }, { "4", "5", -1 })
  lu.assertEquals({ score(1, "医疗安全伦理"), score(2, "医疗安全伦理"), score(3, "医疗安全伦理") }, { "2", "", "4.5" })
  lu.assertEquals({ score(1, "own"), score(2, "own") }, { "", "" })
end

M["samples have files of their own, and names that would meet are kept apart"] = function(lu)
  local rows = {}
  for _, set in ipairs { sample_rows("m", 1), sample_rows("m", 2), sample_rows("x y", 1), sample_rows("x/y", 1) } do
    table.move(set, 1, #set, #rows + 1, rows)
  end
  local names = {}
  for _, file in ipairs(exports.files("llmeval-med", rows, RUN)) do names[file.name] = true end
  for _, name in ipairs { "m_sample1_round3.json", "m_sample2_round1.json", "x_y_sample1_round1.json",
    "x_y__sample1_round1.json" } do
    lu.assertTrue(names[name], name)
  end
end

M["what is simulated says so in the file"] = function(lu)
  local run = { name = "r", models = { { name = "m", simulated = true } }, judges = {}, judge_models = {} }
  lu.assertTrue(json.decode(exports.files("llmeval-med", sample_rows("m"), run)[1].bytes)["医疗知识"][1].simulated)
  run = { name = "r", models = { { name = "m" } }, judges = { { name = "j" } }, judge_models = { { name = "x", simulated = true } } }
  lu.assertTrue(json.decode(exports.files("llmeval-med", sample_rows("m"), run)[1].bytes)["医疗知识"][1].simulated)
end

M["jsonl has a row a line, csv a judging a line"] = function(lu)
  local lines = exports.files("jsonl", sample_rows("m"), RUN)[1].bytes
  local _, count = lines:gsub("\n", "")
  lu.assertEquals(count, 3)
  lu.assertEquals(json.decode(lines:match("^[^\n]+")).judgings[2].score, 5)
  local csv = exports.files("csv", sample_rows("m"), RUN)[1].bytes
  _, count = csv:gsub("\n", "")
  lu.assertEquals(count, 1 + 4 + 3 + 1)
  lu.assertStrContains(csv, "m,own/a/2,own,,,a,2,en,1,false,failed,false,,,,,,,,,Third?,")
end

M["what is exported and read again counts the same under script"] = function(lu)
  local rows, folder = sample_rows("m"), workshop.folder()
  local paths = {}
  for i, file in ipairs(exports.files("llmeval-med", rows, RUN)) do
    paths[i] = folder .. "/" .. file.name
    assert(files.write(paths[i], file.bytes))
  end
  local sets, entries = scored.sets(paths), {}
  lu.assertEquals({ #sets, sets[1].model, sets[1].sample }, { 1, "m", 1 })
  for i, path in ipairs(paths) do entries[i] = assert(scored.read(path)) end
  workshop.remove(folder)
  local run = { models = {}, judges = {} }
  local before = aggregate.leaderboard(rows, run, { convention = "script" }).rows[1]
  local after = aggregate.leaderboard(scored.rows("m", entries), run, { convention = "script" }).rows[1]
  for _, name in ipairs { "asked", "judged", "usable", "percent" } do lu.assertEquals(after.all[name], before.all[name]) end
  lu.assertEquals(after.op_percent, 33.33)
end

local function scores_file(scores)
  local list = {}
  for i, score in ipairs(scores) do
    list[i] = ('{"groupCode": %d, "round": 1, "problem": "p", "model_answer_score": %s}'):format(i, score)
  end
  return '{"医疗知识": [\n' .. table.concat(list, ",\n") .. "\n]}"
end

M["a score is what Python's float reads, from 0 to 5"] = function(lu)
  local cases = { { '"4"', 4 }, { "4", 4 }, { '" 4 "', 4 }, { '"４"', 4 }, { '"4."', 4 }, { '".5"', 0.5 }, { '"1e0"', 1 },
    { '"+4"', 4 }, { '"0"', 0 }, { "0", 0 }, { '"4.5"', 4.5 }, { '""', "failed" }, { "null", "failed" }, { "NaN", "failed" },
    { '"-1"', "unreadable" }, { "-1", "unreadable" }, { '"6"', "unreadable" }, { '"nan"', "unreadable" },
    { '"inf"', "unreadable" }, { '"abc"', "unreadable" }, { '"[4]"', "unreadable" }, { '"0x4"', "unreadable" },
    { '"."', "unreadable" }, { "5.0001", "unreadable" } }
  local scores = {}
  for i, case in ipairs(cases) do scores[i] = case[1] end
  with_file(scores_file(scores), function(path)
    for i, entry in ipairs(assert(scored.read(path))) do
      lu.assertEquals(entry.score or entry.state, cases[i][2], cases[i][1])
    end
  end)
end

-- What is in a file, and what is said of it.
local WRONG = {
  { "not json", "line 1, column" , json = true },
  { "[1, 2]", "an object of categories was expected" },
  { '"text"', "an object of categories was expected" },
  { '{"医疗知识": {"a": 1}}', "'医疗知识' should be a list" },
  { '{"医疗知识": 4}', "'医疗知识' should be a list" },
  { '{"医疗知识": [4]}', "entry 1 of '医疗知识' should be an object" },
  { '{"医疗知识": [\n{"groupCode": 1, "round": 1}]}', "no question has a 'model_answer_score'" },
  { '{"医疗知识": [\n{"model_answer_score": "4"}]}', ":2: has no 'groupCode' with 'round' and no 'problem'" },
  { '{"医疗知识": [\n\n{"groupCode": 7, "round": 1, "model_answer_score": [4]}]}',
    ":3: item MK/7/1: 'model_answer_score' should be a number" },
}

M["what is wrong with a scored file is told with its place"] = function(lu)
  for _, case in ipairs(WRONG) do
    with_file(case[1], function(path)
      local entries, problem, code = scored.read(path)
      lu.assertNil(entries, case[1])
      lu.assertStrContains(problem, case.json and path .. ":1: " or case[2], false, case[1])
      lu.assertEquals(code, "data")
    end)
  end
  local entries, problem = scored.read("/nowhere/file.json")
  lu.assertNil(entries)
  lu.assertStrContains(problem, "/nowhere/file.json")
end

M["a question that stands twice is noted, and both scores count"] = function(lu)
  local twice = '{"医疗知识": [\n{"groupCode":1,"round":1,"model_answer_score":"5"},\n'
    .. '{"groupCode":1,"round":1,"model_answer_score":"2"}]}'
  with_file(twice, function(path)
    local entries, notes = scored.read(path)
    lu.assertEquals(#entries, 2)
    lu.assertStrContains(notes[1], ":3: item MK/1/1: stands in line 2 already")
    lu.assertEquals(#scored.rows("m", { entries }), 1)
  end)
end

M["files of other names are the rounds of one model"] = function(lu)
  local sets = scored.sets { "x/a.json", "x/b.json" }
  lu.assertEquals(sets, { { model = "a", sample = 1, paths = { "x/a.json", "x/b.json" } } })
  sets = scored.sets { "m_round1.json", "m_round2.json", "n_sample2_round1.json" }
  lu.assertEquals({ sets[1].model, #sets[1].paths, sets[2].model, sets[2].sample }, { "m", 2, "n", 2 })
  lu.assertEquals(#scored.sets({ "m_round1.json", "n_round1.json" }, "one"), 1)
end

M["a run is exported and its files read again by the program"] = function(lu)
  local folder = workshop.folder()
  local out = { "--out", folder .. "/out" }
  lu.assertEquals((workshop.viva { "run", "--limit", "2", table.unpack(out) }), 0)
  for _, format in ipairs { "jsonl", "csv" } do
    lu.assertEquals((workshop.viva { "export", "--as", format, table.unpack(out) }), 0)
  end
  local status, said = workshop.viva { "export", "demo-part", "--as", "llmeval-med", "--to", folder .. "/scored/",
    table.unpack(out) }
  lu.assertEquals(status, 0)
  lu.assertStrContains(said, "SIMULATED")
  lu.assertStrContains(said, folder .. "/scored/sim-strong_round3.json")
  local one = folder .. "/scored/sim-strong_round1.json"
  status, said = workshop.viva { "scores", "import", one, folder .. "/scored/sim-strong_round2.json" }
  lu.assertEquals(status, 0)
  lu.assertStrContains(said, "SIMULATED")
  lu.assertStrContains(said, "sim-strong")
  assert(files.write(folder .. "/bad.json", '{"医疗知识": [\n4]}'))
  lu.assertEquals((workshop.viva { "scores", "import", one, folder .. "/bad.json" }), 1)
  lu.assertEquals((workshop.viva { "export", "none", "--as", "csv", table.unpack(out) }), 1)
  workshop.remove(folder)
end

return M
