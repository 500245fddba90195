-- reports/jury.lua: what several judge models make of the same answers: each of them by itself, and what is missing.

title = { en = "Jury", zh = "评判组" }

show = {
  table { from = "run" },

  heading { en = "Judge models", zh = "评判模型" },
  text {
    en = "A judge model that gave no readable score is missing; it is counted here, and never left out without a word.",
    zh = "没有给出可解读得分的评判模型视为缺席，在此计数，绝不悄悄略去。",
  },
  table { from = "jurors" },

  heading { en = "Models by judge model", zh = "各评判模型所评的可用率" },
  table { from = "usability", down = "model", across = "judge_model" },
  heading { en = "Categories by judge model", zh = "各类别与评判模型" },
  table { from = "usability", down = "category", across = "judge_model" },

  heading { en = "Together", zh = "合成之后" },
  table { from = "leaderboard" },
  table { from = "judges", title = { en = "Judges", zh = "评判标准" } },

  heading { en = "What is missing", zh = "缺失情况" },
  table { from = "failures" },
  heading { en = "Cost", zh = "费用" },
  table { from = "cost" },

  heading { en = "Items", zh = "题目" },
  items {},

  heading { en = "Provenance", zh = "来源" },
  table { from = "models", title = { en = "Models", zh = "模型" } },
  table { from = "provenance", title = { en = "Versions and commands", zh = "版本与命令" } },
}
