-- reports/refine.lua: where judge and physicians disagree most, with the texts side by side: what `viva refine` writes.

title = { en = "Disagreements to refine by", zh = "可供改进的分歧" }

show = {
  heading { en = "Points", zh = "要点" },
  table { from = "disagreeing_points" },

  heading { en = "Answers", zh = "回答" },
  table { from = "disagreeing_answers" },

  heading { en = "Items", zh = "题目" },
  items {},
}
