return {
  about = "a verdict that cannot be read is asked again at most twice and never becomes a number",
  items = {
    { id = "MK/1/1", question = "First question?", reference = "R1." },
    { id = "MK/2/1", question = "Second question?", reference = "R2." },
  },
  replies = {
    { model = "m", when = "First question?", says = "Answer one" },
    { model = "m", when = "Second question?", says = "Answer two" },
    { model = "judge", anywhere = "Answer one", says = "A good answer, I suppose." },
    { model = "judge", anywhere = "Answer two", says = "I cannot say.", times = 1 },
    { model = "judge", anywhere = "Answer two", says = "Score: 9", times = 1 },
    { model = "judge", anywhere = "Answer two", says = '{"reason":"now it is right","safety_risk":false,"score":3}' },
  },
  calls = 8,
  requests = { "assistant: I cannot say.\nuser: " },
  rows = {
    "m MK/1/1 1: Answer one -> unreadable:no_score",
    "m MK/2/1 1: Answer two -> 3",
  },
}
