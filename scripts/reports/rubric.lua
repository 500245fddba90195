-- reports/rubric.lua: evaluations by rubric (judges/rubric.lua): mean scores by model, category and tag, and every
-- item.

title = { en = "Scores by rubric", zh = "按评分标准的得分" }

show = {
  table { from = "run" },

  heading { en = "Mean scores", zh = "平均得分" },
  table { from = "shares" },

  heading { en = "What is missing", zh = "缺失情况" },
  table { from = "failures" },
  heading { en = "Cost", zh = "费用" },
  table { from = "cost" },

  heading { en = "Items", zh = "题目" },
  items {},

  heading { en = "Provenance", zh = "来源" },
  table { from = "models", title = { en = "Models", zh = "模型" } },
  table { from = "judges", title = { en = "Judges", zh = "评判标准" } },
  table { from = "provenance", title = { en = "Versions and commands", zh = "版本与命令" } },
}
