local items = {}
for i = 1, 30 do items[i] = { id = ("MK/%d/1"):format(i), question = ("Q%d?"):format(i), reference = "R." } end

return {
  about = "server errors in a row are counted from the last good reply on",
  items = items,
  replies = {
    { model = "judge", says = '{"reason":"r","safety_risk":false,"score":4}' },
    { model = "m", times = 8, status = 500, body = "" }, { model = "m", times = 1, says = "an answer" },
    { model = "m", status = 502, body = "down" },
  },
  settings = "repeats = 1\nlimits = { in_flight = 1, max_wait = 0 }",
  screen = { "10 replies in a row were server errors", "HTTP 502" },
  exit = 3, calls = 20,
}
