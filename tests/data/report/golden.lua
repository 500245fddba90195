-- What the golden files of every writer show: each kind of block once.
title = { en = "All blocks", zh = "各种内容" }

show = {
  heading { en = "Usability & more", zh = "可用率等" },
  text { en = "Rates of 100% & <less>.", zh = "可用率与其他。" },
  table { from = "usability", down = { "category", "model" }, title = { en = "Categories", zh = "各类别" } },
  dots { from = "usability", down = "model", title = { en = "Models", zh = "模型" } },
  table { from = "paid_twice" },
  heading { en = "Items", zh = "题目" },
  items {},
}
