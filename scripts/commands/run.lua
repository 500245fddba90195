-- viva run [EVALUATION]: asks the models, has the answers judged, reports.
local ask = require "ask"
local asking = require "commands.shared.asking"
local evaluate = require "commands.shared.evaluate"
local evaluation = require "evaluation"
local files = require "files"
local plans = require "commands.shared.plans"
local results = require "commands.shared.results"
local runs = require "runs"
local words = require "words"

local M = { summary = { en = "evaluate models and report", zh = "评测模型并生成报告" } }

local INCOMPLETE = 3 -- exit status: the run ended, but not every answer or verdict was obtained

function M.options(parser)
  parser:argument("evaluation", "an evaluation file; the demonstration when left out"):args("?")
  parser:option("--out", "folder for replies, runs and reports"):default("viva-out"):argname("DIR")
  parser:option("--limit", "only the first N items of each category"):convert(math.tointeger):argname("N")
  parser:option("--category", "only this category (MK, MLU, MR, MSE, MTG)"):count("*"):argname("CODE")
  parser:option("--model", "only this model"):count("*"):argname("NAME")
  parser:option("--item", "only the conversation of this item, such as MK/5/1"):count("*"):argname("ID")
  parser:option("--language", "language of the report: en or zh"):choices { "en", "zh" }
  parser:option("--convention", "viva, script or paper"):choices { "viva", "script", "paper" }
  parser:flag("--answers-only", "ask the models, judge nothing")
  parser:flag("--judge-only", "judge the answers that are stored, ask the models nothing")
  parser:flag("--dry-run", "say what would be asked, and ask nothing")
end

local function only_models(record, wanted)
  if #wanted == 0 then return true end
  local known, names, chosen = {}, {}, {}
  for i, model in ipairs(record.models) do
    known[model.name], names[i] = model, model.name
  end
  for i, name in ipairs(wanted) do
    if not known[name] then
      return nil, words.here()("evaluation_no_model", name, table.concat(names, ", "))
    end
    chosen[i] = known[name]
  end
  record.models = chosen
  return true
end

-- A run of a part has a record of its own, so that a trial does not take the place of the whole run.
local function is_part(options)
  return options.limit or options.answers_only or #options.category + #options.model + #options.item > 0
end

local function prepare(options)
  local record, problem = evaluation.read(options.evaluation or viva_root .. "/data/demo/demo.lua")
  if not record then return nil, problem end
  local found
  found, problem = only_models(record, options.model)
  if not found then return nil, problem end
  record.convention = options.convention or record.convention
  if is_part(options) then record.name = record.name .. "-part" end
  local plan
  plan, problem = evaluation.plan(record, not options.dry_run)
  if not plan then return nil, problem end
  plan.conversations, problem = evaluate.choose(plan.dataset, options)
  return plan.conversations and plan, problem
end

local function describe_run(plan, options)
  local function any(list) return #list > 0 and list or nil end
  local filter = { limit = options.limit, category = any(options.category), item = any(options.item),
    answers_only = options.answers_only }
  return { record = plan.record, created = os.date("!%Y-%m-%dT%H:%M:%SZ"), filter = filter, versions = plans.versions(),
    command = "viva " .. table.concat(arg, " "), under_way = true }
end

-- Saved before the first call too, so that others can look at a run while it goes on.
local function save(saved, plan, options)
  local folder, problem = runs.save(options.out, saved, plan)
  saved.folder = folder
  return folder, problem
end

local function run(plan, options, stores)
  local context = ask.open { stores = stores, limits = plan.limits, mode = "live" }
  local state = asking.stop_on_signals(context)
  local saved = describe_run(plan, options)
  local folder, problem = save(saved, plan, options)
  if not folder then return nil, problem end
  local rows = asking.everything(plan, context, options)
  saved.under_way, saved.interrupted, saved.folder = nil, state.status ~= nil, nil
  folder, problem = save(saved, plan, options)
  if not folder then return nil, problem end
  local complete
  complete, problem = results.show(saved, plan, rows, context, options)
  if problem then return nil, problem end
  if state.status then print(words.here()("console_goes_on", saved.command)) end
  return state.status or (complete and 0 or INCOMPLETE)
end

local function run_with_stores(plan, options)
  local made, problem = files.make_folder(options.out)
  if not made then return nil, problem end
  local stores
  stores, problem = runs.stores(options.out, plan.record, false)
  if not stores then return nil, problem end
  local status
  status, problem = run(plan, options, stores)
  runs.close(stores)
  return status, problem
end

local function dry_run(plan, options)
  local stores, problem = runs.stores(options.out, plan.record, true)
  if not stores then return nil, problem end
  local context = ask.open { stores = stores, limits = plan.limits, mode = "dry" }
  evaluate.rows(context, plan, plan.conversations, { answers_only = options.answers_only,
    answer_context = asking.stored_answers(context, options) })
  io.write(plans.forecast(context, plan))
  runs.close(stores)
  return 0
end

function M.run(options)
  local plan, problem = prepare(options)
  if not plan then return nil, problem end
  io.write(plans.origins(plan, options))
  return (options.dry_run and dry_run or run_with_stores)(plan, options)
end

return M
