-- try(judge, item, answer): one judging of one answer, with everything that went to the judge model and came back. It
-- is a real judging through the reply store: what was asked before costs nothing. The same try again, after the judge
-- file was edited, shows what has changed.
local ask = require "ask"
local dataset = require "dataset"
local diff = require "diff"
local evaluation = require "evaluation"
local experts = require "experts"
local item_text = require "desk.item"
local judge_files = require "judge_files"
local judge_stage = require "stages.judge"
local marking = require "judging"
local lfs = require "lfs"
local runs = require "runs"
local rows_of = require "desk.rows"
local simulated = require "simulated"
local task = require "task"
local wrap = require "wrap"

local M = {}

-- Where a judge's file is: an own one that the run's copy was made from, one in judges/ here, Viva's own, the copy.
local function path_of(record, name)
  local ours = viva_root .. "/judges/" .. name .. ".lua"
  local places = { "judges/" .. name .. ".lua", ours }
  for _, judge in ipairs(record.judges) do
    if judge.name == name then
      if judge.origin and judge.origin ~= ours then table.insert(places, 1, judge.origin) end
      places[#places + 1] = judge.path
    end
  end
  if name:find("%.lua$") then places = { name } end
  for _, path in ipairs(places) do
    if lfs.attributes(path, "mode") == "file" then return path end
  end
  local names = {}
  for i, judge in ipairs(record.judges) do names[i] = judge.name end
  error(judge_files.none(name, names), 0)
end

-- The run's evaluation with nobody to answer and one judge; its first judge model.
local function record_for(saved, name)
  local record = {}
  for key, value in pairs(saved.record) do record[key] = value end
  record.models, record.judge_models = {}, { saved.record.judge_models[1] }
  record.judges = name and { { name = name:match("([^/]+)%.lua$") or name, path = path_of(saved.record, name) } }
    or saved.record.judges
  record.chosen = record.chosen or name ~= nil -- a judge that marks only where it is named is named here
  return record
end

local function judge_for(plan, item, name)
  for _, judge in ipairs(plan.judges) do
    if marking.marks(judge, item) then return judge end
  end
  local judge = name and plan.judges[1]
  if not judge then error(("no judge of this run marks %s"):format(item.id), 0) end
  local lacks = marking.lacks(judge, item)
  error(lacks and ("'%s' needs a %s, and %s has none"):format(judge.name, lacks, item.id)
    or ("'%s' does not mark %s: its applies_to says otherwise"):format(judge.name, item.id), 0)
end

local function earlier_rounds(rows, item, model, sample)
  local history = {}
  for _, row in ipairs(rows) do
    local other = row.item
    if row.model == model and row.sample == sample and other.category == item.category
      and other.group == item.group and other.round < item.round then
      history[#history + 1] = { question = other.question, answer = row.answer.text or "", reply = row.answer.reply }
    end
  end
  return history
end

-- The answer that is meant: a text, or the stored one of a model; and the earlier rounds of the conversation.
local function answer_for(run, item, given)
  local rows, whose = rows_of.load(run).rows, nil
  for _, row in ipairs(rows) do
    if row.item.id == item.id and row.answer.state == "obtained" and (row.model == given or not given) then
      whose = whose or row
    end
  end
  if not given and not whose then error(("there is no answer to %s in this run; give one"):format(item.id), 0) end
  local history = earlier_rounds(rows, item, whose and whose.model or rows[1].model, whose and whose.sample or 1)
  return whose and whose.answer.text or given, whose and whose.model, history
end

-- The stores without what was remembered of verdicts: a try goes to the replies themselves.
local function without_memory(stores)
  local made = {}
  for kind, store in pairs(stores) do
    made[kind] = setmetatable({ memo = function() end, remember = function() end }, { __index = function(_, name)
      return function(_, ...) return store[name](store, ...) end
    end })
  end
  return made
end

local function judge_with(made, stores, mode)
  local plan, calls = made.plan, {}
  local context = ask.open { stores = without_memory(stores), limits = plan.limits, mode = mode }
  function context.on_reply(endpoint, messages, reply, problem)
    calls[#calls + 1] = { endpoint = endpoint, messages = table.move(messages, 1, #messages, 1, {}), reply = reply,
      problem = problem }
  end
  local row = { model = made.model or "", item = made.item, sample = 1, judgings = {},
    answer = { state = "obtained", text = made.answer } }
  local one = setmetatable({ judges = { made.judge }, repeats = 1 }, { __index = plan })
  judge_stage.row(context, one, row, made.history)
  return row.judgings[1], calls, context
end

local function with_stores(made, out, mode)
  local stores, problem = runs.stores(out, made.plan.record, mode == "offline")
  if not stores then error(problem, 0) end
  local ok, judging, calls, context = pcall(judge_with, made, stores, mode)
  runs.close(stores)
  if not ok then error(judging, 0) end
  return judging, calls, context
end

local function drop(plan)
  for _, judge in ipairs(plan.judges) do experts.drop(judge) end
end

local function prepare(run, name, id, given, live)
  local plan, problem = evaluation.plan(record_for(rows_of.known(run).saved, name), live)
  if not plan then error(problem, 0) end
  local item
  item, problem = dataset.find(plan.dataset, id)
  if not item then error(problem, 0) end
  local made = { plan = plan, item = item, judge = judge_for(plan, item, name) }
  made.answer, made.model, made.history = answer_for(run, item, given)
  return made
end

local function is_settled(judging) return judging.state ~= "failed" or judging.code == "local_only" end

local function say_where(desk, made)
  local endpoint = made.plan.judge_models[1]
  if not endpoint or endpoint.is_local then return end
  desk.tell(desk.say("desk_goes_to", made.item.id, endpoint.origin, endpoint.name) .. "\n")
end

-- Looks first at what is stored, and asks when it must.
local function judge_now(desk, run, name, id, given)
  local out = rows_of.known(run).out
  local made = prepare(run, name, id, given, false)
  local judging, calls, context = with_stores(made, out, "offline")
  if not is_settled(judging) then
    drop(made.plan)
    made = prepare(run, name, id, given, true)
    say_where(desk, made)
    judging, calls, context = with_stores(made, out, "live")
    simulated.stop(made.plan.simulation)
  end
  drop(made.plan)
  made.judging, made.calls, made.context = judging, calls, context
  return made
end

local function heading(title) return ("── %s\n"):format(title) end

local function prompts(made)
  local parts = {}
  for _, call in ipairs(made.calls) do
    for _, message in ipairs(call.messages) do parts[#parts + 1] = message.content end
  end
  return table.concat(parts, "\n\n")
end

local function replies(made, columns)
  local parts = {}
  for _, call in ipairs(made.calls) do
    parts[#parts + 1] = wrap.text(call.reply and call.reply.text or call.problem or "", columns, "  ")
  end
  return table.concat(parts)
end

local function cost_text(say, made)
  local counts, cost = made.context.counts, made.judging.cost
  if made.judging.state == "failed" then return say "desk_no_reply" end
  if counts.asked == 0 then return say "desk_free" end
  local endpoint = made.plan.judge_models[1]
  local price = endpoint and endpoint.price
  return say("desk_paid", counts.asked, counts.input, counts.output) .. ", "
    .. (cost and ("%.4f %s"):format(cost, price and price.currency or "USD") or say "no_price")
end

local function verdict_word(say, judging)
  local score = judging.score and ("%g"):format(judging.score) or judging.state
  if judging.safety_risk == nil then return score end
  return score .. ", " .. say(judging.safety_risk and "unsafe_yes" or "unsafe_no")
end

local function prompt_text(say, made, before, columns)
  local endpoint = made.plan.judge_models[1]
  if not endpoint then return "" end -- the judges ask nobody
  local name = endpoint.name .. (endpoint.simulated and (" (%s)"):format(say "simulated") or "")
  local title = heading(say("desk_prompt_to", name))
  if not before then return title .. wrap.text(prompts(made), columns, "  ") end
  local lines = diff.lines(prompts(before), prompts(made))
  if #lines == 0 then return title .. "  " .. say "desk_unchanged" .. "\n" end
  return title .. wrap.text(table.concat(lines, "\n"), columns, "  ")
end

local function result_text(desk, run, made, before)
  local say, columns = desk.say, desk.columns()
  local parts = { ("%s (%s) · %s · %s\n"):format(made.judge.name, made.judge.path, made.item.id,
    made.model and say("desk_answer_of", made.model) or say "desk_own_answer") }
  parts[2] = prompt_text(say, made, before, columns)
  parts[3] = heading(say "desk_reply") .. replies(made, columns)
  parts[4] = heading(say "desk_verdict") .. (item_text.verdict(rows_of.context(run), made.judging, columns, "  "))
  if before then
    local was, is = verdict_word(say, before.judging), verdict_word(say, made.judging)
    parts[5] = "  " .. say("desk_before_now", was, is) .. (was == is and " · " .. say "desk_unchanged" or "") .. "\n"
  end
  parts[#parts + 1] = heading(say "desk_cost") .. "  " .. cost_text(say, made) .. "\n"
  return table.concat(parts)
end

---@param desk table
---@param run table
---@param name string? of a judge file, or its path; the judge of the run that marks the item when left out
---@param id string the item's
---@param given string? an answer, or a model's name for the answer that it gave; the first stored one when left out
---@return table judging, which as text is the whole report of the try
function M.try(desk, run, name, id, given)
  -- A task of its own goes on when the prompt is interrupted: what was asked is paid, and is kept.
  if desk.trial then task.join(desk.trial) end -- one at a time writes to the store
  desk.trial = task.spawn(pcall, judge_now, desk, run, name, id, given)
  local ok, made = task.join(desk.trial)
  if not ok then error(made, 0) end
  local key = table.concat({ made.judge.name, made.item.id, made.answer }, "\0")
  local before = desk.tries[key]
  desk.tries[key] = made
  local shown = result_text(desk, run, made, before)
  return setmetatable(made.judging, { __tostring = function() return shown end })
end

return M
