-- What people who write Chinese call the words of experts' files, where they write Chinese for them.
return {
  ["题目"] = "question", ["问题"] = "question", ["参考答案"] = "reference", ["评分要点"] = "checklist",
  ["要点清单"] = "checklist", ["要点"] = "points", ["历史"] = "history", ["对话"] = "history", ["回答"] = "answer",
  ["答案"] = "answer", ["学生回答"] = "answer", ["学生的回答"] = "answer", ["级别"] = "levels", ["等级"] = "levels",
  ["答复"] = "reply", ["回复"] = "reply", ["类别"] = "category", ["子类别"] = "subcategory", ["场景"] = "scene",
  ["标题"] = "title", ["核心"] = "core", ["核心需求"] = "core", ["次要"] = "secondary", ["次要需求"] = "secondary",
  ["危险"] = "danger", ["提示词"] = "prompt", ["数据"] = "data", ["模型"] = "models", ["评判模型"] = "judge_model",
  ["例子"] = "examples", ["负责人"] = "owner", ["作者"] = "author",
}
