-- reports/agreement.lua: the judge against physicians, and physicians among themselves: what `viva agree` shows, with
-- links to every text.

title = { en = "Judge and physicians", zh = "评判与医师" }

show = {
  heading { en = "Agreement", zh = "一致性" },
  table { from = "agreement" },

  heading { en = "Calibrated usability", zh = "校准可用率" },
  table { from = "calibrated", down = "model" },
  table { from = "calibrated", down = "category" },

  heading { en = "By category, model and rater", zh = "按类别、模型和评分人" },
  table { from = "agreement_by", down = "category" },
  table { from = "agreement_by", down = "model" },
  table { from = "agreement_by", down = "rater" },

  heading { en = "Which verdicts meet", zh = "混淆矩阵" },
  table { from = "confusion", title = { en = "Usable or not", zh = "可用与否" } },
  table { from = "confusion_levels", title = { en = "Levels", zh = "等级" } },

  heading { en = "Where they differ most", zh = "分歧最大的回答" },
  table { from = "differing", most = 50 },

  heading { en = "Points of checklists", zh = "评分要点" },
  table { from = "rated_points", most = 50 },

  heading { en = "Items", zh = "题目" },
  items {},

  heading { en = "Provenance", zh = "来源" },
  table { from = "run" },
  table { from = "models", title = { en = "Models", zh = "模型" } },
  table { from = "judges", title = { en = "Judges", zh = "评判标准" } },
  table { from = "provenance", title = { en = "Versions and commands", zh = "版本与命令" } },
}
