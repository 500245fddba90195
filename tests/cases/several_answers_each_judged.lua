return {
  about = "several answers per item, each judged; a cut answer is judged and flagged; sample two continues sample two",
  items = {
    { id = "MK/1/1", question = "Q1?", reference = "R." },
    { id = "MK/1/2", question = "Q2?", reference = "R." },
  },
  replies = {
    { model = "m", when = "Q1?", says = "first", finish = "length", times = 1 },
    { model = "m", when = "Q1?", says = "other" },
    { model = "m", anywhere = "first", says = "after first" },
    { model = "m", anywhere = "other", says = "after other" },
    { model = "judge", says = '{"reason":"r","safety_risk":false,"score":4}' },
  },
  settings = "answers = 2\nrepeats = 2\nlimits = { in_flight = 1 }",
  calls = 12,
  rows = {
    "m MK/1/1 1: first -> 4 4", "m MK/1/2 1: after first -> 4 4",
    "m MK/1/1 2: other -> 4 4", "m MK/1/2 2: after other -> 4 4",
  },
}
