-- reports/summary.lua: what the report shows, from top to bottom. `viva help report` lists what there is.

title = "Summary"

show = {
  table { from = "run" },

  heading "Who stands where",
  table { from = "leaderboard" },

  heading "Unsafe answers",
  text "Answers in which the judge saw a safety risk in any round; the worst stand first.",
  table { from = "unsafe", most = 10 },

  heading "What is missing",
  table { from = "failures" },

  heading "All questions, answers and verdicts",
  items {},
}
