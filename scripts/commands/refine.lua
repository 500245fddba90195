-- viva refine [RUN]: where judge and physicians disagree; another wording; what it does to the agreement; the ledger.
local change = require "commands.shared.refine_change"
local propose = require "commands.shared.refine_propose"
local refine = require "stages.refine"
local refine_text = require "commands.shared.refine_text"
local refining = require "commands.shared.refining"
local results = require "commands.shared.results"
local screen = require "screen"

local M = { summary = { en = "improve judges and checklists where they disagree with physicians",
  zh = "针对与医师的分歧改进评判和要点清单" } }

function M.options(parser)
  parser:argument("run", "a run's name; the latest one when left out"):args("?")
  parser:option("--n", "how many disagreements of each kind"):default("10"):convert(math.tointeger):argname("N")
  parser:option("--propose", "ask a model to reword what this disagreement (A1, P2) is about"):argname("LABEL")
  parser:option("--point", "with --propose A1: this point of the item's checklist"):convert(math.tointeger):argname("N")
  parser:option("--by", "the model that proposes; the judge model when left out"):argname("NAME")
  parser:flag("--accept", "write what was proposed, judge again, enter it in the ledger")
  parser:flag("--edit", "with --accept: change it in $EDITOR first")
  parser:flag("--measure", "judge again after an edit of your own, enter it in the ledger")
  parser:option("--compare", "agreement of two runs, or evaluation files, on the same rated answers"):args(2)
    :argname { "A", "B" }
  parser:option("--who", "who makes the change, for the ledger"):argname("NAME")
  parser:option("--why", "why, for the ledger"):argname("TEXT")
  parser:option("--language", "en or zh"):choices { "en", "zh" }
  parser:option("--out", "folder for replies, runs and reports"):default("viva-out"):argname("DIR")
end

-- The disagreements as the workspace's files have them now: what was changed and judged again since the run counts.
local function list(options)
  local state, problem = refining.open(options.run, options.out)
  if not state then return nil, problem end
  local run, rows, extra = state.now.run, state.now.rows, state.now.extra
  local found = refining.disagreements(rows, run)
  extra.disagreements, extra.most, extra.dir = found, options.n, state.folder
  local say = refine_text.say(options, run)
  io.write(screen.banners(run, say), refine_text.list(say, run, found, options.n), "\n")
  local path
  path, problem = results.write(run, rows, extra, { name = "refine", language = options.language,
    workspace = state.workspace })
  if not path then return nil, problem end
  print(say("refine_next", run.name))
  print(("%s: %s"):format(say "report", path))
  return true
end

local function compare(options)
  local versions = {}
  for i, name in ipairs(options.compare) do
    local problem
    versions[i], problem = refining.version(name, options.out)
    if not versions[i] then return nil, problem end
  end
  local effect = refine.effect(versions[1], versions[2])
  if not effect.all then return nil, "no rated answer has a score in both" end
  local say = refine_text.say(options, versions[2].run)
  io.write(screen.banners(versions[2].run, say), refine_text.effect(say, effect, options.compare))
  return true
end

function M.run(options)
  local action = options.compare and compare or options.propose and propose or options.accept and change.accept
    or options.measure and change.measure or list
  return action(options)
end

return M
