local judge = [[
title = "Rubric"
applies_to = all
scale = "share"
prompt = "{{history}} {{question}} {{points}} {{answer}}"
reply = { points = "points" }
]]

return {
  about = "what was said before the question goes out before it and to the judge; the score is the share of the points",
  items = {
    { id = "HB/1/1", question = "Two tonight?", points = { { text = "no double dose", weight = 3 },
      { text = "stop the drug", weight = -4 } }, earlier = { { role = "user", content = "I take it." },
      { role = "assistant", content = "And now?" } } },
  },
  judge_file = { ["rubric.lua"] = judge },
  settings = 'judges = { "rubric" } report = "rubric"',
  replies = { { model = "m", says = "No." }, { model = "judge", says = '{"points": {"1": "met", "2": "met"}}' } },
  calls = 2,
  requests = { "user: I take it.\nassistant: And now?\nuser: Two tonight?", "Question: I take it.\nAnswer:",
    "1. [3] no double dose\n2. [-4] stop the drug" },
  rows = { "m HB/1/1 1: No. -> -0.33333333333333" },
  screen = { "All items", "0.000 n = 1", "It is no usability" },
}
