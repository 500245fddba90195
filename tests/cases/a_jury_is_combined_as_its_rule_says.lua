local judge_text = [[
title = "Short"
applies_to = category "MK"
levels = { [5] = "good", [4] = "fair", [3] = "middling", [2] = "weak", [1] = "bad" }
usable_from = 4
repeats = 1
prompt = "Judge: {{question}} {{reference}} {{answer}} {{levels}}"
reply = { reason = "text", score = "level" }
%s
]]

local JURY = { "first", "second", "third" }

return {
  about = "a rule of the evaluation or of the judge file; to change it, or a name, asks nobody anew",
  items = { { id = "MK/1/1", question = "Why?", reference = "Because." } },
  judge_models = JURY,
  steps = {
    {
      judge_file = { ["knowledge.lua"] = judge_text:format("") },
      replies = {
        { model = "m", says = "So." }, { model = "first", says = '{"reason":"r","score":5}' },
        { model = "second", says = '{"reason":"r","score":4}' }, { model = "third", says = '{"reason":"r","score":1}' },
      },
      calls = 4, rows = { "m MK/1/1 1: So. -> 5 | 4 | 1 = 3.33333 (3/3)" },
    },
    {
      settings = 'combine = "median"', judge_models = JURY, calls = 0,
      rows = { "m MK/1/1 1: So. -> 5 | 4 | 1 = 4 (3/3)" }, screen = { "the median of their scores" },
    },
    {
      settings = "repeats = 1", judge_models = JURY, calls = 0,
      judge_file = { ["knowledge.lua"] = judge_text:format([[
function combine(scores, jurors)
  if jurors[3].name == "third" and jurors[3].score == 1 then return 1 end -- a veto
  return score.mean(scores)
end]]) },
      rows = { "m MK/1/1 1: So. -> 5 | 4 | 1 = 1 (3/3)" }, screen = { "a rule of the judge file's own" },
    },
    {
      settings = "repeats = 1", judge_models = JURY, calls = 0,
      judge_file = { ["knowledge.lua"] = judge_text:format("function combine(scores) return 17 end") },
      exit = 3, rows = { "m MK/1/1 1: So. -> 5 | 4 | 1 = failed (0/3)" },
      screen = { "judges/knowledge.lua:8: 'combine' should return a level between 1 and 5, and it returned 17" },
    },
    {
      settings = "adaptive = true\nrepeats = 3", judge_models = JURY, calls = 0, exit = 1,
      judge_file = { ["knowledge.lua"] = judge_text:format("function combine(scores) return 1 end") },
    },
  },
}
