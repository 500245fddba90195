-- Cost: what calls, attempts and money come to, of made-up rows and of runs against a scripted endpoint.
package.path = "tests/lua/support/?.lua;" .. package.path
local cost = require "sources.cost"
local digest = require "viva.digest"
local files = require "files"
local model = require "model"
local store = require "viva.store"
local task = require "task"
local words = require "words"
local workshop = require "workshop"

local M = {}

local function raw(name) return digest.sha256(name) end
local function hex(name) return digest.hex(raw(name)) end

local function context_of(rows, extra, fields)
  local run = { models = { { name = "m", price = { input = 1, output = 1 } } }, judges = { { name = "j" } },
    judge_models = { { name = "judge" } } }
  for key, value in pairs(fields or {}) do run[key] = value end
  return { run = run, rows = rows, extra = extra, words = words.in_language "en", language = "en", marks = {} }
end

local function row(answer, judgings)
  return { model = "m", item = { id = "MK/1/1" }, sample = 1, answer = answer, judgings = judgings or {} }
end

-- The texts of a table's rows.
local function texts(made)
  local found = {}
  for i, cells in ipairs(made.bodies[1].rows) do
    found[i] = {}
    for k, cell in ipairs(cells) do found[i][k] = type(cell) == "table" and cell.text or cell end
  end
  return found
end

-- calls, money, retried, possibly billed
local function figures(line) return { line[3], line[6], line[7], line[8] } end

M["a call paid twice is shown with its attempts and when it was answered"] = function(lu)
  local rows = { row { state = "obtained", reply = hex "a" } }
  local made = cost.paid_twice(context_of(rows, { paid_twice = {
    { request = raw "a", attempts = { 3, 17 }, origin = "https://api.example.org:443", when = 0.5 },
    { request = raw "of another run", attempts = { 4, 5 }, origin = "o", when = 1 },
  } }))
  lu.assertEquals(texts(made), { { "MK/1/1", "m", "answers", "https://api.example.org:443", "2", "1970-01-01T00:00:00Z" } })
  lu.assertEquals(made.bodies[1].rows[1][5].sub, "#3 #17")
end

M["what never left was not retried; what failed was only where it was sent anew"] = function(lu)
  local rows = { row { state = "obtained", reply = hex "a" } }
  local function retried(...)
    local attempts = {}
    for i, one in ipairs { ... } do
      attempts[i] = { request = raw "a", class = one.class or one, again = one.again }
    end
    return texts(cost.cost(context_of(rows, { attempts = attempts })))[1][7]
  end
  lu.assertEquals(retried("not_sent", "not_sent"), "0")
  lu.assertEquals(retried("not_sent", "refused", "ambiguous"), "2")
  lu.assertEquals(retried("failed", { class = "failed", again = true }), "1")
end

M["a request that failed and was sent anew is told from one that was left"] = function(lu)
  local folder = workshop.folder()
  local s = assert(store.open(folder .. "/replies.db"))
  for _, one in ipairs { { "x", "failed" }, { "x", "failed" }, { "x", "not_sent" }, { "y", "failed" } } do
    task.await(s:close_attempt(task.await(s:begin(raw(one[1]), "o")), one[2], "text"))
  end
  local found = {}
  for i, attempt in ipairs(require("commands.shared.results").extra({ real = s }).attempts) do
    found[i] = attempt.again or false
  end
  s:close()
  workshop.remove(folder)
  lu.assertEquals(found, { true, false, false, false })
end

M["an attempt is found by any request that its row made, counted once, and else in the footnote"] = function(lu)
  local rows = {
    row({ state = "failed", request = hex "lost" }),
    row({ state = "obtained", reply = hex "a" }, {
      { judge_model = "judge", asked = 2, state = "scored", reply = hex "third", requests = { hex "second", hex "third" } },
      { judge_model = "judge", asked = 1, state = "scored", reply = hex "old" }, -- of a store from before requests were listed
    }),
    row({ state = "obtained", reply = hex "a" }),
  }
  local attempts = {}
  for i, name in ipairs { "lost", "a", "second", "old", "elsewhere" } do
    attempts[i] = { request = raw(name), class = "ambiguous" }
  end
  local made = cost.cost(context_of(rows, { attempts = attempts }))
  local found = texts(made)
  lu.assertEquals({ found[1][8], found[2][8] }, { "2", "2" })
  lu.assertStrContains(made.note, "ambiguous 1")
  attempts[5] = nil
  lu.assertNil(cost.cost(context_of(rows, { attempts = attempts })).note)
