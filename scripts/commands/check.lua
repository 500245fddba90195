-- viva check [FILE...]: loads experts' files, renders every judge's prompt for every item, runs the examples.
local checklists = require "checklists"
local dataset = require "dataset"
local evaluation = require "evaluation"
local experts = require "experts"
local files = require "files"
local fits = require "fits"
local judge_check = require "judge_check"
local jury = require "jury"
local lfs = require "lfs"
local words = require "words"

local M = { summary = { en = "check judges, checklists, reports and evaluations", zh = "检查评判、要点清单、报告与评测文件" } }

function M.options(parser)
  parser:argument("file", "files to check; the working folder's and Viva's own when left out"):args("*")
  parser:option("--data", "the dataset that prompts are rendered for"):argname("DIR")
end

-- What kind of file a path is: by its folder, else by the settings that stand in it.
local function kind_of(path)
  for kind, place in pairs(experts.places) do
    if ("/" .. path):find("/" .. place.folder .. "/[^/]*$") then return kind end
  end
  local text = files.read(path) or ""
  if evaluation.looks_like(text) then return "evaluation" end
  if text:find("{{answer_a}}", 1, true) then return "comparison" end
  if text:find("%f[%w_]applies_to%s*=") then return "judge" end
  if text:find("%f[%w_]function%s+write%f[%W]") then return "writer" end
  if text:find("%f[%w_]core%s+[\"%[]") or text:find("%f[%w_]question%s+[\"%[]") then return "checklist" end
  if text:find("%f[%w_]function%s+proposal%f[%W]") then return "refine" end
  if text:find("%f[%w_]show%s*=") then return "report" end
  return nil
end

local function add_folder(found, folder)
  if lfs.attributes(folder, "mode") ~= "directory" then return end
  local names = {}
  for name in lfs.dir(folder) do
    if name:find("%.lua$") then names[#names + 1] = folder .. "/" .. name end
  end
  table.sort(names)
  table.move(names, 1, #names, #found + 1, found)
end

local KINDS = { "judge", "comparison", "checklist", "rule", "report", "writer", "refine" }

local function everything()
  local found, here = {}, lfs.currentdir() == viva_root
  for _, kind in ipairs(KINDS) do add_folder(found, experts.places[kind].folder) end
  for _, name in ipairs(evaluation.here()) do found[#found + 1] = name end
  for _, kind in ipairs(KINDS) do
    local place = experts.places[kind]
    if not here or place.shipped ~= place.folder then add_folder(found, viva_root .. "/" .. place.shipped) end
  end
  found[#found + 1] = viva_root .. "/data/demo/demo.lua"
  return found
end

-- A rule of its own that combines several judge models is tried on a few juries.
local function check_combine(judge, problems)
  if judge.settings.combine ~= true then return end
  local done, problem = experts.call(judge, "combine", jury.trials(judge))
  if not done then problems[#problems + 1] = problem end
end

-- A judge's summary, and beneath it what is worth knowing.
local function check_judge(judge, data, problems)
  check_combine(judge, problems)
  local summary, lines, found = judge_check.run(judge, data)
  table.move(found, 1, #found, #problems + 1, problems)
  return table.concat({ summary, table.unpack(lines) }, "\n")
end

-- An evaluation is well when a run of it could begin: its data, judges and endpoints are what they should be.
local function check_evaluation(file, problems)
  local record, problem = evaluation.read(file.path)
  local plan = record
  if record then plan, problem = evaluation.plan(record, false) end
  if not plan then problems[#problems + 1] = ("%s: %s"):format(file.path, problem) end
  for _, unused in ipairs(plan and plan.checklists.unused or {}) do
    problems[#problems + 1] = fits.checklist(unused, plan.dataset)
  end
  if not plan then return "does not hold together" end
  local lines = { words.fill("%d {model|models}, %d {item|items}", #plan.models, #plan.dataset.items) }
  for _, judge in ipairs(plan.judges) do
    lines[#lines + 1] = ("  %s: %s"):format(judge.name, check_judge(judge, plan.dataset, problems):gsub("\n", "\n  "))
  end
  return table.concat(lines, "\n")
end

-- A checklist belongs to one dataset, which is known only where it is named.
local function check_checklist(file, data, problems)
  if data.named then problems[#problems + 1] = fits.checklist(file, data) end
  return "loads"
end

local further = { judge = check_judge, comparison = check_judge, checklist = check_checklist }
function further.evaluation(file, _, problems) return check_evaluation(file, problems) end

local function check_file(path, data, problems)
  local kind = kind_of(path)
  if not lfs.attributes(path, "mode") then
    problems[#problems + 1] = path .. ": there is no such file"
    return
  end
  if not kind then
    problems[#problems + 1] = path .. ": this is no judge, checklist, evaluation, report or writer file"
    return
  end
  local file, problem = experts.load(kind, path)
  if not file then
    problems[#problems + 1] = problem
    return
  end
  local detail = further[kind] and further[kind](file, data, problems) or "loads"
  print(("%s: %s: %s"):format(path, kind, detail))
end

function M.run(options)
  local data, problem = dataset.load(options.data or viva_root .. "/data/demo")
  if not data then return nil, problem end
  data.named = options.data ~= nil
  local lists
  lists, problem = checklists.resolve(data, { checklists = {}, rules = experts.all("rule", ".") })
  if not lists then io.stderr:write(problem, "\n") end
  local problems = {}
  for _, path in ipairs(#options.file > 0 and options.file or everything()) do check_file(path, data, problems) end
  for _, one in ipairs(problems) do io.stderr:write(one, "\n") end
  if #problems == 0 then print("all is well") end
  return #problems == 0 and 0 or 1
end

return M
