-- Every chart there is, one of them with a change, one of one's own, and two with expressions that Vega finds wrong.
title = { en = "Charts", zh = "图" }

show = {
  heading { en = "Leaderboard", zh = "榜单" },
  dots { from = "leaderboard", columns = "OP", title = { en = "OP by model", zh = "各模型 OP" } },
  bars { from = "leaderboard", columns = { "MK", "MLU", "MR", "MSE", "MTG" }, title = { en = "Bars", zh = "条形" } },
  heatmap { from = "usability", down = { "category", "subcategory" }, across = "model",
    title = { en = "Heatmap", zh = "热图" } },
  matrix { from = "cut", columns = { "obtained", "cut" }, title = { en = "Matrix", zh = "矩阵" } },
  distribution { from = "usability", down = "item", title = { en = "Distribution", zh = "分布" } },
  distribution { from = "usability", down = "item", across = "model", title = { en = "Distributions", zh = "各模型的分布" },
    spec = { height = 222 } },
  chart { from = "leaderboard", title = { en = "Own", zh = "自定" }, spec = {
    width = 200, height = 100,
    scales = { { name = "x", type = "point", domain = { data = "cells", field = "row" }, range = "width" },
      { name = "y", domain = { 0, 1 }, range = "height" } },
    marks = { { type = "symbol", from = { data = "cells" }, encode = { update = {
      x = { scale = "x", field = "row" }, y = { scale = "y", field = "value" } } } } },
  } },
  dots { from = "leaderboard", title = { en = "Wrong when it is drawn", zh = "绘制时出错" },
    spec = { signals = { { name = "late", update = "data('cells')[999].value" } } } },
  dots { from = "leaderboard", title = { en = "Wrong when it is read", zh = "读取时出错" },
    spec = { signals = { { name = "early", update = "1 +" } } } },
  heading { en = "Items", zh = "题目" },
  items {},
}
