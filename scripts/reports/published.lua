-- reports/published.lua: the run beside the figures that the dataset's authors published. Only with --convention paper.

title = { en = "Beside the published figures", zh = "与已发表数据对照" }

show = {
  table { from = "run" },

  heading { en = "Leaderboard", zh = "榜单" },
  table { from = "published" },
  dots { from = "published", title = { en = "OP, published and of this run", zh = "OP：已发表与本次运行" } },
  heatmap { from = "published", columns = { "MK", "MLU", "MR", "MSE", "MTG" },
    title = { en = "Categories", zh = "各类别" } },

  heading { en = "How the published OP is made", zh = "已发表的 OP 如何得出" },
  table { from = "published", figures = "op" },

  heading { en = "Published subcategories", zh = "已发表的子类别" },
  table { from = "published", figures = "MK", title = { en = "MK Medical knowledge", zh = "MK 医疗知识" } },
  table { from = "published", figures = "MLU",
    title = { en = "MLU Medical language understanding", zh = "MLU 医疗语言理解" } },
  table { from = "published", figures = "MR", title = { en = "MR Medical reasoning", zh = "MR 医疗推理" } },
  table { from = "published", figures = "MSE", title = { en = "MSE Medical safety and ethics", zh = "MSE 医疗安全伦理" } },
  table { from = "published", figures = "MTG", title = { en = "MTG Medical text generation", zh = "MTG 医疗文本生成" } },
  table { from = "published", figures = "mtg_dimensions",
    title = { en = "MTG, marked by physicians", zh = "MTG：医师评分" } },

  heading { en = "Published agreement of judge and physicians", zh = "已发表的评判模型与医师一致性" },
  table { from = "published", figures = "agreement" },
  table { from = "published", figures = "confusion", title = { en = "MTG: usable or not", zh = "MTG：可用与否" } },

  heading { en = "Provenance", zh = "来源" },
  table { from = "models", title = { en = "Models", zh = "模型" } },
  table { from = "judges", title = { en = "Judges", zh = "评判标准" } },
  table { from = "provenance", title = { en = "Versions and commands", zh = "版本与命令" } },
}
