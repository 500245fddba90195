local items = {}
for i = 1, 30 do items[i] = { id = ("MK/%d/1"):format(i), question = ("Q%d?"):format(i), reference = "R." } end

return {
  about = "ten pages in a row that are no answers end it: not two calls for each of all items",
  items = items,
  replies = { { body = "<html>\n<title>Please \27[1mlog in</title>", headers = { ["content-type"] = "text/html" } } },
  settings = "repeats = 1\nlimits = { in_flight = 1, max_wait = 0 }",
  screen = { "10 replies in a row were no answers of a model", "text/html: <html> <title>Please log in</title>" },
  exit = 3, calls = 10,
}
