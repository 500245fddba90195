-- What a run is about to do, said before it does it: who receives what, how many calls, tokens, how much money.
local evaluation = require "evaluation"
local fits = require "fits"
local judging = require "judging"
local show = require "show"
local words = require "words"

local M = {}

local GUESSED_OUTPUT = 500 -- tokens of a reply, for forecasts

---How many judgings one answer to an item gets.
function M.judgings_of(plan, item)
  local count = 0
  for _, file in ipairs(plan.judges) do
    if judging.marks(file, item) then
      count = count + judging.repeats(plan, file) * (judging.no_model(file) and 1 or #plan.judge_models)
    end
  end
  return count
end

---The versions that results may depend on.
function M.versions()
  return { viva = viva_version, lua = _VERSION, libcurl = require("viva.http").version() }
end

local function receive(receivers, order, endpoint, what)
  if not receivers[endpoint.origin] then
    order[#order + 1] = endpoint.origin
    receivers[endpoint.origin] = {}
  end
  local list = receivers[endpoint.origin]
  list[#list + 1] = ("%s (%s)"):format(endpoint.name, words.here()(what))
end

local function count_items(plan)
  local items, held = 0, 0
  for _, conversation in ipairs(plan.conversations) do
    for _, item in ipairs(conversation.items) do
      items, held = items + 1, held + (item.local_only and 1 or 0)
    end
  end
  return items, held
end

-- Whether any judge asks a model about any of the items.
local function judges_ask(plan)
  for _, conversation in ipairs(plan.conversations) do
    for _, item in ipairs(conversation.items) do
      for _, file in ipairs(plan.judges) do
        if not judging.no_model(file) and judging.marks(file, item) then return true end
      end
    end
  end
  return false
end

-- Which endpoints get what, by origin.
local function receivers_of(plan, options)
  local receivers, order, away = {}, {}, {}
  for _, endpoint in ipairs(options.judge_only and {} or plan.models) do
    if not endpoint.imported then receive(receivers, order, endpoint, "console_questions") end
    if not endpoint.is_local then away[#away + 1] = endpoint.name end
  end
  local to_judges = options.comparing or not options.answers_only and judges_ask(plan)
  for _, endpoint in ipairs(to_judges and plan.judge_models or {}) do
    receive(receivers, order, endpoint, "console_judged_texts")
    if not endpoint.is_local then away[#away + 1] = endpoint.name end
  end
  return receivers, order, away
end

---Names each origin that will receive text, and what it receives; says which items are held back from whom.
---@param options { answers_only?: boolean, judge_only?: boolean, comparing?: boolean } comparing: two answers
---@return string
function M.origins(plan, options)
  local receivers, order, away = receivers_of(plan, options)
  local items, held = count_items(plan)
  local say, title = words.here(), words.pick(plan.record.title, words.choose(nil, nil, words.locale()))
  local lines = { say("console_items_go_to", title or plan.name, items, plan.dataset.name) }
  for _, origin in ipairs(order) do
    local place = origin == "simulated" and say "console_this_machine" or origin
    lines[#lines + 1] = ("  %s: %s"):format(place, table.concat(receivers[origin], ", "))
  end
  if held > 0 and #away > 0 then
    lines[#lines + 1] = "  " .. say("console_held_back", held, table.concat(away, ", "))
  end
  for _, unused in ipairs(plan.checklists.unused) do
    lines[#lines + 1] = "  " .. fits.checklist(unused, plan.dataset)
  end
  return table.concat(lines, "\n") .. "\n"
end

-- A number, or the range of it where adaptive judging leaves open how much will be asked.
local function range(low, high, form)
  local least, most = form:format(low), form:format(high)
  return least == most and least or least .. "–" .. most
end

local function money_of(price, input, output)
  return (input * (price.input or 0) + output * (price.output or 0)) / 1e6
end

local function add_up(total, planned)
  for endpoint, calls in pairs(planned) do
    local output, price = calls.calls * GUESSED_OUTPUT, endpoint.price
    if price then
      local currency = price.currency or "USD"
      total.cost[currency] = (total.cost[currency] or 0) + money_of(price, calls.input, output)
    end
    total.calls, total.input, total.output = total.calls + calls.calls, total.input + calls.input, total.output + output
  end
end

---All that a dry context would ask at most, as one sum.
---@return { calls: integer, input: integer, output: integer, cost: table<string, number> }
function M.total(context)
  local total = { calls = 0, input = 0, output = 0, cost = {} }
  add_up(total, context.planned)
  add_up(total, context.maybe)
  return total
end

local function forecast_row(endpoint, low, high)
  local price, least, most = endpoint.price, low.calls * GUESSED_OUTPUT, high.calls * GUESSED_OUTPUT
  local money = price and ("%s %s"):format(range(money_of(price, low.input, least), money_of(price, high.input, most),
    "%.2f"), price.currency or "USD") or ""
  return { endpoint.name, range(low.calls, high.calls, "%d"), range(low.input, high.input, "%d"),
    range(least, most, "%d"), money }
end

---What a run would ask, from a context that ran dry.
---@return string
function M.forecast(context, plan)
  local rows, least, most, none = {}, 0, 0, { calls = 0, input = 0 }
  for _, endpoint in ipairs(evaluation.all_models(plan)) do
    local low, maybe = context.planned[endpoint] or none, context.maybe[endpoint] or none
    local high = { calls = low.calls + maybe.calls, input = low.input + maybe.input }
    if high.calls > 0 then rows[#rows + 1] = forecast_row(endpoint, low, high) end
    least, most = least + low.calls, most + high.calls
  end
  local say = words.here()
  local head = say("console_forecast", context.counts.stored, range(least, most, "%d")) .. "\n"
  if most == 0 then return head end
  local columns = {}
  for i, key in ipairs { "model", "calls", "tokens_in", "tokens_out", "money" } do
    columns[i] = { title = say(key), align = i > 1 and "right" or "left" }
  end
  return head .. show.table(columns, rows) .. say("console_estimated", GUESSED_OUTPUT) .. "\n"
    .. (most > least and say "console_adaptive" .. "\n" or "")
end

return M
