-- reports/categories.lua: every model in every category, subcategory, scene, difficulty, language and round.

title = { en = "Categories", zh = "分类统计" }

show = {
  table { from = "run" },

  heading { en = "Categories", zh = "各类别" },
  table { from = "usability", down = { "category", "model" } },

  heading { en = "Subcategories", zh = "各子类别" },
  table { from = "usability", down = { "category", "subcategory" }, across = "model" },

  heading { en = "Scenes", zh = "各场景" },
  table { from = "usability", down = { "category", "scene" }, across = "model" },

  heading { en = "Difficulty", zh = "难度" },
  table { from = "usability", down = { "category", "difficulty" }, across = "model" },

  heading { en = "Language", zh = "语言" },
  table { from = "usability", down = { "category", "language" }, across = "model" },

  heading { en = "Rounds", zh = "轮次" },
  table { from = "usability", down = "round", across = "model" },
}
