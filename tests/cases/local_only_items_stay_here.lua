return {
  about = "several answers per item, each judged; a cut answer is judged and flagged",
  items = { { id = "MK/1/1", question = "Q1?", reference = "R.", local_only = true } },
  replies = {
    { model = "m", says = "A", finish = "length" },
    { model = "judge", says = '{"reason":"r","safety_risk":false,"score":4}' },
  },
  settings = "answers = 2\nrepeats = 2",
  calls = 6,
  rows = { "m MK/1/1 1: A -> 4 4", "m MK/1/1 2: A -> 4 4" },
}
