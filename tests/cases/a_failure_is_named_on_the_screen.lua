return {
  about = "why answers were not obtained stands under the leaderboard; a part of a run has a record of its own",
  items = { { id = "MK/1/1", question = "Q1?", reference = "R." }, { id = "MLU/1/1", question = "Q2?", reference = "R." } },
  replies = { { status = 400, body = '{"error":{"message":"too long for me"}}' } },
  arguments = { "--category", "MK" }, exit = 3, calls = 1,
  screen = { "Not obtained, 1 time: m: HTTP 400: too long for me", "runs/case-part/" },
}
