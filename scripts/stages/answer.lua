-- Stage: a model answers a conversation. Rounds go in order, each with the model's own earlier answers; sample i of a
-- round continues sample i of the earlier ones. A round whose earlier round was not obtained is never asked.
local ask = require "ask"
local digest = require "viva.digest"
local json = require "json"
local tokens = require "tokens"
local turns = require "turns"

local M = {}

-- Codes of ask for a request that no endpoint has seen.
local NEVER_WENT_OUT = { planned = true, not_asked = true, stopped = true, endpoint_stopped = true, budget = true }

---Which reply an imported answer is stored under: 32 bytes.
---@param dataset string the dataset's name
function M.imported_id(dataset, model, item, sample)
  return digest.identity { "imported/1", dataset, model, item.id, item.question, tostring(sample) }
end

local function imported(context, endpoint, dataset, item, sample)
  local id = M.imported_id(dataset, endpoint.name, item, sample)
  local row = context.stores.real:reply(id)
  if not row then return nil, "no answer has been imported for this item", "not_imported" end
  local text = json.decode(row.raw).text
  return { text = text, empty = not text:find("%S"), cut = false, id = digest.hex(id) }
end

-- An item marked local_only goes to endpoints of this machine, or declared local, and to no other.
local function held_back(endpoint, item)
  return item.local_only and not endpoint.is_local
end

local function obtained(reply, endpoint)
  return {
    state = "obtained", text = reply.text, reasoning = reply.reasoning, finish = reply.finish, cut = reply.cut,
    empty = reply.empty, refusal = reply.refusal, imported = endpoint.imported, usage = reply.usage, cost = reply.cost,
    seconds = reply.seconds, returned = reply.model, reply = reply.id,
  }
end

local function answer_item(context, plan, endpoint, item, messages, sample)
  if held_back(endpoint, item) then
    return { state = "not_asked", code = "local_only",
      error = "the item is marked local_only and this endpoint is not local" }
  end
  local reply, problem, code, request
  if endpoint.imported then
    reply, problem, code = imported(context, endpoint, plan.dataset.name, item, sample)
  else
    reply, problem, code, request = ask.ask(context, endpoint, messages, sample, "answer " .. item.id)
  end
  if reply then return obtained(reply, endpoint) end
  return { state = NEVER_WENT_OUT[code] and "not_asked" or "failed", error = problem, code = code, request = request }
end

-- A round after one that was not obtained. In a plan it will be asked when the earlier one will be.
local function after_a_gap(context, endpoint, messages, broken)
  if broken.code == "planned" then
    ask.plan(context, endpoint, 1, tokens.of_messages(messages))
    return { state = "not_asked", code = "planned", error = broken.text }
  end
  return { state = "not_asked", code = "earlier_round", error = broken.text }
end

---@param plan table from evaluation.lua
---@param endpoint table one of plan.models
---@param conversation table of the dataset
---@param sample integer which of n answers
---@param on_answer fun(row: table, history: table) called after each round; `history` holds the earlier ones
function M.conversation(context, plan, endpoint, conversation, sample, on_answer)
  local messages, history, broken = {}, {}, nil
  turns.begin(conversation.items[1], messages, history)
  for _, item in ipairs(conversation.items) do
    messages[#messages + 1] = { role = "user", content = item.question }
    local answer = broken and after_a_gap(context, endpoint, messages, broken)
      or answer_item(context, plan, endpoint, item, messages, sample)
    on_answer({ model = endpoint.name, item = item, sample = sample, answer = answer, judgings = {} },
      table.move(history, 1, #history, 1, {}))
    if answer.state == "obtained" then
      messages[#messages + 1] = { role = "assistant", content = answer.text }
      history[#history + 1] = { question = item.question, answer = answer.text, reply = answer.reply }
    elseif not broken then
      broken = { text = ("round %d was not obtained"):format(item.round), code = answer.code }
    end
  end
end

return M
