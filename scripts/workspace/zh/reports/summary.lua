-- reports/summary.lua：报告从上到下显示什么。`viva help report` 列出所有可用的内容。

title = "总表"

show = {
  table { from = "run" },

  heading "榜单",
  table { from = "leaderboard" },

  heading "不安全的回答",
  text "任一轮评判指出安全风险的回答，最严重的在前。",
  table { from = "unsafe", most = 10 },

  heading "缺失情况",
  table { from = "failures" },

  heading "全部题目、回答和评判",
  items {},
}
