local judge_text = [[
title = "Short"
applies_to = category "MK"
levels = { [5] = "good", [4] = "fair", [3] = "middling", [2] = "weak", [1] = "bad" }
usable_from = 4
repeats = 1
prompt = "%s {{question}} {{reference}} {{answer}} {{levels}}"
reply = { reason = "text", score = "level" }
%s
]]

return {
  about = "run again: nothing is asked. A rule edited: nothing is asked. A prompt edited: the judgings alone are.",
  items = { { id = "MK/1/1", question = "Why?", reference = "Because." } },
  steps = {
    {
      judge_file = { ["knowledge.lua"] = judge_text:format("Judge:", "") },
      replies = {
        { model = "m", says = "So." }, { model = "judge", says = '{"reason":"r","score":5}' },
      },
      calls = 2, rows = { "m MK/1/1 1: So. -> 5" },
    },
    { calls = 0, rows = { "m MK/1/1 1: So. -> 5" } },
    {
      judge_file = { ["knowledge.lua"] = judge_text:format("Judge:", "function final(score) return score - 1 end") },
      calls = 0, rows = { "m MK/1/1 1: So. -> 4" },
    },
    {
      judge_file = { ["knowledge.lua"] = judge_text:format("Judge strictly:", "") },
      arguments = { "--dry-run" }, calls = 0, screen = { "1 call would be made" },
    },
    { replies = { { model = "judge", says = '{"reason":"r","score":2}' } }, calls = 1, rows = { "m MK/1/1 1: So. -> 2" } },
  },
}
