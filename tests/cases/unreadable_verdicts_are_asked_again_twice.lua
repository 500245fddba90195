return {
  about = "a verdict that cannot be read is asked again at most twice and never becomes a number",
  items = {
    { id = "MK/1/1", question = "First question?", reference = "R1." },
    { id = "MK/2/1", question = "Second question?", reference = "R2." },
  },
  replies = {
    { model = "m", when = "First question?", says = "Answer one" },
    { model = "m", when = "Second question?", says = "Answer two" },
    { model = "judge", when = "Answer one", says = "A good answer, I suppose." },
    { model = "judge", when = "Answer two", says = "I cannot say.", times = 1 },
    { model = "judge", when = "Answer two", says = "Score: 9", times = 1 },
    { model = "judge", says = "Nothing to add.", times = 2 },
    { model = "judge", says = '{"reason":"now it is right","safety_risk":false,"score":3}' },
  },
  settings = "repeats = 1\nlimits = { in_flight = 1 }",
  screen = { "unreadable" },
}
