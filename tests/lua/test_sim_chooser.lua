-- The simulated judges: how they compare two answers, and how severe each of them is.
package.path = "tests/lua/support/?.lua;" .. package.path
local choice = require "box.choice"
local json = require "json"
local simulation = require "simulation"
local text = require "viva.text"

local T = {}

local PROMPT = [[
Two students answered the same question.

# Question
%s

# Student A's answer
<answer-a-9f3a12>
%s
</answer-a-9f3a12>

# Student B's answer
<answer-b-9f3a12>
%s
</answer-b-9f3a12>

{"reason": "<your reason>", "choice": <"A", "B" or "tie">}
]]

local HALF = "成人每次服用 200 至 400 毫克。"

local function compare(simulated, a, b, options)
  return simulation.ask(simulated, "sim-judge", PROMPT:format(simulation.IBUPROFEN, a, b), options)
end

local function read(reply)
  return choice.read(reply, { reply = { reason = "text", choice = "choice" }, language = "en" },
    { fold = text.fold, decode = require("viva.json").decode })
end

T["the better answer is chosen wherever it stands, and two that are alike are a tie"] = function(lu)
  simulation.with({}, function(simulated)
    lu.assertEquals(read(compare(simulated, simulation.REFERENCE, HALF)).choice, "A")
    lu.assertEquals(read(compare(simulated, HALF, simulation.REFERENCE)).choice, "B")
    local ties = 0
    for i = 1, 20 do
      local reply = compare(simulated, simulation.REFERENCE, simulation.REFERENCE, { ordinal = tostring(i) })
      ties = ties + (read(reply).choice == "tie" and 1 or 0)
    end
    lu.assertTrue(ties > 5, ties)
  end)
end

T["a choice that is to be unreadable is"] = function(lu)
  simulation.with({ faults = { "unreadable=1" } }, function(simulated)
    for i = 1, 12 do
      local reply = compare(simulated, simulation.REFERENCE, HALF, { ordinal = tostring(i) })
      lu.assertEquals(read(reply).state, "unreadable", reply)
    end
  end)
end

T["the strict judge marks lower than the usual one, the lenient one higher"] = function(lu)
  simulation.with({}, function(simulated)
    local sums = {}
    for _, name in ipairs { "sim-judge-strict", "sim-judge", "sim-judge-lenient" } do
      local sum, form = 0, "# Question\n%s\n<answer-9f3a12>\n%s\n</answer-9f3a12>\n{\"reason\": \"\", \"score\": <1-5>}"
      for i = 1, 8 do
        local answer = HALF .. "每日总量不超过 1200 毫克。" .. (i % 2 == 0 and "孕晚期禁用。" or "")
        local prompt = form:format(simulation.IBUPROFEN, answer)
        local reply = simulation.ask(simulated, name, prompt, { ordinal = tostring(i) })
        local object = json.decode(reply:match("{.*}") or "")
        sum = sum + (object and object.score or tonumber(reply:match("(%d)%D*$")))
      end
      sums[#sums + 1] = sum
    end
    lu.assertTrue(sums[1] < sums[2] and sums[2] < sums[3], table.concat(sums, " "))
  end)
end

return T
