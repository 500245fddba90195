-- viva pairwise [RUN] [--models A,B]: compares two models' answers, each pair in both orders, to a win rate.
local ask = require "ask"
local asking = require "commands.shared.asking"
local compare = require "stages.compare"
local evaluate = require "commands.shared.evaluate"
local evaluation = require "evaluation"
local experts = require "experts"
local lfs = require "lfs"
local pairs_of = require "commands.shared.pairs"
local plans = require "commands.shared.plans"
local progress = require "commands.shared.progress"
local report = require "report"
local results = require "commands.shared.results"
local runs = require "runs"
local screen = require "screen"
local simulated = require "simulated"
local words = require "words"

local M = { summary = { en = "compare two models' answers with each other", zh = "两两比较两个模型的回答" } }

local INCOMPLETE = 3 -- exit status: not every comparison was obtained

function M.options(parser)
  parser:argument("run", "a run's name, or its evaluation file; the latest run when left out"):args("?")
  parser:option("--models", "the two models, as in --models model-a,model-b; the evaluation's pairs when left out")
    :argname("A,B")
  parser:option("--with", "the comparison file; the evaluation's, or better"):argname("NAME")
  parser:option("--language", "en or zh"):choices { "en", "zh" }
  parser:option("--format", results.FORMATS):default("html"):argname("FORMAT")
  parser:option("--out", "folder for replies, runs and reports"):default("viva-out"):argname("DIR")
  parser:flag("--dry-run", "say what would be asked, and ask nothing")
end

-- A pair is two models that the run has.
local function check_pair(chosen, known, there)
  local say = words.here()
  if #chosen ~= 2 or chosen[1] == chosen[2] then
    return nil, say("pairwise_two", there)
  end
  for _, name in ipairs(chosen) do
    if not known[name] then return nil, say("runs_no_model", name, there) end
  end
  return true
end

