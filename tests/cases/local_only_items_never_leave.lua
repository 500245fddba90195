return {
  about = "items marked local_only go to endpoints of this machine; with local_only off they go like any other",
  items = {
    { id = "MK/1/1", question = "Private?", reference = "R.", local_only = true },
    { id = "MK/2/1", question = "Public?", reference = "R." },
  },
  replies = {
    { model = "m", says = "A" }, { model = "judge", says = '{"reason":"r","safety_risk":false,"score":4}' },
  },
  rows = { "m MK/1/1 1: A -> 4", "m MK/2/1 1: A -> 4" },
}
