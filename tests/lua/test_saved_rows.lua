-- Rows saved beside a run's record: the same as derived ones in every field, and none at all once anything has changed.
package.path = "tests/lua/support/?.lua;" .. package.path
local answer = require "stages.answer"
local difference = require "difference"
local evaluate = require "commands.shared.evaluate"
local experts = require "experts"
local files = require "files"
local json = require "json"
local model = require "model"
local plain = require "viva.plain"
local ratings = require "ratings"
local results = require "commands.shared.results"
local saved_rows = require "saved_rows"
local store = require "viva.store"
local task = require "task"
local workshop = require "workshop"

local M = {}

local EVALUATION = [[
data = "data"
models = {
  model { name = "m", endpoint = "%s", price = { input = 3, output = 7 } },
  model { name = "elsewhere", endpoint = imported },
}
judge_models = { model { name = "strict", endpoint = "%s" }, model { name = "odd", endpoint = "%s" } }
judges = { "plain", "points" }
answers = 2
repeats = 2
limits = { attempts = 1 }
]]

local PLAIN = [[
title = "Plain"
applies_to = category "MK"
levels = { [5] = "good", [4] = "fair", [3] = "middling", [2] = "weak", [1] = "bad" }
usable_from = 4
prompt = "Judge: {{question}} {{history}} {{answer}} {{levels}}"
reply = { reason = "text", safety_risk = "yes or no", score = "level" }
]]

local POINTS = [[
title = "Points"
applies_to = category "MK"
needs = { "points" }
levels = { [5] = "good", [4] = "fair", [3] = "middling", [2] = "weak", [1] = "bad" }
usable_from = 4
prompt = "Points: {{question}} {{points}} {{answer}} {{levels}}"
reply = { points = "points" }
]]

local CHECKLIST = 'question "MK/1/1"\ncore "Names the cause."\n'

local function verdict(score) return json.encode { reason = "r", safety_risk = score < 3, score = score } end

local REPLIES = {
  { model = "m", when = "First?", says = "Answer one" }, { model = "m", when = "And then?", says = "Answer two" },
  { model = "m", when = "Third?", status = 400, body = '{"error":{"message":"too long","code":"context"}}' },
  { model = "m", when = "Fourth?", says = "Answer four", finish = "length" },
  { model = "strict", anywhere = "Points:", says = '{"points":[{"point":1,"state":"met","quote":"one"}]}' },
  { model = "strict", anywhere = "Answer two", says = "I would rather not." },
  { model = "strict", says = verdict(4) },
  { model = "odd", anywhere = "Answer four", status = 400, body = '{"error":{"message":"no","code":"context"}}' },
  { model = "odd", says = verdict(2) },
}

local ITEMS = {
  { id = "MK/1/1", question = "First?", reference = "R1." }, { id = "MK/1/2", question = "And then?", reference = "R2." },
  { id = "MK/2/1", question = "Third?", reference = "R3." }, { id = "MK/3/1", question = "Fourth?", reference = "R4." },
}

local function in_store(out, fn)
  local s <close> = assert(store.open(out .. "/replies.db"))
  fn(s)
end

local function import_answer(out, item, text)
  in_store(out, function(s)
    task.await(s:import(answer.imported_id("case", "elsewhere", item, 1), json.encode { text = text }))
  end)
end

local function make(folder, url)
  local out = folder .. "/out"
  workshop.dataset(folder .. "/data", ITEMS)
  for _, part in ipairs { "/judges", "/checklists", "/out" } do assert(files.make_folder(folder .. part)) end
  assert(files.write(folder .. "/judges/plain.lua", PLAIN))
  assert(files.write(folder .. "/judges/points.lua", POINTS))
  assert(files.write(folder .. "/checklists/first.lua", CHECKLIST))
  assert(files.write(folder .. "/case.lua", EVALUATION:format(url, url, url)))
  import_answer(out, ITEMS[1], "Another answer")
  local status, told = workshop.told { "run", folder .. "/case.lua", "--out", out }
  assert(status == 3, told) -- something was not obtained
  assert(ratings.add(out, "case", { { item = "MK/1/1", model = "m", sample = 1, answer = ratings.digest "Answer one",
    rater = "a", value = 4, low = 1, high = 5, file = "a.csv", time = "2026-01-01" } }, {}))
  return out
end

-- Opens the run; returns its rows and whether they were derived.
local function open(out)
  local derive, derived = evaluate.rows, false
  evaluate.rows = function(...)
    derived = true
    return derive(...)
  end
  local run, rows = results.open("case", out)
  evaluate.rows = derive
  assert(run, rows)
  return rows, derived
end

-- Runs test(out, folder of the run, the rows as derived) with a run whose rows are saved.
local function with_run(test)
  local folder, endpoint = workshop.folder(), model.start(REPLIES)
  local ok, problem = xpcall(function()
    local out = make(folder, endpoint.url)
    local rows, derived = open(out)
    assert(derived and not select(2, open(out)), "the rows are saved")
    test(out, out .. "/runs/case", rows)
  end, debug.traceback)
  experts.close()
  model.stop(endpoint)
  workshop.remove(folder)
  if not ok then error(problem, 0) end
end

local function states(rows)
  local found = {}
  for _, row in ipairs(rows) do
    found["answer " .. row.answer.state] = true
    found.imported, found.rated = found.imported or row.answer.imported, found.rated or row.ratings ~= nil
    found.jury, found.cut = found.jury or row.jury ~= nil, found.cut or row.answer.cut
    for _, judging in ipairs(row.judgings) do
      found["judging " .. judging.state] = true
      found.points = found.points or judging.points ~= nil
    end
  end
  return found
end

