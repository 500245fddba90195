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
}
