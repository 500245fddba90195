-- The prompt's own benchmark: cmake --build build --target bench_repl. A run of 15 simulated models, 667 items and three
-- judgings each (30,015 judgings) is made once under build/ and kept; then, at a pseudo-terminal, how long from the start
-- of the program to its prompt, to the first completion of an item, and to the first table of rates.
local files = require "files"
local json = require "json"
local loop = require "viva.loop"
local process = require "viva.process"
local task = require "task"

local MODELS, ITEMS, ROUNDS = 15, 667, 7
local SKILLS = { "strong", "middle", "weak" }
local CATEGORIES = { "MK", "MLU", "MR", "MSE", "MTG" }
local program = ...
local folder = (os.getenv("VIVA_BENCH_DIR") or viva_root .. "/build") .. "/bench-repl"

local function say(...) print(string.format(...)) end

local function item(n)
  local category = CATEGORIES[n % #CATEGORIES + 1]
  return json.encode { id = ("%s/%d/1"):format(category, n), category = category, group = tostring(n), round = 1,
    language = n % 2 == 0 and "zh" or "en",
    subcategory = "subject " .. n % 6, question = ("Question %d: 患者应当怎样处理？What should be done first?"):format(n),
    reference = ("First rule out danger %d. 然后完善检查。Then follow up after %d days."):format(n, n % 30 + 1),
    checklist = ("核心需求：\n1. 指出风险 %d。\n次要需求：\n1. 建议复查。"):format(n) }
end

local function make_evaluation()
  local lines, models = {}, {}
  for n = 1, ITEMS do lines[n] = item(n) end
  assert(files.make_folder(folder .. "/data"))
  assert(files.write(folder .. "/data/items.jsonl", table.concat(lines, "\n") .. "\n"))
  assert(files.write(folder .. "/data/dataset.json", '{ "name": "bench", "validated": false }'))
  for n = 1, MODELS do
    models[n] = ('  model { name = "sim-%02d", model = "sim-%s", endpoint = simulated, parameters = { top_k = %d } },')
      :format(n, SKILLS[n % 3 + 1], n)
  end
  assert(files.write(folder .. "/bench.lua", ('data = "data"\nmodels = {\n%s\n}\nrepeats = 3\nreport = "leaderboard"\n'
    .. 'judge_model = model { name = "sim-judge", endpoint = simulated }\nlimits = { in_flight = 128 }\n')
    :format(table.concat(models, "\n"))))
end

local function shell(command)
  local child = assert(process.start { argv = { "/bin/sh", "-c", command } })
  local lines = {}
  for line in function() return (task.await(child:line())) end do lines[#lines + 1] = line end
  assert(task.await(child:wait()) == 0, command)
  return lines
end

-- Seconds that each expected text took to come.
local function typed(steps)
  assert(files.write(folder .. "/steps.json", json.encode(json.array(steps))))
  local seconds = {}
  for _, line in ipairs(shell(("cd '%s' && python3 '%s/tests/lua/support/terminal.py' steps.json '%s' repl --no-history")
    :format(folder, viva_root, program))) do
    seconds[#seconds + 1] = json.decode(line).seconds
  end
  return seconds
end

-- The best of several says what the program takes, the median what else the machine was doing.
local function told(list)
  table.sort(list)
  return ("%.0f ms (median %.0f)"):format(list[1] * 1e3, list[(#list + 1) // 2] * 1e3)
end

make_evaluation()
local started = loop.now()
shell(("cd '%s' && '%s' run bench.lua >run.txt 2>&1 || tail -3 run.txt"):format(folder, program))
say("the run of %d judgings was there after %.0f s", MODELS * ITEMS * 3, loop.now() - started)
local prompt, completed = {}, {}
for round = 1, ROUNDS do
  local seconds = typed { { expect = "bench> " }, { send = 'show "MK/1' .. "\t" }, { expect = "MK/" }, { send = "\3" },
    { expect = "^C" }, { expect = "> " }, { send = "\4" } }
  prompt[round], completed[round] = seconds[1], seconds[2]
end
say("prompt after %s, first completion of an item after %s, best of %d", told(prompt), told(completed), ROUNDS)
local seconds = typed { { expect = "bench> " }, { send = 'run:usability{by="category"}\r' }, { expect = "Convention" },
  { expect = "> " }, { send = "run:leaderboard()\r" }, { expect = "Convention" }, { expect = "> " }, { send = "\4" } }
say("first table of rates after %.2f s (rows are derived then), a leaderboard %.2f s later", seconds[2], seconds[4])
