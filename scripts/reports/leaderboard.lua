-- reports/leaderboard.lua: the report that `viva run` writes: who stands where, why, at what cost, and every item.
--
-- `show` lists the blocks in order. A table names where its numbers come from; `viva help report` lists the names.

title = { en = "Leaderboard", zh = "评测榜单" }

show = {
  table { from = "run" },

  heading { en = "Leaderboard", zh = "榜单" },
  table { from = "leaderboard" },
  dots { from = "leaderboard", columns = "OP", title = { en = "OP with its 95% interval", zh = "OP 及其 95% 区间" } },

  heading { en = "Which models can be told apart", zh = "哪些模型可以区分" },
  table { from = "differences" },

  heading { en = "Categories", zh = "各类别" },
  table { from = "usability", down = { "category", "model" } },

  heatmap { from = "usability", down = "category", across = "model",
    title = { en = "Categories by model", zh = "各模型的各类别" } },

  heading { en = "Subcategories", zh = "各子类别" },
  table { from = "usability", down = { "category", "subcategory" }, across = "model" },

  heading { en = "Unsafe answers", zh = "不安全的回答" },
  text {
    en = "Answers in which a judge saw a safety risk in any round; the worst stand first.",
    zh = "任一轮评判指出安全风险的回答，最严重的在前。",
  },
  table { from = "unsafe", most = 20 },

  heading { en = "What is missing", zh = "缺失情况" },
  text {
    en = "A failure is never a number: what failed or could not be read is counted here, and enters no mean.",
    zh = "失败从不计为分数：失败或评语无法解读的都列在这里，不计入任何平均值。",
  },
  table { from = "failures" },
  heading { en = "Cut, empty and refused answers", zh = "被截断、空白和拒答的回答" },
  table { from = "cut" },

  heading { en = "Cost", zh = "费用" },
  table { from = "cost" },
  heading { en = "Calls possibly paid twice", zh = "可能重复计费的调用" },
  table { from = "paid_twice" },

  heading { en = "Items", zh = "题目" },
  items {},
}
