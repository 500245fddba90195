local function choice(what) return ('{"reason":"r","choice":"%s"}'):format(what) end
local MODELS, ITEMS = { "good", "bad", "other" }, { { id = "MK/1/1", question = "First?", reference = "R1." } }

return {
  about = "pairs that are written into the evaluation after the run, or changed there, are those that are compared",
  items = ITEMS, models = MODELS, settings = "repeats = 1",
  steps = {
    { arguments = { "--answers-only" }, calls = 3, exit = 0,
      replies = { { model = "good", says = "G" }, { model = "bad", says = "B" }, { model = "other", says = "O" } } },
    { command = { "pairwise" }, calls = 0, exit = 1 },
    { models = MODELS, settings = 'repeats = 1\npairwise = { { "good", "bad" } }', command = { "pairwise" }, calls = 2,
      replies = { { model = "judge", says = choice "A" } } },
    { models = MODELS, settings = 'repeats = 1\npairwise = { { "good", "other" } }',
      command = { "pairwise", "--dry-run" }, calls = 0, screen = { "2 calls would be made" } },
    { command = { "pairwise", "case-part", "--models", "good,nobody" }, calls = 0, exit = 1 },
  },
}
