return {
  about = "401 stops an endpoint at once: no hundred identical failures",
  items = {
    { id = "MK/1/1", question = "Q1?", reference = "R." }, { id = "MK/2/1", question = "Q2?", reference = "R." },
    { id = "MK/3/1", question = "Q3?", reference = "R." }, { id = "MK/4/1", question = "Q4?", reference = "R." },
  },
  replies = { { status = 401, body = '{"error":{"message":"bad key"}}' } },
  settings = "repeats = 1\nlimits = { in_flight = 1 }",
  exit = 3, calls = 1,
}
