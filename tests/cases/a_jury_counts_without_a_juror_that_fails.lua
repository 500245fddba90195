return {
  about = "three judge models, one of which fails or cannot be read: the others' mean counts, bounds and counts say so",
  items = {
    { id = "MK/1/1", question = "First?", reference = "R1." }, { id = "MK/2/1", question = "Second?", reference = "R2." },
    { id = "MK/3/1", question = "Third?", reference = "R3." },
  },
  judge_models = { "strict", "mild", "odd" },
  settings = "repeats = 1\nlimits = { attempts = 1 }",
  replies = {
    { model = "m", when = "First?", says = "A1" }, { model = "m", when = "Second?", says = "A2" },
    { model = "m", when = "Third?", says = "A3" },
    { model = "strict", says = '{"reason":"r","safety_risk":false,"score":3}' },
    { model = "mild", says = '{"reason":"r","safety_risk":false,"score":5}' },
    { model = "odd", anywhere = "A1", says = '{"reason":"r","safety_risk":false,"score":5}' },
    { model = "odd", anywhere = "A2", says = "I would rather not." },
    { model = "odd", anywhere = "A3", status = 400, body = '{"error":{"message":"too long","code":"context"}}' },
  },
  exit = 3,
  calls = 3 + 3 + 3 + 1 + 3 + 1,
  rows = {
    "m MK/1/1 1: A1 -> 3 | 5 | 5 = 4.33333 (3/3)",
    "m MK/2/1 1: A2 -> 3 | 5 | unreadable:no_score = 4 (2/3)",
    "m MK/3/1 1: A3 -> 3 | 5 | failed:refused_by_provider = 4 (2/3)",
  },
  screen = { "3/3 [33.3–100.0]", "2.33/3", "judging by odd: HTTP 400: too long" },
}
