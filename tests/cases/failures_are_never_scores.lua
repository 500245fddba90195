return {
  about = "an item that fails is failed, its later rounds are not asked, the others go on; the exit status says so",
  items = {
    { id = "MK/1/1", question = "Breaks?", reference = "R." },
    { id = "MK/1/2", question = "After it?", reference = "R." },
    { id = "MK/2/1", question = "Works?", reference = "R." },
  },
  replies = {
    { model = "m", when = "Breaks?", status = 400, body = '{"error":{"message":"context too long","code":"context_length_exceeded"}}' },
    { model = "m", when = "Works?", says = "Yes." },
    { model = "judge", says = '{"reason":"r","safety_risk":false,"score":4}' },
  },
  exit = 3,
  rows = {
    "m MK/1/1 1: failed:refused_by_provider -> ",
    "m MK/1/2 1: not_asked:earlier_round -> ",
    "m MK/2/1 1: Yes. -> 4",
  },
}
