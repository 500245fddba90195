-- Named sources of a report about money: what answers and judgings used, and the calls that may have been paid twice.
local digest = require "viva.digest"
local rates = require "sources.rates"

local M = {}

local function new_tally(who, what, currency)
  return { who = who, what = what, currency = currency, calls = 0, input = 0, output = 0, retried = 0, ambiguous = 0 }
end

local function add(tally, used, calls)
  tally.calls = tally.calls + calls
  if used.usage then
    tally.input = tally.input + (used.usage.input or 0)
    tally.output = tally.output + (used.usage.output or 0)
  end
  if used.cost then tally.money = (tally.money or 0) + used.cost end
end

local function currency_of(model) return model.price and (model.price.currency or "USD") end

-- What an answer or a judging asked: the requests by their ids, in hex. A judging that was given its verdict at once
-- names its reply alone.
local function requests_of(made)
  return made.requests or { made.request or made.reply }
end

-- Attempts that brought no reply, by the request they were made for.
local function attempts_by_request(extra)
  local found = {}
  for _, attempt in ipairs(extra and extra.attempts or {}) do
    local request = digest.hex(attempt.request)
    found[request] = found[request] or {}
    table.insert(found[request], attempt)
  end
  return found
end

-- Counts each attempt once, though two items may ask the same. One that was never sent repeated nothing.
local function take_attempts(tally, attempts, made)
  if next(attempts) == nil then return end
  for _, request in ipairs(requests_of(made)) do
    for _, attempt in ipairs(attempts[request] or {}) do
      local class = attempt.class
      if class == "refused" or class == "ambiguous" or class == "failed" and attempt.again then
        tally.retried = tally.retried + 1
      end
      if class == "ambiguous" then tally.ambiguous = tally.ambiguous + 1 end
    end
    attempts[request] = nil
  end
end

-- Calls take(comparison, item, models) for each comparison of two answers.
local function each_comparison(extra, take)
  for _, made in ipairs(extra and extra.pairwise or {}) do
    for _, result in ipairs(made.results) do
      for _, one in ipairs(result.comparisons or {}) do take(one, result.item, made.models) end
    end
  end
end

-- The tallies in order, and the attempts that no row made.
local function tallies(context)
  local run, order, of = context.run, {}, { answers_of = {}, judging_of = {}, comparing_of = {} }
  local function tally_of(who, what, currency)
    local tally = of[what][who]
    if not tally then
      tally = new_tally(who, what, currency)
      of[what][who], order[#order + 1] = tally, tally
    end
    return tally
  end
  for _, model in ipairs(run.models) do
    tally_of(model.name, "answers_of", currency_of(model))
  end
  for _, model in ipairs(run.judge_models) do tally_of(model.name, "judging_of", currency_of(model)) end
  local attempts = attempts_by_request(context.extra)
  for _, row in ipairs(context.rows) do
    local answers = tally_of(row.model, "answers_of")
    if row.answer.state == "obtained" then add(answers, row.answer, row.answer.imported and 0 or 1) end
    take_attempts(answers, attempts, row.answer)
    for _, judging in ipairs(row.judgings) do
      local tally = judging.judge_model and tally_of(judging.judge_model, "judging_of") -- a judge may ask no model
      if tally then
        add(tally, judging, judging.asked or 0)
        take_attempts(tally, attempts, judging)
      end
    end
  end
  each_comparison(context.extra, function(one)
    local tally = tally_of(one.judge_model, "comparing_of", of.judging_of[one.judge_model].currency)
    add(tally, one, one.asked or 0)
    take_attempts(tally, attempts, one)
  end)
  return order, attempts
end

local function money(context, tally)
  local amount = tally.money or tally.calls == 0 and tally.currency and 0
  if amount then return { text = ("%s %.4f"):format(tally.currency or "USD", amount), sort = amount } end
  return { text = context.words(tally.currency and "no_usage" or "no_price"), sort = -1, tone = "dim" }
end

---Groups the digits of a count by three.
local function grouped(count)
  local digits = ("%d"):format(count)
  local first = #digits % 3
  local parts = first > 0 and { digits:sub(1, first) } or {}
  for at = first + 1, #digits, 3 do parts[#parts + 1] = digits:sub(at, at + 2) end
  return { text = table.concat(parts, "\u{202F}"), sort = count }
end

local function others_note(context, attempts)
  local classes, list = {}, {}
  for _, made in pairs(attempts) do
    for _, attempt in ipairs(made) do
      local class = attempt.class or "open"
      if not classes[class] then list[#list + 1] = class end
      classes[class] = (classes[class] or 0) + 1
    end
  end
  if #list == 0 then return nil end
  table.sort(list)
  for i, class in ipairs(list) do list[i] = ("%s %d"):format(class, classes[class]) end
  return context.words("store_attempts", table.concat(list, ", "))
end

---Calls, tokens and money, for each model's answers and for the judging.
function M.cost(context)
  local words, rows = context.words, {}
  local list, others = tallies(context)
  for i, tally in ipairs(list) do
    rows[i] = { { text = tally.who, head = true, mark = context.marks[tally.who] }, { text = words(tally.what) },
      grouped(tally.calls), grouped(tally.input), grouped(tally.output), money(context, tally),
      rates.count(tally.retried), rates.count(tally.ambiguous, nil, "warn") }
  end
  return { block = "table", note = others_note(context, others), bodies = { { rows = rows } }, columns = {
    { title = words "model" }, { title = words "note" }, { title = words "calls", number = true },
    { title = words "tokens_in", number = true }, { title = words "tokens_out", number = true },
    { title = words "money", number = true }, { title = words "retried", number = true },
    { title = words "maybe_paid", number = true } } }
end

local function owners_of_requests(rows, extra)
  local found = {}
  local function own(made, owner)
    for _, request in ipairs(requests_of(made)) do found[request] = owner end
  end
  for _, row in ipairs(rows) do
    own(row.answer, { row = row, what = "answers_of" })
    for _, judging in ipairs(row.judgings) do own(judging, { row = row, what = "judging_of" }) end
  end
  each_comparison(extra, function(one, item, models)
    own(one, { row = { item = item, model = models[1] }, what = "comparing_of" })
  end)
  return found
end

local function iso(seconds) return seconds and os.date("!%Y-%m-%dT%H:%M:%SZ", math.floor(seconds)) or "" end

---Each call that was answered and may have been billed more than once.
function M.paid_twice(context)
  local words, rows, list = context.words, {}, context.extra and context.extra.paid_twice or {}
  local known = #list > 0 and owners_of_requests(context.rows, context.extra) or {}
  for _, twice in ipairs(list) do
    local owner = known[digest.hex(twice.request)]
    if owner then
      local row = owner.row
      rows[#rows + 1] = { { text = row.item.id, head = true, link = { id = row.item.id, model = row.model } },
        { text = row.model }, { text = words(owner.what) }, { text = twice.origin or "" },
        { text = ("%d"):format(#twice.attempts), sub = "#" .. table.concat(twice.attempts, " #") },
        { text = iso(twice.when) } }
    end
  end
  return { block = "table", empty = words "none", bodies = { { rows = rows } }, columns = {
    { title = words "item" }, { title = words "model" }, { title = words "note" }, { title = words "origin" },
    { title = words "attempts" }, { title = words "time" } } }
end

M.sources = { cost = M.cost, paid_twice = M.paid_twice }

return M
