-- Words of juries, adaptive judging and pairs.
return {
  judge_model = { "Judge model", "评判模型" },
  jurors = { "Jurors", "评判模型数" },
  juror_due = { "Judgings due", "应评次数" },
  scored = { "Scored", "有得分" },
  held_back = { "Held back", "未外发" },
  spared = { "Not needed", "无需评判" },
  mean_score = { "Mean score", "平均分" },
  alone = { "Usable by it alone", "仅按该模型的可用率" },
  with_others = { "Agrees with the other jurors", "与其他评判模型一致" },
  jury = { "Jury", "评判组" },
  jury_of = { "%d of %d judge models (%s)", "%d / %d 个评判模型（%s）" },
  rule_mean = { "the mean of their scores", "各模型得分的平均" },
  rule_median = { "the median of their scores", "各模型得分的中位数" },
  rule_majority = { "the score that more than half of them reach", "过半数模型达到的分数" },
  rule_own = { "a rule of the judge file's own", "评判文件自定的规则" },
  stage_combining = { "combining the judge models", "合成各评判模型的分数" },
  combined_by = { "Combined by", "合成方式" },
  jury_note = {
    "Each score is made of those of %d judge models: %s. Under “Jurors” stands on how many of them a rate rests; its "
      .. "bounds say what it would be if the missing ones had given the lowest, or the highest level.",
    "每个得分由 %d 个评判模型的得分合成：%s。“评判模型数”为比率实际依据的模型数；上下界为缺席的模型全给最低级或最高级时的值。" },
  adaptive = { "Adaptive judging", "自适应评判" },
  adaptive_on = {
    "on, for the convention “%s”: %d judgings were not needed", "已启用，按口径“%s”：省去 %d 次评判" },
  adaptive_note = {
    "Judged adaptively: %d judgings that could not change usable or not usable were left out; rates are those of the "
      .. "full run.",
    "采用自适应评判：省去 %d 次不会改变可用与否的评判；比率与完整评判相同。" },
  adaptive_other = {
    "Judged adaptively for the convention “%s”: %d judgings were left out, so that under this convention rates may "
      .. "differ from those of a full run.",
    "按口径“%s”采用自适应评判：省去 %d 次评判，因此在本口径下比率可能与完整评判不同。" },
  adaptive_retest = {
    "This run was judged adaptively, which leaves out rounds where the first two were low; it says nothing of test and "
      .. "retest.",
    "本次运行采用自适应评判，省去了前两轮已能定论的评判，不能用于重测统计。" },
}
