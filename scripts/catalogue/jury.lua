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
  comparing_of = { "comparing", "比较" },
  compared_by = { "Compared by", "比较者" },
  first_model = { "Model", "模型" },
  second_model = { "Against", "对手" },
  pairs_due = { "Pairs", "对数" },
  wins = { "Won", "胜" },
  ties = { "Tied", "平" },
  losses = { "Lost", "负" },
  win_rate = { "Win rate", "胜率" },
  no_pairs = { "No answers of this run have been compared; `viva pairwise` does.",
    "本次运行尚无两两比较；可用 viva pairwise 进行。" },
  pairwise_note = {
    "Each pair of answers was shown in both orders; a win counts 1, a tie ½, and the win rate is that of the model "
      .. "named first, the mean over both orders. A pair that lacks an order is missing: it is outside of the rate and "
      .. "inside of the bounds in square brackets. p: whether the rate differs from one half, by flipping the signs of "
      .. "whole conversations.",
    "每一对回答按两种顺序各展示一次；胜计 1，平计 ½，胜率属于列在前面的模型，取两种顺序的平均。缺少一种顺序的对视为缺失，"
      .. "不计入胜率，但计入方括号中的上下界。p：胜率是否不同于一半，由整组对话变号检验得出。" },
  both_orders = { "Compared in both orders", "两种顺序均已比较" },
  same_outcome = { "Same outcome", "结果一致" },
  first_place = { "The first both times", "两次都选先出现的" },
  second_place = { "The second both times", "两次都选后出现的" },
  half_place = { "Tied in one order", "一种顺序判平" },
  position_note = {
    "Where the outcome depends on the order, the place may have decided: p is that of first against second being as "
      .. "unequal by chance (binomial).",
    "结果随顺序而变时，可能由位置决定：p 为先后两种位置偏斜至此纯属偶然的概率（二项检验）。" },
  one_first = { "%s first", "%s 在前" },
  adaptive = { "Adaptive judging", "自适应评判" },
  adaptive_on = {
    "on, for the convention “%s”: %d {judging was|judgings were} not needed", "已启用，按口径“%s”：省去 %d 次评判" },
  adaptive_note = {
    "Judged adaptively: %d {judging|judgings} that could not change usable or not usable left out; usability rates "
      .. "are those of the full run, unsafe answers are counted from the judgings that were made.",
    "采用自适应评判：省去 %d 次不会改变可用与否的评判；可用率与完整评判相同，不安全的回答只按已作的评判计数。" },
  adaptive_other = {
    "Judged adaptively for the convention “%s”: %d {judging|judgings} left out, so that under this convention rates "
      .. "may differ from those of a full run.",
    "按口径“%s”采用自适应评判：省去 %d 次评判，因此在本口径下比率可能与完整评判不同。" },
  adaptive_retest = {
    "This run was judged adaptively, which leaves out rounds where the first two were low; it says nothing of test and "
      .. "retest.",
    "本次运行采用自适应评判，省去了前两轮已能定论的评判，不能用于重测统计。" },
}
