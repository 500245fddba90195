-- viva watch EVALUATION: looks at the files of an evaluation and says at each save what it changes, for no money.
local lfs = require "lfs"
local loop = require "viva.loop"
local moves = require "commands.shared.moves"
local notices = require "notices"
local plans = require "commands.shared.plans"
local results = require "commands.shared.results"
local runs = require "runs"
local say_of = require "commands.shared.watch_text"
local task = require "task"
local text = require "viva.text"
local watch = require "viva.watch"
local watched = require "commands.shared.watched"
local words = require "words"

local M = { summary = { en = "say at each save what an edit changes", zh = "每次保存时说明改动的影响" } }

function M.options(parser)
  parser:argument("evaluation", "an evaluation file")
  parser:option("--out", "folder for replies, runs and reports"):default("viva-out"):argname("DIR")
  parser:option("--limit", "only the first N items of each category"):convert(math.tointeger):argname("N")
  parser:option("--category", "only this category (MK, MLU, MR, MSE, MTG)"):count("*"):argname("CODE")
  parser:option("--item", "only the conversation of this item, such as MK/5/1"):count("*"):argname("ID")
  parser:flag("--go", "ask for the verdicts that a save makes necessary, within the evaluation's budget")
end

local function tell(...)
  io.stdout:write(...)
  io.stdout:flush()
end

local function stop_on(signal, state)
  task.await(loop.signal(signal))
  state.ended = true
  if state.asking then state.asking.stopping = "interrupted" end
  if state.watching then watch.cancel(state.watching) end
end

local function total_stored(rows)
  local count = 0
  for _, row in ipairs(rows) do
    for _, judging in ipairs(row.judgings) do count = count + (judging.state ~= "failed" and 1 or 0) end
  end
  return count
end

local function take(state, found)
  local waiting
  state.found = found
  state.known, waiting = moves.known(found.rows, found.limits, state.known)
  return waiting
end

local function begin(state)
  watched.load(state.watched, {}) -- which folders there are is known only then
  watched.changed(state.watched)
  local plan, result = watched.load(state.watched, {}) -- what is saved from here on is a change
  if not plan then return nil, table.concat(result.problems, "\n") end
  local found, problem = watched.derive(state.watched)
  if not found then return nil, problem end
  take(state, found)
  local context = found.context
  tell(state.say("watch_begins", state.path, #found.rows, #plan.judges, total_stored(found.rows),
    plans.total(context).calls), "\n")
  return true
end

-- Judges that were not in force before.
local function new_judges(before, plan)
  local old, list = {}, {}
  for _, judge in ipairs(before.judges) do old[judge] = true end
  for _, judge in ipairs(plan.judges) do
    if not old[judge] then list[#list + 1] = judge end
  end
  return list
end

-- A report that was edited is written again, where the run has been made.
local function write_reports(state, names)
  local found, options = state.found, state.options
  local part = options.limit or #options.category + #options.item > 0
  local folder = runs.folder(options.out, found.run.name .. (part and "-part" or ""))
  if not lfs.attributes(folder .. "/run.json", "mode") then return end
  found.extra.dir = folder
  for _, name in ipairs(names) do
    local path, problem = results.write(found.run, found.rows, found.extra, { name = name,
      workspace = state.path:match("^(.*)/[^/]*$") })
    tell(path and state.say("watch_report", path) .. "\n" or say_of.problems(state.say, "watch_broken", { problem }))
  end
end

local function show_found(state, found)
  local before = state.known
  local waiting = take(state, found)
  local between = moves.between(before, state.known)
  local marks = notices.marks(found.run, state.say)
  tell(say_of.moves(state.say, marks, between),
    say_of.rated(state.say, marks, moves.rated(between, before, state.known, found.run)))
  if waiting > 0 then tell(state.say("watch_waiting", waiting), "\n") end
end

local function ask_changed(state)
  tell(plans.origins(state.watched.plan, { judge_only = true }), state.say "watch_asking", "\n")
  local rows, problem = watched.ask(state.watched, function(context) state.asking = context end)
  state.asking = nil
  if not rows then return tell("  ", text.clean(problem), "\n") end
  results.show_failures(rows)
  local found
  found, problem = watched.derive(state.watched)
  if not found then return tell("  ", text.clean(problem), "\n") end
  show_found(state, found)
end

-- What there is to say of the files themselves.
local function show_files(state, before, changed, result, seconds)
  local say = state.say
  local plan, wrong = state.watched.plan, {}
  if plan ~= before then wrong = watched.examples(new_judges(before, plan)) end
  tell(say("watch_saved", os.date("%H:%M:%S"), say_of.paths(changed), seconds), "\n",
    say_of.problems(say, "watch_broken", result.problems), say_of.problems(say, "watch_example", wrong),
    #result.mended > 0 and say("watch_mended", say_of.paths(result.mended)) .. "\n" or "")
end

-- What one save, or several at once, have done.
local function look(state)
  local started, changed = loop.now(), watched.changed(state.watched)
  if #changed == 0 then return end
  local before = state.watched.plan
  local _, result = watched.load(state.watched, changed)
  local found, problem
  if not result.all_broken then found, problem = watched.derive(state.watched) end
  result.problems[#result.problems + 1] = problem
  show_files(state, before, changed, result, loop.now() - started)
  watched.forget(state.watched)
  if not found then return end
  local go = state.options.go and plans.total(found.context).calls > 0
  tell(say_of.requests(state.say, found.context, state.path, go))
  show_found(state, found)
  write_reports(state, result.reports)
  if go and not state.ended then ask_changed(state) end
end

-- The next watch begins before the files are looked at, so that no save falls between the two.
local function follow(state)
  while not state.ended do
    local id, problem = watch.start(watched.folders(state.watched))
    if not id then return nil, problem end
    state.watching = id
    local changing = task.spawn(task.await, id) -- waits from now on: what ends with nobody waiting is lost
    look(state)
    if state.ended then watch.cancel(id) end
    task.join(changing)
  end
  return true
end

function M.run(options)
  local state = { path = options.evaluation, options = options, watched = watched.new(options.evaluation, options),
    say = words.in_language(words.choose(nil, nil, words.locale())) }
  task.spawn(stop_on, "INT", state)
  task.spawn(stop_on, "TERM", state)
  local done, problem = begin(state)
  if done then done, problem = follow(state) end
  if not done then return nil, problem end
  tell("\n", state.say("watch_ended", state.path), "\n")
  return 0
end

return M
