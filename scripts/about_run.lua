-- What reports say of a run: its models, judges, data and conditions, as its record and its rows have them.
local json = require "json"
local judging = require "judging"
local jury = require "jury"

local M = {}

-- The names under which models replied, by the name that they have here.
local function names_returned(rows)
  local answers, judgings = {}, {}
  local function note(found, name, returned)
    if not returned then return end
    found[name] = found[name] or {}
    found[name][returned] = true
  end
  for _, row in ipairs(rows) do
    note(answers, row.model, row.answer.returned)
    for _, one in ipairs(row.judgings) do note(judgings, one.judge_model, one.returned) end
  end
  return answers, judgings
end

local function sorted(set)
  local list = {}
  for name in pairs(set or {}) do list[#list + 1] = name end
  table.sort(list)
  return json.array(list)
end

local function describe_models(endpoints, returned)
  local models = {}
  for i, endpoint in ipairs(endpoints) do
    models[i] = { name = endpoint.name, group = endpoint.group, simulated = endpoint.simulated or false,
      imported = endpoint.imported or false, origin = endpoint.origin, model = endpoint.model,
      parameters = endpoint.parameters, price = endpoint.price, returned = sorted(returned[endpoint.name]) }
  end
  return models
end

-- The levels of a judge's scale, ascending: the scale is declared in its file.
local function levels_of(settings)
  local levels, list = settings.levels or {}, {}
  for level in pairs(levels.en or levels.zh or levels) do list[#list + 1] = level end
  table.sort(list)
  return json.array(list)
end

local function describe_judges(plan)
  local judges = {}
  for i, judge in ipairs(plan.judges) do
    judges[i] = { name = judge.name, title = judge.settings.title, digest = judge.digest,
      usable_from = judge.settings.usable_from, scale = judge.settings.scale,
      asks_nobody = judging.no_model(judge) or nil, levels = levels_of(judge.settings),
      combine = jury.sits(plan, judge) and jury.rule(plan, judge) or nil,
      repeats = judging.repeats(plan, judge) }
  end
  return judges
end

-- How often the judge whose scores count marks an item's answers: by item, for those that one marks.
local function due_of(plan)
  local due = {}
  for _, item in ipairs(plan.dataset.items) do
    for _, judge in ipairs(plan.judges) do
      if judge.settings.scale ~= "share" and judging.marks(judge, item) then
        due[item.id] = judging.repeats(plan, judge)
        break
      end
    end
  end
  return due
end

local function spared(rows)
  local count = 0
  for _, row in ipairs(rows) do count = count + (row.spared or 0) end
  return count
end

local function describe_checklists(lists)
  local found = {}
  for _, part in ipairs { lists.files, lists.rules } do
    for _, file in ipairs(part) do found[#found + 1] = { name = file.name, digest = file.digest } end
  end
  return json.array(found)
end

---Where several models judge, each judge says how their scores are combined; `adaptive` is the convention whose rates
---adaptive judging keeps, `spared` the judgings it left out; `due` is how many scorings an answer to an item gets.
---@return table run as the reports know it
function M.describe(saved, plan, rows)
  local record, data = saved.record, plan.dataset
  local models, judge_models = names_returned(rows)
  models, judge_models = describe_models(plan.models, models), describe_models(plan.judge_models, judge_models)
  local simulated = false
  for _, list in ipairs { models, judge_models } do
    for _, model in ipairs(list) do simulated = simulated or model.simulated end
  end
  return {
    name = record.name, title = record.title, created = saved.created, language = record.language,
    convention = record.convention, simulated = simulated, interrupted = saved.interrupted or false,
    under_way = saved.under_way,
    dataset = { name = data.name, title = data.title, notes = data.notes, digest = data.digest, count = #data.items,
      validated = data.validated or false },
    models = models, judge_models = judge_models, judges = describe_judges(plan),
    checklists = describe_checklists(plan.checklists), answers = record.answers,
    adaptive = plan.adaptive, spared = plan.adaptive and spared(rows), due = due_of(plan),
    repeats = plan.repeats, versions = saved.versions, command = saved.command, filter = saved.filter,
  }
end

return M
