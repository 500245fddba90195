-- Words of judging by points and by rubric.
return {
  share_categories = { "By category", "按类别" },
  share_tags = { "By tag of the criteria", "按标准的标签" },
  no_shares = {
    "No answer of this run is marked by a rubric (judges/rubric.lua): `viva help judge` says how, under scale.",
    "本次运行没有按评分标准（judges/rubric.lua）评判的回答：见 viva help judge 中的 scale。" },
  share_note = {
    "A score is the weights of the criteria that are met over all positive weights; a mean over answers is held within "
      .. "0 and 1. It is no usability, and a criterion of which nothing readable was said leaves "
      .. "its answer out.",
    "得分为已满足标准的权重之和除以全部正权重之和；各回答的平均值限制在 0 与 1 之间。它不是可用率；任一标准没有可读结论的回答不计入。" },
  part = { "Part", "部分" },
  -- why there is no verdict or no answer, by the code that rows have
  why_no_score = { "The reply states no score.", "回复中没有给出分数。" },
  why_two_scores = { "The reply states more than one score.", "回复中给出了不止一个分数。" },
  why_range = { "The score is not one of the levels.", "分数不在可用等级之中。" },
  why_fraction = { "The score lies between two levels.", "分数落在两个等级之间。" },
  why_bad_json = { "The reply's JSON cannot be read.", "回复中的 JSON 无法读取。" },
  why_flag = { "The reply's yes-or-no field says neither yes nor no, or both.", "回复中的是非项既不是“是”也不是“否”，或前后矛盾。" },
  why_points = { "The reply's states of the points cannot all be read, or a quote does not stand in the answer.",
    "回复中各要点的状态未能全部读出，或有引文不在回答之中。" },
  why_point_none = { "None of the points applies, so there is no score.", "没有任何要点适用，因此没有分数。" },
  why_not_asked = { "not asked yet", "尚未询问" },
  why_earlier_round = { "An earlier round was not obtained.", "前面的轮次未能取得。" },
  why_not_imported = { "no answer has been imported for this item", "此题没有导入回答" },
  why_local_only = { "The item is marked local_only and the model is not local.", "题目标为 local_only，而模型不在本地。" },
}
