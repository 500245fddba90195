local function choice(what) return ('{"reason":"r","choice":"%s"}'):format(what) end

local COMMAND = { "pairwise", "--models", "good,bad" }

return {
  about = "each pair in both orders; asked once and never again; what cannot be read is missing; the run remembers",
  items = {
    { id = "MK/1/1", question = "First?", reference = "R1." }, { id = "MK/2/1", question = "Second?", reference = "R2." },
    { id = "MK/3/1", question = "Third?", reference = "R3." },
  },
  models = { "good", "bad" },
  steps = {
    {
      arguments = { "--answers-only" }, calls = 6, exit = 0,
      replies = {
        { model = "good", when = "First?", says = "G1" }, { model = "good", when = "Second?", says = "G2" },
        { model = "good", when = "Third?", says = "G3" }, { model = "bad", when = "First?", says = "B1" },
        { model = "bad", when = "Second?", says = "B2" }, { model = "bad", when = "Third?", says = "B3" },
      },
    },
    { command = { "pairwise", "--models", "good,worse" }, exit = 1, calls = 0 },
    { command = { "pairwise", "--models", "good,bad", "--dry-run" }, calls = 0, screen = { "6 calls would be made" } },
    {
      command = COMMAND, calls = 2 + 2 + 1 + 3,
      replies = {
        { model = "judge", anywhere = "First?", says = choice "A" }, -- the one that stands first, both times
        { model = "judge", anywhere = "Second?", says = choice "tie" },
        { model = "judge", anywhere = "Third?", says = choice "B", times = 1 },
        { model = "judge", anywhere = "Third?", says = "Both have their merits." },
      },
      screen = { "1/2 [33.3–66.7]" },
    },
    { command = COMMAND, calls = 0, screen = { "1/2 [33.3–66.7]" } },
    { command = { "report", "--name", "pairwise", "--format", "md" }, calls = 0 },
    { arguments = { "--answers-only" }, calls = 0 },
    { command = COMMAND, calls = 0, screen = { "1/2 [33.3–66.7]" } },
  },
}
