-- viva check [FILE...]: loads experts' files, renders every judge's prompt for every item, runs the examples.
local checklists = require "checklists"
local dataset = require "dataset"
local evaluation = require "evaluation"
local experts = require "experts"
local fits = require "fits"
local judge_check = require "judge_check"
local judging = require "judging"
local jury = require "jury"
local lfs = require "lfs"
local meant = require "meant"
local words = require "words"
local workspace_files = require "commands.shared.workspace_files"

local M = { summary = { en = "check judges, checklists, reports and evaluations", zh = "检查评判、要点清单、报告与评测文件" } }

function M.options(parser)
  parser:argument("file", "files to check; those of the working folder when left out, or else Viva's own"):args("*")
  parser:option("--data", "the dataset that prompts are rendered for; that of the evaluation here when left out")
    :argname("DIR")
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
      if judging.marks(file, item) then names[#names + 1] = file.name end
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

-- The reports that an evaluation names.
local function check_reports(record, problems)
  local named = type(record.report) == "string" and { record.report } or record.report or {}
  local folder, names, known = record.path:match("^(.*)/[^/]*$") or ".", {}, {}
  for i, one in ipairs(experts.all("report", folder)) do names[i], known[one.name] = one.name, true end
  for _, name in ipairs(named) do
    if not known[name] then
      problems[#problems + 1] = words.here()("check_report", record.path, name, meant(name, names))
    end
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
  check_reports(record, problems)
  local lines = { say("check_evaluation", #plan.models, #plan.dataset.items) }
  for _, list in ipairs(plan.checklists.files) do
    if fits.is_elsewhere(list, plan.dataset) then
      lines[#lines + 1] = ("  %s: %s"):format(list.path,
        say("check_other_data", list.settings.dataset, plan.dataset.name))
    end
  end
  for _, one in ipairs(plan.judges) do
    lines[#lines + 1] = ("  %s: %s"):format(one.name, check_judge(one, plan.dataset, problems):gsub("\n", "\n  "))
  end
  local overlaps = told_overlaps(plan)
  return table.concat(table.move(overlaps, 1, #overlaps, #lines + 1, lines), "\n")
end

-- A checklist belongs to one dataset, which is known only where it is named.
local function check_checklist(file, data, problems)
  local say = words.here()
  if not data.named then return say "check_loads" end
  if fits.is_elsewhere(file, data) then return say("check_other_data", file.settings.dataset, data.name) end
  problems[#problems + 1] = fits.checklist(file, data)
  return say "check_loads"
end

-- A rule is tried on the texts that it reads.
local function check_rule(file, data, problems)
  local texts, found = {}, 0
  for _, item in ipairs(data.items) do
    for _, field in ipairs(file.settings.reads) do texts[#texts + 1] = item[field] end
  end
  for _, one in ipairs(texts) do
    local lists, problem = experts.call(file, "points", { one })
    if not lists then
      problems[#problems + 1] = problem
      return words.here() "check_broken"
    end
    found = found + (#lists[1] > 0 and 1 or 0)
  end
  return words.here()("check_rule", found, #texts)
end

local further = { judge = check_judge, comparison = check_judge, checklist = check_checklist, rule = check_rule }
function further.evaluation(file, _, problems) return check_evaluation(file, problems) end

local function check_file(path, data, problems)
  local say, kind = words.here(), workspace_files.kind_of(path)
  if not lfs.attributes(path, "mode") then
    problems[#problems + 1] = say("files_none", path, "")
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
  local own = lfs.attributes("judges", "mode") and #evaluation.here() == 0 and lfs.currentdir() ~= viva_root
  if #options.file == 0 and own and not options.data then print(words.here() "check_no_evaluation") end
  local paths = #options.file > 0 and options.file or workspace_files.all(problems)
  for _, path in ipairs(paths) do check_file(path, data, problems) end
  tell(problems)
  if #problems == 0 then print(words.here() "check_well") end
  return #problems == 0 and 0 or 1
end

return M
