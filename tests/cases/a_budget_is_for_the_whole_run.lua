return {
  about = "a budget stops new calls, counts what earlier starts of the run have spent, and is refused without prices",
  items = {
    { id = "MK/1/1", question = "Q1?", reference = "R." }, { id = "MK/2/1", question = "Q2?", reference = "R." },
    { id = "MK/3/1", question = "Q3?", reference = "R." }, { id = "MK/4/1", question = "Q4?", reference = "R." },
  },
  model_settings = ", price = { input = 0, output = 200000 }",
  judge_settings = ", price = { input = 0, output = 0 }",
  settings = "repeats = 1\nlimits = { in_flight = 1, budget = 2 }",
  replies = {
    { model = "m", says = "A" }, { model = "judge", says = '{"reason":"r","safety_risk":false,"score":4}' },
  },
  steps = {
    { arguments = { "--answers-only" }, exit = 3, calls = 2 },
    { arguments = { "--answers-only" }, exit = 3, calls = 0 },
  },
}