M["what was saved is in every field what was derived: failures, juries, rounds, points, imports and ratings"] = function(lu)
  with_run(function(out, _, rows)
    lu.assertEquals(states(rows), { ["answer obtained"] = true, ["answer failed"] = true, ["answer not_asked"] = true,
      ["judging scored"] = true, ["judging failed"] = true, ["judging unreadable"] = true, imported = true, rated = true,
      jury = true, cut = true, points = true })
    local again, derived = open(out)
    lu.assertFalse(derived)
    lu.assertIsNil(difference(rows, again))
  end)
end

local function edit(path, from, to)
  local changed, count = assert(files.read(path)):gsub(from, to)
  assert(count > 0, path)
  assert(files.write(path, changed))
end

local CHANGES = {
  ["the record"] = function(_, place) edit(place .. "/run.json", '"input": 3', '"input": 4') end,
  ["an item"] = function(_, place) edit(place .. "/data/items.jsonl", "R3", "Another reference") end,
  ["a judge file"] = function(_, place) edit(place .. "/judges/plain.lua", "fair", "quite fair") end,
  ["a checklist"] = function(_, place) edit(place .. "/checklists/first.lua", "the cause", "the true cause") end,
  ["an import"] = function(out) import_answer(out, ITEMS[4], "One more") end,
  ["an attempt"] = function(out)
    in_store(out, function(s) task.await(s:begin(("k"):rep(32), "https://api.example.org:443")) end)
  end,
}

for what, change in pairs(CHANGES) do
  M["rows are derived anew after a change: " .. what] = function(lu)
    with_run(function(out, place)
      change(out, place)
      lu.assertTrue(select(2, open(out)))
    end)
  end
end

M["new rows take the place of those that are saved"] = function(lu)
  with_run(function(out)
    import_answer(out, { id = "MK/9/9", question = "Of another run?" }, "One more")
    local rows, derived = open(out)
    lu.assertTrue(derived)
    local again, once_more = open(out)
    lu.assertFalse(once_more)
    lu.assertIsNil(difference(rows, again))
  end)
end

M["a file that is damaged or cut says nothing, and is written anew"] = function(lu)
  with_run(function(out, place, rows)
    local path = saved_rows.path { folder = place }
    local whole = files.read(path)
    local function is_refused(bytes, what)
      assert(files.write(path, bytes))
      local again, derived = open(out)
      lu.assertTrue(derived, what)
      lu.assertIsNil(difference(rows, again))
      lu.assertTrue(files.read(path) ~= bytes, what)
      lu.assertFalse(select(2, open(out)), what)
    end
    for _, size in ipairs { 0, 20, 32, 40, 60, 76, #whole - 1 } do is_refused(whole:sub(1, size), "cut at " .. size) end
    for _, at in ipairs { 1, 33, 41, 45, 80, #whole } do
      local other = string.char(whole:byte(at) ~ 0xff)
      is_refused(whole:sub(1, at - 1) .. other .. whole:sub(at + 1), "changed at " .. at)
    end
    is_refused(whole .. "more", "with more behind it")
  end)
end

local function is_saved(change)
  local path, item = os.tmpname(), { id = "MK/1/1" }
  local row = { model = "m", sample = 1, item = item, answer = { state = "obtained", text = "A" },
    judgings = { { judge = "j", asked = 1, state = "scored", score = 4 } } }
  os.remove(path)
  if change then change(row, row.judgings[1]) end
  saved_rows.save(path, ("k"):rep(32), { row }, { item })
  local rows = saved_rows.load(path, ("k"):rep(32), { item })
  os.remove(path)
  return rows ~= nil
end

local function failed(judging, code, asked, requests)
  judging.state, judging.code, judging.asked, judging.requests = "failed", code, asked, requests
end

M["rows are saved when nothing is left to ask and no failure is the machine's"] = function(lu)
  lu.assertTrue(is_saved())
  lu.assertFalse(is_saved(function(row) row.answer = { state = "not_asked", code = "not_asked" } end))
  lu.assertFalse(is_saved(function(_, judging) failed(judging, "not_asked", 0, { "id" }) end))
  lu.assertTrue(is_saved(function(_, judging) failed(judging, "http_500", 0, { "id" }) end))
  lu.assertTrue(is_saved(function(_, judging) failed(judging, "local_only", 0) end))
  lu.assertFalse(is_saved(function(_, judging) failed(judging, "stopped", 0) end), "the box was stopped")
  lu.assertFalse(is_saved(function(_, judging) failed(judging, "stopped", 1) end), "the box was stopped later")
  lu.assertFalse(is_saved(function(row) row.jury = { j = { problem = "stopped" } } end))
  lu.assertFalse(is_saved(function(_, judging) judging.reason = print end), "what is no plain data")
  lu.assertFalse(is_saved(function(row) row.item = { id = "of no dataset" } end))
end

M["a folder that cannot be written to changes nothing"] = function(lu)
  local item = { id = "MK/1/1" }
  local row = { item = item, answer = { state = "obtained" }, judgings = {} }
  saved_rows.save("/nowhere/at/all/rows.saved", ("k"):rep(32), { row }, { item })
  lu.assertIsNil(saved_rows.load("/nowhere/at/all/rows.saved", ("k"):rep(32), { item }))
end

M["plain data comes back as it went; other bytes are refused"] = function(lu)
  local value = { 1, 2.0, -3, "\0\xff", { yes = true, no = false, [7] = "seven" }, 0.1 }
  lu.assertIsNil(difference(value, plain.read(assert(plain.write(value)))))
  lu.assertEquals({ plain.write { print } }, { nil, "it contains a function", "plain" })
  lu.assertEquals({ plain.read "junk" }, { nil, "these bytes are no plain data", "plain" })
  lu.assertError(plain.write)
end

return M
