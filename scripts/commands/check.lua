-- viva check [FILE...]: loads experts' files, renders every judge's prompt for every item, runs the examples.
local checklists = require "checklists"
local dataset = require "dataset"
local evaluation = require "evaluation"
local experts = require "experts"
local files = require "files"
local fits = require "fits"
local judge = require "stages.judge"
local judge_check = require "judge_check"
local jury = require "jury"
local lfs = require "lfs"
local words = require "words"

local M = { summary = { en = "check judges, checklists, reports and evaluations", zh = "检查评判、要点清单、报告与评测文件" } }

function M.options(parser)
  parser:argument("file", "files to check; those of the working folder when left out, or else Viva's own"):args("*")
  parser:option("--data", "the dataset that prompts are rendered for; that of the evaluation here when left out")
    :argname("DIR")
end

local KINDS = { "judge", "comparison", "checklist", "rule", "report", "writer", "refine" }

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

-- A name that an editor or a browser has made of one that ends in .lua.
local function meant_name(name)
  local base = name:match("^(.-)%.[Ll][Uu][Aa]%.[%a%d]+$") or name:match("^(.-)%.txt$") or name:match("^(.-)%.LUA$")
    or name:match("^(.-)%.[Ll]ua$")
  return base and not name:find("^[^%.]+%.lua$") and base .. ".lua"
end

-- The files of a folder; names that only nearly end as they should are told.
local function add_folder(found, folder, problems)
  if lfs.attributes(folder, "mode") ~= "directory" then return end
  local names = {}
  for name in lfs.dir(folder) do
    local meant = meant_name(name)
    if meant then problems[#problems + 1] = words.here()("check_name", folder .. "/" .. name, meant) end
    if name:find("^[^%.].*%.lua$") and not meant then names[#names + 1] = folder .. "/" .. name end
  end
  table.sort(names)
  table.move(names, 1, #names, #found + 1, found)
end

-- All files of the workspace; where there are none, those that come with Viva.
local function everything(problems)
  local found, ours = {}, {}
  for _, kind in ipairs(KINDS) do
    add_folder(found, experts.places[kind].folder, problems)
    add_folder(ours, viva_root .. "/" .. experts.places[kind].shipped, problems)
  end
  table.move(evaluation.here(), 1, #evaluation.here(), #found + 1, found)
  ours[#ours + 1] = viva_root .. "/data/demo/demo.lua"
  return #found > 0 and found or ours
end

-- A rule of its own that combines several judge models is tried on a few juries.
local function check_combine(file, problems)
  if file.settings.combine ~= true then return end
  local done, problem = experts.call(file, "combine", jury.trials(file))
  if not done then problems[#problems + 1] = problem end
end

-- A judge's summary, and beneath it what is worth knowing.
local function check_judge(file, data, problems)
  check_combine(file, problems)
  local summary, lines, found = judge_check.run(file, data)
  table.move(found, 1, #found, #problems + 1, problems)
  return table.concat({ summary, table.unpack(lines) }, "\n")
end

-- Items that several judges mark, and items that none does.
local function told_overlaps(plan)
  local several, unmarked, lines, say = {}, {}, {}, words.here()
  for _, item in ipairs(plan.dataset.items) do
    local names = {}
    for _, file in ipairs(plan.judges) do
      if judge.marks(file, item) then names[#names + 1] = file.name end
    end
    local key = table.concat(names, ", ")
    if #names > 1 then several[key] = (several[key] or 0) + 1 end
    if #names == 0 then unmarked[#unmarked + 1] = item.id end
  end
  for names, count in pairs(several) do lines[#lines + 1] = "  " .. say("check_several", count, names) end
  table.sort(lines)
  if #unmarked > 0 then lines[#lines + 1] = "  " .. say("check_unmarked", #unmarked, judge_check.listed(unmarked)) end
  return lines
end

-- What is wrong with the files an evaluation names is told of them; the rest is told of the evaluation.
local function add_plan_problem(path, problem, problems)
  for line in problem:gmatch("[^\n]+") do
    problems[#problems + 1] = line:find("^[^:]+%.%a+:") and line or ("%s: %s"):format(path, line)
  end
end

-- An evaluation is well when a run of it could begin: its data, judges and endpoints are what they should be.
local function check_evaluation(file, problems)
  local say, record, problem = words.here(), evaluation.read(file.path)
  local plan = record
  if record then plan, problem = evaluation.plan(record, false) end
  if not plan then
    add_plan_problem(file.path, problem, problems)
    return say "check_broken"
  end
  for _, unused in ipairs(plan.checklists.unused) do problems[#problems + 1] = fits.checklist(unused, plan.dataset) end
  local lines = { say("check_evaluation", #plan.models, #plan.dataset.items) }
  for _, one in ipairs(plan.judges) do
    lines[#lines + 1] = ("  %s: %s"):format(one.name, check_judge(one, plan.dataset, problems):gsub("\n", "\n  "))
  end
  return table.concat(table.move(told_overlaps(plan), 1, #plan.dataset.items, #lines + 1, lines), "\n")
end

-- A checklist belongs to one dataset, which is known only where it is named.
local function check_checklist(file, data, problems)
  if data.named then problems[#problems + 1] = fits.checklist(file, data) end
  return words.here() "check_loads"
end

local further = { judge = check_judge, comparison = check_judge, checklist = check_checklist }
function further.evaluation(file, _, problems) return check_evaluation(file, problems) end

local function check_file(path, data, problems)
  local say, kind = words.here(), kind_of(path)
  if not lfs.attributes(path, "mode") then
    problems[#problems + 1] = say("check_no_file", path)
    return
  end
  if not kind then
    problems[#problems + 1] = say("check_no_kind", path)
    return
  end
  local file, problem = experts.load(kind, path)
  if not file then
    add_plan_problem(path, problem, problems)
    return
  end
  local detail = further[kind] and further[kind](file, data, problems) or say "check_loads"
  print(("%s: %s: %s"):format(path, say("kind_" .. kind), detail))
end

-- The dataset that judges are tried on: the one named, else that of the evaluation in the working folder, else the
-- demonstration. What is wrong with that evaluation is told where it is checked itself.
local function load_data(named)
  local record = not named and evaluation.here()[1] and evaluation.read(evaluation.here()[1])
  local data, problem = dataset.load(named or record and record.data or viva_root .. "/data/demo")
  if not data and record then data, record = dataset.load(viva_root .. "/data/demo"), nil end
  if not data then return nil, problem end
  data.named = named ~= nil or record ~= nil and record ~= false
  return data, checklists.resolve(data, { checklists = record and record.checklists,
    rules = record and record.rules or experts.all("rule", ".") })
end

-- Each problem once, whichever of the files led to it.
local function tell(problems)
  local told = {}
  for _, one in ipairs(problems) do
    if not told[one] then io.stderr:write(one, "\n") end
    told[one] = true
  end
end

function M.run(options)
  local data, problem = load_data(options.data)
  if not data then return nil, problem end
  local problems = {}
  local paths = #options.file > 0 and options.file or everything(problems)
  for _, path in ipairs(paths) do check_file(path, data, problems) end
  tell(problems)
  if #problems == 0 then print(words.here() "check_well") end
  return #problems == 0 and 0 or 1
end

return M
