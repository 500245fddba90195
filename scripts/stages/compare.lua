-- Stage: judge models compare two models' answers, each pair in both orders. Where one of the two has no answer there
-- is no pair; what is held back, fails or cannot be read is a comparison that is missing, never a tie.
local ask = require "ask"
local digest = require "viva.digest"
local json = require "json"
local judging = require "judging"
local task = require "task"
local tokens = require "tokens"

local M = {}

local GUESSED_PROMPT = 700 -- tokens around the texts

-- The mark around both answers: their authors cannot guess it, and it is the same in every run.
local function fence_tag(first, second, item, ordinal)
  local made_of = { "fence", first.answer.text, second.answer.text, item.id, tostring(ordinal) }
  return digest.hex(digest.identity(made_of)):sub(1, 12)
end

local function view_of(plan, one, other, ordinal)
  local item = one.row.item
  return {
    language = judging.language_of(plan, item), category = item.category, subcategory = item.subcategory,
    scene = item.scene, id = item.id, question = item.question, reference = item.reference, checklist = item.checklist,
    answer_a = one.row.answer.text, answer_b = other.row.answer.text, history_a = one.history,
    history_b = other.history, tag = fence_tag(one.row, other.row, item, ordinal),
  }
end

local function add_side(parts, side)
  parts[#parts + 1] = side.row.answer.text
  for _, round in ipairs(side.history) do
    parts[#parts + 1] = round.question
    parts[#parts + 1] = round.answer
  end
end

local function memo_key(plan, job, one, other)
  local item, endpoint = one.row.item, job.endpoint
  local parts = { "comparison/1", plan.reading, job.judge.digest, endpoint.identity, endpoint.model,
    json.encode(endpoint.parameters), judging.language_of(plan, item) or "", item.id, item.category,
    item.subcategory or "", item.scene or "", item.question, item.reference or "", item.checklist or "",
    tostring(job.ordinal), tostring(#one.history) }
  add_side(parts, one)
  add_side(parts, other)
  return digest.identity(parts)
end

-- Whether a comparison may leave for an endpoint: items marked local_only go to local ones alone.
local function may_go(job, item) return not item.local_only or job.endpoint.is_local end

local function held_back(job)
  return { judge = job.judge.name, judge_model = job.endpoint.name, ["repeat"] = job.ordinal, asked = 0,
    state = "failed", error = "the item is marked local_only and the judge model is not local", code = "local_only" }
end

-- Which side a choice is for: 1 is the first model of the pair, whatever place its answer had.
local function side_of(choice, order)
  if choice == "tie" then return "tie" end
  return (choice == "A") == (order == 1) and 1 or 2
end

local function compare_once(context, plan, pair, job)
  local one, other = pair[job.order], pair[3 - job.order]
  local item = one.row.item
  local made = may_go(job, item) and judging.recall(context, job, item, memo_key(plan, job, one, other), function()
    return view_of(plan, one, other, job.ordinal)
  end) or held_back(job)
  made.order = job.order
  made.side = made.state == "scored" and side_of(made.choice, job.order) or nil
  return made
end

local function jobs_of(plan, file)
  local jobs = {}
  for _, endpoint in ipairs(plan.judge_models) do
    for ordinal = 1, file.settings.repeats or 1 do
      for order = 1, 2 do jobs[#jobs + 1] = { judge = file, endpoint = endpoint, ordinal = ordinal, order = order } end
    end
  end
  return jobs
end

---How many comparisons a pair of answers gets.
function M.count(plan, file) return #jobs_of(plan, file) end

---Whether a comparison file compares answers to an item.
function M.compares(file, item) return judging.marks(file, item) end

-- A pair whose answers are not both there, in a plan: what it will cost when they are.
local function plan_ahead(context, jobs, item)
  local texts = item.question .. (item.reference or "") .. (item.checklist or "")
  for _, job in ipairs(jobs) do
    if may_go(job, item) then ask.plan(context, job.endpoint, 1, tokens.estimate(texts) + GUESSED_PROMPT) end
  end
end

---Compares two answers to one item in both orders, by every judge model, as often as the file says.
---@param pair table[] two of { row, history }
---@param on_comparison fun(comparison: table)?
---@return table[]|nil comparisons in a fixed order; nil where an answer is missing
function M.pair(context, plan, file, pair, on_comparison)
  local jobs = jobs_of(plan, file)
  if pair[1].row.answer.state ~= "obtained" or pair[2].row.answer.state ~= "obtained" then
    if context.mode == "dry" then plan_ahead(context, jobs, pair[1].row.item) end
    return nil
  end
  task.each(jobs, #jobs, function(job)
    job.made = compare_once(context, plan, pair, job)
    if on_comparison then on_comparison(job.made) end
  end)
  local list = {}
  for i, job in ipairs(jobs) do list[i] = job.made end
  return list
end

return M
