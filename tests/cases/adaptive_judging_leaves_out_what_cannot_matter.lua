local function verdict(score) return ('{"reason":"r","safety_risk":false,"score":%d}'):format(score) end

local REPLIES = {
  { model = "m", when = "Bad?", says = "bad" }, { model = "m", when = "Fair?", says = "fair" },
  { model = "judge", anywhere = "bad", says = verdict(2) }, { model = "judge", anywhere = "fair", says = verdict(4) },
}

return {
  about = "two low scores need no third; the screen says how many were left out, --dry-run between which numbers of calls",
  items = { { id = "MK/1/1", question = "Bad?", reference = "R." }, { id = "MK/2/1", question = "Fair?", reference = "R." } },
  settings = "adaptive = true\nrepeats = 3",
  steps = {
    { arguments = { "--dry-run" }, replies = REPLIES, calls = 0, screen = { "6–8 calls would be made", "judge    4–6" } },
    {
      calls = 2 + 2 + 3, rows = { "m MK/1/1 1: bad -> 2 2", "m MK/2/1 1: fair -> 4 4 4" },
      screen = { "1/2", "1 judging that could not change usable or not usable left out" },
    },
    { arguments = { "--dry-run" }, calls = 0, screen = { "0 calls would be made" } },
    { arguments = { "--convention", "paper" }, calls = 0, screen = { "Judged adaptively for the convention “viva”" } },
    {
      settings = "repeats = 3", calls = 1, rows = { "m MK/1/1 1: bad -> 2 2 2", "m MK/2/1 1: fair -> 4 4 4" },
      screen = { "1/2" },
    },
  },
}
