-- reports/comparison.lua: two runs side by side; `viva compare A B --format html` makes it.

title = { en = "Comparison of two runs", zh = "两次运行的比较" }

show = {
  heading { en = "What differs", zh = "不同之处" },
  table { from = "run_differences" },

  heading { en = "Models", zh = "模型" },
  table { from = "run_comparison" },

  heading { en = "Answers whose scores changed", zh = "得分有变化的回答" },
  table { from = "run_changes" },
}
