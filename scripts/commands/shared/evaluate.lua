-- The run itself: every model answers every conversation, every answer is judged, the rows come out in a fixed order.
-- The same code runs live, replays a run from its stores for a report, and counts what a run would ask.
local answer = require "stages.answer"
local contains = require "box.contains"
local judge = require "stages.judge"
local task = require "task"

local M = {}

-- Conversations beyond the places on the wire: rendering, journalling and saving go on beside them. More of them only
-- take the processor's cache from each other.
local AHEAD = 192

local function has_item(conversation, ids)
  for _, item in ipairs(conversation.items) do
    if contains(ids, item.id) then return true end
  end
  return false
end

local function nothing_fits(dataset, filter)
  local seen, names = {}, {}
  for _, conversation in ipairs(dataset.conversations) do
    if not seen[conversation.category] then names[#names + 1] = conversation.category end
    seen[conversation.category] = true
  end
  local wanted = table.concat(#(filter.item or {}) > 0 and filter.item or filter.category or {}, ", ")
  return ("no item of the dataset fits %s; its categories are %s, its first item is %s"):format(wanted,
    table.concat(names, ", "), dataset.items[1].id)
end

---Which conversations a run is about; a conversation stays whole.
---@param filter { limit?: integer, category?: string[], item?: string[] } `limit` counts the items of each category
---@return table[]|nil conversations
---@return string? problem when nothing is left
function M.choose(dataset, filter)
  local chosen, items = {}, {}
  local categories, ids = filter.category or {}, filter.item or {}
  for _, conversation in ipairs(dataset.conversations) do
    local count = items[conversation.category] or 0
    if (#categories == 0 or contains(categories, conversation.category))
      and (#ids == 0 or has_item(conversation, ids)) and count < (filter.limit or math.huge) then
      chosen[#chosen + 1] = conversation
      items[conversation.category] = count + #conversation.items
    end
  end
  if #chosen == 0 then return nil, nothing_fits(dataset, filter) end
  return chosen
end

local function jobs_of(plan, conversations)
  local jobs = {}
  for _, conversation in ipairs(conversations) do
    for sample = 1, plan.answers do
      for _, endpoint in ipairs(plan.models) do
        jobs[#jobs + 1] = { conversation = conversation, sample = sample, endpoint = endpoint, rows = {} }
      end
    end
  end
  return jobs
end

-- What will not change any more: every answer is there, and every verdict.
local function is_settled(rows)
  for _, row in ipairs(rows) do
    if row.answer.state ~= "obtained" then return false end
    for _, judging in ipairs(row.judgings) do
      if judging.state == "failed" then return false end
    end
  end
  return true
end

local function run_job(context, plan, job, options)
  local key = ("%s\0%s\0%d"):format(job.conversation.key, job.endpoint.name, job.sample)
  local settled = options.settled or {}
  if settled[key] then
    job.rows = settled[key]
    return
  end
  local judging = {}
  local asking = options.answer_context or context
  answer.conversation(asking, plan, job.endpoint, job.conversation, job.sample, function(row, history)
    job.rows[#job.rows + 1] = row
    if options.on_answer then options.on_answer(row) end
    if options.answers_only then return end
    if context.mode ~= "live" then return judge.row(context, plan, row, history, options.on_judging) end
    -- The judges mark one round while the model answers the next.
    judging[#judging + 1] = task.spawn(judge.row, context, plan, row, history, options.on_judging)
  end)
  for _, marking in ipairs(judging) do task.join(marking) end
  if is_settled(job.rows) then settled[key] = job.rows end
end

local function in_order(plan, jobs)
  local of_model = {}
  for _, endpoint in ipairs(plan.models) do of_model[endpoint.name] = {} end
  for _, job in ipairs(jobs) do
    local rows = of_model[job.endpoint.name]
    table.move(job.rows, 1, #job.rows, #rows + 1, rows)
  end
  local rows = {}
  for _, endpoint in ipairs(plan.models) do
    local own = of_model[endpoint.name]
    table.move(own, 1, #own, #rows + 1, rows)
  end
  return rows
end

local function places_of(endpoints)
  local places = 0
  for _, endpoint in ipairs(endpoints) do places = places + endpoint.window.most end
  return places
end

---@param context table from ask.open
---@param plan table from evaluation.plan
---@param conversations table[] from `choose`
---@param options { answers_only?: boolean, answer_context?: table, on_answer?: function, on_judging?: function,
---settled?: table } `settled`, kept by whoever derives the rows of one plan again and again, holds those that are whole
---@return table[] rows, by model, then conversation, then sample, then round
function M.rows(context, plan, conversations, options)
  local places = math.max(places_of(plan.models), places_of(plan.judge_models))
  local jobs = jobs_of(plan, conversations)
  task.each(jobs, context.mode == "live" and places + AHEAD or AHEAD, function(job)
    run_job(context, plan, job, options)
  end)
  return in_order(plan, jobs)
end

return M
