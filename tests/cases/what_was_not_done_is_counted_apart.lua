return {
  about = "answers without verdicts are not judged; answers that nobody was asked for are not asked; neither has failed",
  items = {
    { id = "MK/1/1", question = "First question?", reference = "R1." },
    { id = "MK/2/1", question = "Second question?", reference = "R2." },
  },
  replies = {
    { model = "m", when = "First question?", says = "Answer one" },
    { model = "judge", says = '{"reason":"r","safety_risk":false,"score":4}' },
  },
  steps = {
    {
      arguments = { "--answers-only", "--item", "MK/1/1" }, calls = 1,
      screen = { "Due  Judged  Unreadable  Failed  Not judged  Unsafe", "1       0           0       0           1" },
      rows = { "m MK/1/1 1: Answer one -> " },
    },
    {
      arguments = { "--judge-only" }, calls = 1, exit = 3,
      screen = { "Due  Judged  Unreadable  Failed  Not asked  Unsafe", "2       1           0       0          1" },
    },
  },
}
