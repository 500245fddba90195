local function choice(what) return ('{"reason":"r","choice":"%s"}'):format(what) end

return {
  about = "viva pairwise without options compares the pairs that the evaluation names, and no others",
  items = { { id = "MK/1/1", question = "First?", reference = "R1." } },
  models = { "good", "bad", "other" },
  settings = 'repeats = 1\npairwise = { { "good", "bad" }, { "good", "other" } }\ncomparison = "better"',
  steps = {
    { arguments = { "--answers-only" }, calls = 3, exit = 0,
      replies = { { model = "good", says = "G" }, { model = "bad", says = "B" }, { model = "other", says = "O" } } },
    { command = { "pairwise", "--dry-run" }, calls = 0, screen = { "4 calls would be made" } },
    { command = { "pairwise" }, calls = 4, replies = { { model = "judge", says = choice "A" } },
      screen = { "good", "other", "bad" } },
    { command = { "pairwise", "--models", "bad,other", "--dry-run" }, calls = 0, screen = { "2 calls would be made" } },
    { command = { "pairwise" }, calls = 0 },
  },
}
