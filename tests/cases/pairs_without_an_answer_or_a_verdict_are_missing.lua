return {
  about = "a failed answer makes no pair; a judge model that fails leaves a pair missing, inside of the bounds",
  items = {
    { id = "MK/1/1", question = "First?", reference = "R1." }, { id = "MK/2/1", question = "Second?", reference = "R2." },
    { id = "MK/3/1", question = "Third?", reference = "R3." },
  },
  models = { "good", "bad" },
  settings = "repeats = 1\nlimits = { attempts = 1 }",
  replies = {
    { model = "good", says = "G" }, { model = "bad", when = "First?", status = 400, body = "{}" },
    { model = "bad", says = "B" },
    { model = "judge", anywhere = "Second?", says = '{"reason":"r","choice":"tie"}' },
    { model = "judge", anywhere = "Third?", status = 400, body = '{"error":{"message":"too long"}}' },
  },
  steps = {
    { arguments = { "--answers-only" }, calls = 6, exit = 3 },
    { command = { "pairwise" }, calls = 4, exit = 3, screen = { "0.5/1 [16.7–83.3]" } },
    { command = { "report", "--name", "pairwise" } },
  },
}
