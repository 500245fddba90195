local measuring = [[
title = "Short"
applies_to = category "MK"
levels = { [5] = "a", [4] = "b", [3] = "c", [2] = "d", [1] = "e" }
usable_from = 4
calls = 0
repeats = 3
function mark(item) return item.answer == item.reference and 5 or 1 end
]]

return {
  about = "an evaluation whose judges all ask no model needs no judge model, and none is said to receive anything",
  items = { { id = "MK/1/1", question = "Why?", reference = "So." } },
  nobody_judges = true,
  settings = 'judges = { "measuring" }',
  steps = {
    { judge_file = { ["measuring.lua"] = measuring }, replies = { { model = "m", says = "So." } }, calls = 1,
      rows = { "m MK/1/1 1: So. -> 5" }, screen = { ": m (questions)\n", "1/1" } },
    { calls = 0, rows = { "m MK/1/1 1: So. -> 5" } },
  },
}