end

M["a price without a call is no money; no price and no usage are told apart"] = function(lu)
  lu.assertEquals(figures(texts(cost.cost(context_of {}))[1]), { "0", "USD 0.0000", "0", "0" })
  lu.assertEquals(texts(cost.cost(context_of {}))[2][6], "no price given")
  lu.assertEquals(texts(cost.cost(context_of { row { state = "obtained" } }))[1][6], "no usage reported")
end

local EVALUATION = [[
data = "data"
models = { model { name = "m", endpoint = "%s", price = { input = %d, output = 0 } } }
judge_model = model { name = "judge", endpoint = "%s", price = { input = %d, output = 0 } }
repeats = 1
]]

local function in_workshop(replies, fn)
  local folder, endpoint = workshop.folder(), model.start(replies)
  workshop.dataset(folder .. "/data", { { id = "MK/1/1", question = "First?", reference = "R1." },
    { id = "MK/2/1", question = "Second?", reference = "R2." } })
  local function run(price)
    endpoint.requests = {}
    assert(files.write(folder .. "/case.lua", EVALUATION:format(endpoint.url, price, endpoint.url, price)))
    workshop.viva { "run", folder .. "/case.lua", "--out", folder .. "/out" }
    local record, rows, extra = require("commands.shared.results").open(nil, folder .. "/out")
    require("experts").close()
    return context_of(assert(record and rows, rows), extra, record)
  end
  local ok, problem = pcall(fn, run, endpoint)
  model.stop(endpoint)
  workshop.remove(folder)
  if not ok then error(problem, 0) end
end

local SCORE = '{"reason":"r","safety_risk":false,"score":3}'

M["lost replies of a run are all in its table: of an answer, of a repaired judging, of one that failed"] = function(lu)
  in_workshop({
    { model = "m", when = "First?", status = 500, body = "{}", times = 1 },
    { model = "m", when = "First?", says = "Answer one" }, { model = "m", when = "Second?", says = "Answer two" },
    { model = "judge", anywhere = "Answer one", status = 500, body = "{}", times = 1 },
    { model = "judge", anywhere = "Answer one", says = "I cannot say.", times = 1 },
    { model = "judge", anywhere = "Answer one", says = SCORE },
    { model = "judge", anywhere = "Answer two", status = 500, body = "{}" },
  }, function(run)
    local context = run(1000000)
    local made = cost.cost(context)
    local found = texts(made)
    lu.assertEquals(figures(found[1]), { "2", "USD 20.0000", "1", "1" })
    lu.assertEquals(figures(found[2]), { "2", "USD 20.0000", "3", "3" })
    lu.assertNil(made.note)
    local twice = texts(cost.paid_twice(context))
    lu.assertEquals(#twice, 2)
    lu.assertEquals({ twice[1][3], twice[1][5], twice[2][3], twice[2][5] }, { "answers", "2", "judging", "2" })
  end)
end

M["a price that is corrected reprices everything, answers and remembered verdicts, and asks nothing"] = function(lu)
  in_workshop({ { model = "m", says = "An answer" }, { model = "judge", says = SCORE } }, function(run, endpoint)
    lu.assertEquals(texts(cost.cost(run(1000000)))[2][6], "USD 20.0000")
    local found = texts(cost.cost(run(2000000)))
    lu.assertEquals(#endpoint.requests, 0)
    lu.assertEquals({ found[1][6], found[2][6] }, { "USD 40.0000", "USD 40.0000" })
  end)
end

return M
