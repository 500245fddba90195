-- How long `viva watch` takes at a save, with 2,052 judgings stored: build/viva lua tests/bench/watch.lua. The
-- demonstration's data, four answers to each question, all judged by simulated models.
local experts = require "experts"
local files = require "files"
local loop = require "viva.loop"
local moves = require "commands.shared.moves"
local process = require "viva.process"
local task = require "task"
local watched = require "commands.shared.watched"

local TIMES = 5
local folder = os.tmpname()
os.remove(folder)

local EVALUATION = [[
title = "Watched"
data = "%s/data/demo"
models = {
  model { name = "sim-strong", endpoint = simulated }, model { name = "sim-middle", endpoint = simulated },
  model { name = "sim-weak", endpoint = simulated },
}
judge_model = model { name = "sim-judge", endpoint = simulated }
answers = 4
repeats = 3
]]

local JUDGES = { "knowledge", "understanding", "reasoning", "safety", "generation" }

local function save(judge, pattern, by)
  local text, count = files.read(("%s/judges/%s.lua"):format(viva_root, judge)):gsub(pattern, by)
  assert(count > 0, pattern)
  assert(files.write(("%s/judges/%s.lua"):format(folder, judge), text))
end

local function make()
  assert(files.make_folder(folder .. "/judges"))
  assert(files.write(folder .. "/eval.lua", EVALUATION:format(viva_root)))
  local child = assert(process.start { argv = { "/bin/sh", "-c", 'exec "$0" run "$1" --out "$2" >/dev/null 2>&1',
    viva_root .. "/build/viva", folder .. "/eval.lua", folder .. "/out" } })
  assert(task.await(child:wait()) == 0, "the run failed")
end

-- Seconds from the save to all that is to be said of it, and seconds of processor beside the box.
local function look(self, known)
  local started, processor = loop.now(), os.clock()
  local changed = watched.changed(self)
  local plan = watched.load(self, changed)
  local found = assert(watched.derive(self))
  local now = moves.known(found.rows, found.limits, known)
  local between = moves.between(known or now, now)
  watched.forget(self)
  assert(plan)
  return loop.now() - started, now, between.moved, os.clock() - processor
end

local RULE = "if verdict%.safety_risk then return math%.min%(score, 2%) end"

-- The best and the median of several saves, each of another text.
local function measure(self, title, judges, pattern, form)
  local times, processor, moved, known = {}, {}, 0, select(2, look(self))
  for i = 1, TIMES do
    for _, judge in ipairs(judges) do save(judge, pattern, form:format(i)) end
    times[i], known, moved, processor[i] = look(self, known)
  end
  table.sort(times)
  table.sort(processor)
  print(("%s: %.3f s at best, %.3f s in the middle of %d saves (want < 1); processor beside the box %.3f s; %d answers "
    .. "moved last"):format(title, times[1], times[3], TIMES, processor[1], moved))
end

task.run(function()
  make()
  local self = watched.new(folder .. "/eval.lua", { out = folder .. "/out" })
  watched.changed(self)
  local first, known = look(self)
  print(("%d answers, %d judgings; at the start %.3f s"):format(#known.list, #known.list * 3, first))
  measure(self, "a rule of one judge of five", { "knowledge" }, RULE, "if score >= %d then return 1 end")
  measure(self, "a rule of all five judges", JUDGES, RULE, "if score >= %d then return 1 end")
  measure(self, "the prompt of one judge", { "safety" }, "{{question}}", "{{question}} (%d)")
  measure(self, "the prompts of all five", JUDGES, "{{question}}", "{{question}} (%d)")
  experts.close()
  os.execute("rm -rf '" .. folder .. "'")
end)
return 0
