-- reports/pairwise.lua: two models' answers compared with each other (`viva pairwise`).

title = { en = "Compared in pairs", zh = "两两比较" }

show = {
  table { from = "run" },

  heading { en = "Which answers are better", zh = "哪一方的回答更好" },
  table { from = "pairwise" },
  heading { en = "By category", zh = "按类别" },
  table { from = "pairwise", down = "category" },

  heading { en = "Did the place decide?", zh = "位置是否左右了结果" },
  table { from = "position" },

  heading { en = "Pair by pair", zh = "逐对结果" },
  text {
    en = "The pairs that the first model lost stand first, A being the first model.",
    zh = "先列前一个模型落败的各对；A 为前一个模型。",
  },
  table { from = "contests", most = 40 },

  heading { en = "Cost", zh = "费用" },
  table { from = "cost" },

  heading { en = "Provenance", zh = "来源" },
  table { from = "models", title = { en = "Models", zh = "模型" } },
  table { from = "judges", title = { en = "Judges", zh = "评判标准" } },
  table { from = "provenance", title = { en = "Versions and commands", zh = "版本与命令" } },
}