-- The pairs of models: the one that is named, else those of the evaluation, else the only two that the run has.
local function pairs_wanted(record, named)
  local known, names, chosen = {}, {}, {}
  for i, model in ipairs(record.models) do known[model.name], names[i] = true, model.name end
  for name in (named or ""):gmatch("[^,]+") do chosen[#chosen + 1] = name:match("^%s*(.-)%s*$") end
  local wanted = named and { chosen } or record.pairwise or { #names == 2 and names or {} }
  for _, pair in ipairs(wanted) do
    local good, problem = check_pair(pair, known, table.concat(names, ", "))
    if not good then return nil, problem end
  end
  return wanted
end

-- What the evaluation file says now of what is compared, and how: it may have been edited since the run.
local function refresh(record, path)
  if not path then return true end
  local now, problem = evaluation.read(path)
  if not now then return nil, problem end
  record.pairwise, record.comparison = now.pairwise, now.comparison
  return true
end

-- The run that is meant, by its name, its folder or its evaluation file; and that file, where it is still there.
local function find_run(options)
  local named = options.run and options.run:find("%.lua$") and options.run
  if named and not lfs.attributes(named, "mode") then return nil, words.here()("files_none", named, "") end
  local saved, problem = runs.read(options.out, named and named:gsub("%.lua$", "") or options.run)
  if not saved then return nil, problem end
  local path = named or saved.record.path
  return saved, path and lfs.attributes(path, "mode") == "file" and path or nil
end

local function prepare(options)
  local saved, path = find_run(options)
  if not saved then return nil, path end
  local job = { saved = saved, name = saved.record.name }
  local done, problem = refresh(saved.record, path)
  if not done then return nil, problem end
  if #saved.record.judge_models == 0 then return nil, words.here()("pairwise_no_judge_model", job.name) end
  job.pairs, problem = pairs_wanted(saved.record, options.models)
  if not job.pairs then return nil, problem end
  job.plan, problem = evaluation.plan(saved.record, not options.dry_run and "judges")
  if not job.plan then return nil, problem end
  job.plan.conversations, problem = evaluate.choose(job.plan.dataset, saved.filter or {})
  if not job.plan.conversations then return nil, problem end
  local with = options.with or saved.record.comparison or "better"
  job.file, problem = experts.load("comparison", experts.source("comparison", with, "."))
  if not job.file then return nil, problem end
  job.stores, problem = runs.stores(options.out, saved.record, options.dry_run)
  return job.stores and job, problem
end

local function stored_pairs(job)
  local offline = ask.open { stores = job.stores, limits = job.plan.limits, mode = "offline" }
  local rows = evaluate.rows(offline, job.plan, job.plan.conversations, { answers_only = true })
  local list = {}
  for _, models in ipairs(job.pairs) do
    local found = pairs_of.jobs(job.plan, job.file, models, rows)
    table.move(found, 1, #found, #list + 1, list)
  end
  return list
end

local function dry_run(job)
  local context = ask.open { stores = job.stores, limits = job.plan.limits, mode = "dry" }
  pairs_of.compare(context, job.plan, job.file, stored_pairs(job))
  io.write(plans.forecast(context, job.plan))
  runs.close(job.stores)
  return 0
end

local function spent_before(job, list)
  local offline = ask.open { stores = job.stores, limits = job.plan.limits, mode = "offline" }
  local rows = evaluate.rows(offline, job.plan, job.plan.conversations, {})
  local spent = results.spent(job.plan, rows)
  for _, made in ipairs(pairs_of.of_run(job.saved, job.plan, job.stores, rows) or {}) do
    pairs_of.add_cost(spent, job.plan, made.results)
  end
  return pairs_of.add_cost(spent, job.plan, pairs_of.compare(offline, job.plan, job.file, list))
end

-- How many pairs can be compared: both answers are there.
local function count_pairs(list)
  local count = 0
  for _, one in ipairs(list) do
    local both = one.pair[1].row.answer.state == "obtained" and one.pair[2].row.answer.state == "obtained"
    count = count + (both and 1 or 0)
  end
  return count
end

local function ask_all(job)
  local context = ask.open { stores = job.stores, limits = job.plan.limits, mode = "live" }
  local list, failed = stored_pairs(job), 0
  if job.plan.limits.budget then context.spent = spent_before(job, list) end
  local state = asking.stop_on_signals(context)
  local shown = progress.start(context, count_pairs(list) * compare.count(job.plan, job.file))
  pairs_of.compare(context, job.plan, job.file, list, function(one)
    failed = failed + (one.state == "failed" and 1 or 0)
    progress.count(shown, one.state == "failed" and context.stopping == nil)
  end)
  progress.stop(shown)
  simulated.stop(job.plan.simulation)
  return state.status or (failed > 0 and INCOMPLETE or 0)
end

local SHOWN = { { from = "pairwise" }, { from = "pairwise", down = "category", short = true }, { from = "position" } }

local function show(job, options)
  local run, rows, extra = results.open(job.name, options.out)
  if not run then return nil, rows end
  local language = words.choose(options.language, run.language, words.locale())
  local context = { run = run, rows = rows, extra = extra, words = words.in_language(language), language = language,
    convention = run.convention, marks = require("notices").marks(run, words.in_language(language)) }
  io.write("\n", screen.banners(run, context.words))
  local sources = report.sources()
  for _, block in ipairs(SHOWN) do io.write(screen.block(sources[block.from](context, block)), "\n") end
  local path, problem = results.write(run, rows, extra, { name = "pairwise", format = options.format,
    language = options.language })
  if path then print(("%s: %s"):format(context.words "report", path)) end
  return path, problem
end

local function compare_all(job, options)
  for _, models in ipairs(job.pairs) do
    local kept, problem = runs.add_pairs(job.saved.folder, { models = models, file = job.file.name,
      digest = job.file.digest, command = "viva " .. table.concat(arg, " ") }, job.file.source)
    if not kept then return nil, problem end
  end
  local status = ask_all(job)
  runs.close(job.stores)
  local path, problem = show(job, options)
  return path and status, problem
end

function M.run(options)
  local job, problem = prepare(options)
  local status
  if job then
    io.write(plans.origins(job.plan, { judge_only = true, comparing = true }))
    if options.dry_run then status = dry_run(job) else status, problem = compare_all(job, options) end
  end
  return status, problem
end

return M
