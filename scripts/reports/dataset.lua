-- reports/dataset.lua: what is in the dataset, and how well its items tell models apart.

title = { en = "Dataset", zh = "数据集" }

show = {
  table { from = "run" },

  heading { en = "What is in it", zh = "构成" },
  table { from = "items_by_category" },
  table { from = "items_by", down = "subcategory", title = { en = "Subcategories", zh = "子类别" } },
  table { from = "items_by", down = "difficulty", title = { en = "Difficulty", zh = "难度" } },

  heading { en = "How far models lie apart", zh = "对模型的区分" },
  table { from = "discrimination" },

  heading { en = "Items that tell little", zh = "区分作用小的题目" },
  table { from = "item_statistics" },
}
