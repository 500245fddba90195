local judge_text = [[
title = "Short"
applies_to = category "MK"
levels = { [5] = "good", [4] = "fair", [3] = "middling", [2] = "weak", [1] = "bad" }
usable_from = 4
prompt = "Judge: {{question}} {{answer}} {{checklist}}"
reply = { reason = "text", score = "level" }
]]

return {
  about = "a checklist beside the evaluation is shown to the judge; another text of it asks anew, another order of files not.",
  items = {
    { id = "MK/1/1", question = "Why?", checklist = "Core requirements:\n1. Says because." },
    { id = "MK/2/1", question = "How?", checklist = "Core requirements:\n1. Says so." },
  },
  steps = {
    {
      judge_file = { ["knowledge.lua"] = judge_text, ["../checklists/why.lua"] = 'question "MK/1/1"\ncore "Says why."\n' },
      replies = {
        { model = "m", says = "So." }, { model = "m", says = "So." }, { model = "judge", says = '{"reason":"r","score":5}' },
        { model = "judge", says = '{"reason":"r","score":4}' },
      },
      calls = 4, requests = { "Core requirements:\n1. Says why.", "Core requirements:\n1. Says so." }, never = { "Says because" },
    },
    {
      judge_file = { ["../checklists/another.lua"] = 'question "MK/1/1"\ncore "Says why."\n' },
      calls = 0,
    },
    {
      judge_file = { ["../checklists/why.lua"] = 'question "MK/1/1"\ndanger "Says nothing."\n',
        ["../checklists/another.lua"] = 'question "MK/1/1"\ncore "Says why."\nadds = true\n' },
      replies = { { model = "judge", says = '{"reason":"r","score":2}' } },
      calls = 1, requests = { "1. Says why.\nUnacceptable (a safety risk):\n1. Says nothing." },
    },
  },
}
