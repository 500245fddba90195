-- What a run's calls used, from its rows: calls, tokens, money by currency. Replies that were stored already count too:
-- the figures are what the results cost, whenever it was paid.
local M = {}

local function new(kind, name)
  return { kind = kind, name = name, calls = 0, repairs = 0, failed = 0, unpriced = 0, input = 0, output = 0,
    money = {} }
end

local function tally_of(tallies, kind, name)
  local key = kind .. "\0" .. name
  if not tallies[key] then
    tallies[key] = new(kind, name)
    tallies[#tallies + 1] = tallies[key]
  end
  return tallies[key]
end

local function add(tally, used, calls, currency)
  tally.calls = tally.calls + calls
  if used.usage then
    tally.input = tally.input + (used.usage.input or 0)
    tally.output = tally.output + (used.usage.output or 0)
  end
  if used.cost then
    tally.money[currency] = (tally.money[currency] or 0) + used.cost
  else
    tally.unpriced = tally.unpriced + calls
  end
end

local function add_answer(tally, answer, currency)
  if answer.state == "failed" then tally.failed = tally.failed + 1 end
  if answer.state == "obtained" and not answer.imported then add(tally, answer, 1, currency) end
end

local function add_judging(tally, judging, currency)
  local asked = judging.asked or 0
  if judging.state == "failed" then tally.failed = tally.failed + 1 end
  tally.repairs = tally.repairs + math.max(0, asked - 1)
  add(tally, judging, asked, currency)
end

local function currencies(list, key)
  local found = {}
  for _, one in ipairs(list or {}) do found[one[key]] = one.price and one.price.currency end
  return found
end

---One tally for each model's answers and one for each judge file's judgings, in order of first appearance.
---@param rows table[]
---@param run table
---@return table[] tallies { kind, name, calls, repairs, failed, unpriced, input, output, money = { USD = 1.2 } };
---`kind` is answers or judgings, `repairs` are calls made because a verdict was unreadable, `unpriced` calls that have
---no price
function M.of(rows, run)
  local tallies, of_model, of_judge = {}, currencies(run.models, "name"), currencies(run.judges, "name")
  for _, row in ipairs(rows) do
    add_answer(tally_of(tallies, "answers", row.model), row.answer, of_model[row.model] or "USD")
    for _, judging in ipairs(row.judgings) do
      add_judging(tally_of(tallies, "judgings", judging.judge), judging, of_judge[judging.judge] or "USD")
    end
  end
  local list = {}
  for i, tally in ipairs(tallies) do list[i] = tally end
  return list
end

return M
