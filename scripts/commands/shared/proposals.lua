-- Proposals: what a model is told of a disagreement, where the text stands that it may reword, the file with another
-- wording in it. A proposal waits in the run's folder until it is accepted.
local ask = require "ask"
local evaluation = require "evaluation"
local experts = require "experts"
local files = require "files"
local json = require "json"
local results = require "commands.shared.results"
local rewording = require "rewording"
local runs = require "runs"
local simulated = require "simulated"
local texts = require "sources.refinement"
local words = require "words"

local M = {}

local MOST_CASES = 3 -- answers that a model is shown with a point

local function score_text(value) return value and ("%.2f"):format(value) or nil end

local function share_text(language, share)
  if not share then return nil end
  if language == "zh" then return ("认为满足的占 %.0f%%"):format(share * 100) end
  return ("met, say %.0f%%"):format(share * 100)
end

local function cases_of(one, language)
  if one.kind == "answer" then
    return { { answer = one.row.answer.text, judge = score_text(one.state.score), reasons = texts.reasons(one.row),
      physicians = one.physicians and score_text(one.physicians.mean) } }
  end
  local cases = {}
  for i = 1, math.min(#one.cases, MOST_CASES) do
    local case = one.cases[i]
    cases[i] = { answer = case.row.answer.text, judge = share_text(language, case.judged),
      reasons = texts.reasons(case.row, one.point.id), physicians = share_text(language, case.rated) }
  end
  return cases
end

-- The point that is to be reworded: that of a disagreement on a point, or one chosen by its number in the checklist.
local function point_of(one, number)
  if one.kind == "point" then return one.point end
  if not number then return nil end
  local points = one.row.item.points or {}
  if points[number] then return points[number] end
  return nil, words.fill("%s has %d {point|points} in its checklist, and no point %d", one.row.item.id, #points, number)
end

local function judge_file(plan, name)
  for _, judge in ipairs(plan.judges) do
    if judge.name == name then return judge end
  end
end

local function prompt_of(judge, language)
  local prompt = judge.settings.prompt
  if type(prompt) == "string" then return prompt end
  return prompt[language] or prompt.en or prompt.zh
end

---What is to be reworded, and where it stands.
---@param one table a disagreement
---@param number integer? of a point, for a disagreement on an answer
---@return table|nil target { kind, text, item, point?, judge, path, source }
---@return string? problem
function M.target(state, one, number)
  local row = one.kind == "point" and one.cases[1].row or one.row
  local point, problem = point_of(one, number)
  if problem then return nil, problem end
  local plan, item = state.now.plan, row.item
  local judge = judge_file(plan, row.judgings[1].judge)
  local target = { kind = point and "point" or "prompt", item = item, point = point, judge = judge.name, row = row,
    text = point and point.text or prompt_of(judge, item.language) }
  local folder = state.workspace == "." and "" or state.workspace .. "/"
  if target.kind == "prompt" then
    target.path, target.from = ("%sjudges/%s.lua"):format(folder, judge.name), judge.path
    return target
  end
  local path = (point.from or ""):match("^(.*%.lua):%d+$")
  local name = path and path:match("([^/]+)%.lua$") or item.id:gsub("[^%w_]", "-")
  target.path, target.from = ("%schecklists/%s.lua"):format(folder, name), path
  return target
end

---What a model is told of a disagreement.
function M.case(one, target)
  local item = target.item
  return { kind = target.kind, text = target.text, language = item.language == "zh" and "zh" or "en",
    question = item.question, reference = item.reference, checklist = item.checklist,
    cases = cases_of(one, item.language) }
end

---The file with another wording in it.
---@return string|nil source
---@return string? problem
function M.reworded(state, target, wording)
  local source, problem
  if target.from then source, problem = files.read(target.from) end
  if problem then return nil, problem end
  local made
  if target.kind == "prompt" then
    made = rewording.prompt(source, target.text, wording)
  elseif source then
    made = rewording.point(source, target.text, wording)
  else
    made = rewording.checklist(target.item, state.now.plan.dataset.name, target.point.id, wording)
  end
  if made then return made end
  return nil, ("the text does not stand once, as a whole, in %s; change it there by hand and say --measure"):format(
    target.from)
end

---The model that proposes: the first judge model, or the one of that name.
function M.proposer(plan, name)
  local names = {}
  if not name and plan.judge_models[1] then return plan.judge_models[1] end
  for _, endpoint in ipairs(evaluation.all_models(plan)) do
    if endpoint.name == name then return endpoint end
    names[#names + 1] = endpoint.name
  end
  if not name then
    return nil, ("the evaluation names no judge model; say --by NAME, one of: %s"):format(table.concat(names, ", "))
  end
  return nil, words.here()("evaluation_no_model", name, table.concat(names, ", "))
end

---Asks for a rewording.
---@param endpoint table from `proposer` of a live plan
---@param request string
---@return table|nil reply
---@return string? problem
function M.ask(state, plan, endpoint, request)
  local stores, problem = runs.stores(state.out, plan.record, false)
  if not stores then return nil, problem end
  local context = ask.open { stores = stores, limits = plan.limits, mode = "live" }
  if plan.limits.budget then context.spent = results.spent(state.now.plan, state.now.rows) end
  local reply
  reply, problem = ask.ask(context, endpoint, { { role = "user", content = request } }, 1, "rewording")
  simulated.stop(plan.simulation)
  runs.close(stores)
  return reply, problem
end

function M.path(state) return state.folder .. "/proposal.json" end

function M.keep(state, proposal)
  return files.write(M.path(state), json.encode(proposal, { indent = 2 }) .. "\n")
end

---@return table|nil proposal
---@return string? problem
function M.read(state)
  local bytes = files.read(M.path(state))
  if not bytes then return nil, "nothing has been proposed; say --propose A1 first" end
  return json.decode(bytes)
end

---Whether a text would load as an expert's file.
function M.check(kind, path, source)
  local beside = path:gsub("[^/]+$", ".%0.new") -- in its folder, so that messages name a place people know
  local done, problem = files.make_folder(path:match("^(.*)/[^/]*$"))
  if done then done, problem = files.write(beside, source) end
  if not done then return nil, problem end
  local file
  file, problem = experts.load(kind, beside)
  os.remove(beside)
  if file then return true end
  return nil, (problem:gsub(beside:gsub("%p", "%%%0"), (path:gsub("%%", "%%%%"))))
end

return M
