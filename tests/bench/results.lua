-- How fast the results of a run load: build/viva lua tests/bench/results.lua [answers a question and model].
--
-- Replies and verdicts are put into a store as a run leaves them there, 13 models on the items of data/demo, each answer
-- judged three times; then the rows are derived again, as the first report does, read as they were saved, as every other
-- one does, and aggregated. Figures are also given for the
-- size of 13 models x 667 items x 3 answers x 3 judgings, to which they grow in proportion.
local about_run = require "about_run"
local aggregate = require "stages.aggregate"
local ask = require "ask"
local evaluate = require "commands.shared.evaluate"
local evaluation = require "evaluation"
local experts = require "experts"
local files = require "files"
local json = require "json"
local loop = require "viva.loop"
local saved_rows = require "saved_rows"
local store = require "viva.store"
local task = require "task"

local ANSWERS = tonumber((...)) or 5
local MODELS, JUDGINGS, FULL = 13, 3, 13 * 667 * 3 * 3
local folder = (os.getenv("VIVA_BENCH_DIR") or viva_root .. "/build") .. "/bench-results-" .. loop.pid()

local function timed(fn, ...)
  local processor, started = os.clock(), loop.now()
  local result = table.pack(fn(...))
  return os.clock() - processor, loop.now() - started, table.unpack(result, 1, result.n)
end

local function evaluation_file()
  local models = {}
  for i = 1, MODELS do
    models[i] = ('  model { name = "m%d", group = "open", endpoint = "http://127.0.0.1:9/v1", model = "m%d" },'):format(i, i)
  end
  return ([[
title = "Loading a run"
data = "%s/data/demo"
models = {
%s
}
judge_model = model { name = "judge", endpoint = "http://127.0.0.1:9/v1", model = "judge" }
answers = %d
repeats = %d
]]):format(viva_root, table.concat(models, "\n"), ANSWERS, JUDGINGS)
end

local REASON = ("The answer names what the reference asks for, and leaves out one secondary point. "):rep(3)

-- The body of a reply of some 1.2 KB.
local function reply(text)
  return json.encode { id = "chatcmpl-1", object = "chat.completion", created = 1700000000, model = "served",
    choices = { { index = 0, message = { role = "assistant", content = text }, finish_reason = "stop" } },
    usage = { prompt_tokens = 700, completion_tokens = 120, total_tokens = 820 } }
end

-- Stands for a store in which every request has a reply, each with a text of its own that reads as a verdict too, and
-- puts them into the store.
local function all_answered(open, ids)
  return {
    memo = function() return nil end,
    reply = function(_, id)
      local text = json.encode { reason = REASON .. #ids, safety_risk = false, score = 3 + #ids % 3 }
      local raw = reply(text)
      ids[#ids + 1] = open:import(id, raw)
      return { raw = raw, status = 200, received = 1, seconds = 1, attempt = 1 }
    end,
  }
end

local function derive(plan, open, mode)
  local context = ask.open { stores = { real = open }, limits = plan.limits, mode = mode }
  return evaluate.rows(context, plan, plan.dataset.conversations, {})
end

local function judged(rows)
  local count = 0
  for _, row in ipairs(rows) do
    for _, judging in ipairs(row.judgings) do
      if judging.state == "scored" then count = count + 1 end
    end
  end
  return count
end

local function say(what, count, processor, seconds)
  print(("%-34s %6d judgings: %.2f s (%.2f s of processor), %.1f us a judging; at %d judgings %.2f s"):format(what, count,
    seconds, processor, processor / count * 1e6, FULL, processor / count * FULL))
end

task.run(function()
  assert(files.make_folder(folder))
  assert(files.write(folder .. "/eval.lua", evaluation_file()))
  local record = assert(evaluation.read(folder .. "/eval.lua"))
  local plan = assert(evaluation.plan(record, false))
  local open = assert(store.open(folder .. "/replies.db", { simulated = false }))
  local ids = {}
  derive(plan, all_answered(open, ids), "offline")
  open:close() -- all is committed first
  open = assert(store.open(folder .. "/replies.db", { simulated = false }))
  local processor, seconds, rows = timed(derive, plan, open, "live") -- which saves the verdicts
  local count = judged(rows)
  assert(count == #rows * JUDGINGS, "every judging is scored")
  say("rows from replies, verdicts read", count, processor, seconds)
  open:close() -- the verdicts are saved
  open = assert(store.open(folder .. "/replies.db", { simulated = false, readonly = true }))
  processor, seconds, rows = timed(derive, plan, open, "offline")
  say("rows with verdicts saved", judged(rows), processor, seconds)
  local path, key, items = folder .. "/rows.saved", ("k"):rep(32), plan.dataset.items
  processor, seconds = timed(saved_rows.save, path, key, rows, items)
  say("saving the rows", count, processor, seconds)
  rows = nil -- luacheck: ignore 311
  collectgarbage()
  processor, seconds, rows = timed(saved_rows.load, path, key, items)
  say("rows saved", judged(rows), processor, seconds)
  local run = about_run.describe({ record = record, versions = {} }, plan, rows)
  processor, seconds = timed(aggregate.leaderboard, rows, run, { convention = "viva" })
  say("leaderboard", count, processor, seconds)
  open:close()
end)
experts.close()
os.execute("rm -rf '" .. folder .. "'")
return 0
