return {
  about = "429 with Retry-After is waited out and counted; a server error is retried within the allowance",
  items = { { id = "MK/1/1", question = "Busy?", reference = "R." } },
  replies = {
    { model = "m", status = 429, headers = { ["retry-after"] = "0" }, body = "{}", times = 1 },
    { model = "m", status = 500, body = "oops", times = 1 },
    { model = "m", says = "Yes." },
    { model = "judge", says = '{"reason":"r","safety_risk":false,"score":4}' },
  },
  calls = 4,
  rows = { "m MK/1/1 1: Yes. -> 4" },
}
