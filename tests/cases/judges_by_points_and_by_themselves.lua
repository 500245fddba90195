local head = [[
title = "Short"
applies_to = category "MK"
levels = { [5] = "a", [4] = "b", [3] = "c", [2] = "d", [1] = "e" }
usable_from = 4
]]
local by_points = head .. [[
prompt = "Points of {{question}}: {{points}} {{answer}}"
reply = { points = "points" }
points = "one by one"
]]
local asking = head .. [[
calls = 2
function mark(item)
  local first = ask(fill "First: {{question}} {{answer}}")
  if first == "enough" then return 3 end
  return #ask("Then: " .. first) + #ask("Last: " .. first)
end
]]
local measuring = head .. [[
calls = 0
repeats = 3
function mark(item) return item.answer == item.reference and 5 or 1 end
]]

return {
  about = "a judge by points asks for each, one that asks by itself is held to its calls, one that asks nobody costs nothing",
  items = { { id = "MK/1/1", question = "Why?", reference = "So.", checklist = "Core requirements:\n1. one\n2. two" } },
  settings = 'judges = { "points", "measuring" }',
  steps = {
    {
      judge_file = { ["points.lua"] = by_points, ["measuring.lua"] = measuring, ["asking.lua"] = asking },
      replies = {
        { model = "m", says = "So." },
        { model = "judge", says = '{"points": {"1": "met", "2": "met"}}' },
        { model = "judge", says = '{"points": {"1": "met", "2": "met"}}' },
      },
      calls = 3, requests = { "1. [core] one ", "2. [core] two " },
      rows = { "m MK/1/1 1: So. -> 5 5" },
    },
    {
      judge_file = { ["points.lua"] = by_points .. "function level(tally) return tally.core.met end\n" },
      calls = 0, rows = { "m MK/1/1 1: So. -> 2 5" },
    },
    {
      judge_file = { ["points.lua"] = asking },
      replies = { { model = "judge", says = "more" }, { model = "judge", says = "x" } },
      calls = 2, exit = 3, requests = { "First: Why?", "Then: more" }, never = { "Last:" },
      rows = { "m MK/1/1 1: So. -> failed:calls 5" },
    },
  },
}
