-- reports/model_card.lua: one model closely: viva report --name model_card --model NAME. Without --model, every model.

title = { en = "Model card", zh = "模型卡" }

show = {
  table { from = "run" },

  heading { en = "In all", zh = "总体" },
  table { from = "leaderboard" },

  heading { en = "Subcategories", zh = "各子类别" },
  table { from = "usability", down = { "model", "category", "subcategory" } },

  heading { en = "Later rounds", zh = "后续轮次" },
  table { from = "usability", down = { "model", "round" } },

  heading { en = "The worst answers", zh = "最差的回答" },
  table {
    rows = rows { state = "not_usable" },
    columns = { "item", "model", "subcategory", "scores", "judge", "unsafe", "question", "reason" },
    sort = "judge", most = 30,
  },

  heading { en = "Points of checklists", zh = "评分要点" },
  table { from = "point_errors", title = { en = "How often points are missed", zh = "要点出错的频率" } },
  table { from = "missed_points", title = { en = "The points missed most often", zh = "最常出错的要点" } },

  heading { en = "Unsafe answers", zh = "不安全的回答" },
  table { from = "unsafe", most = 20 },

  heading { en = "What went wrong", zh = "出错情况" },
  table { from = "failures" },
  table { from = "cut" },

  heading { en = "How steady the verdicts are", zh = "评判的稳定性" },
  table { from = "verdict_variance" },

  heading { en = "Cost", zh = "费用" },
  table { from = "cost" },
}
