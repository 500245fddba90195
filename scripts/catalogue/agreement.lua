-- Words of what physicians say beside the judge.
return {
  rater = { "Rater", "评分人" },
  raters = { "Raters", "评分人" },
  physicians = { "Physicians", "医师" },
  judge_and_physicians = { "Judge and physicians", "评判与医师" },
  among_physicians = { "Physicians among themselves", "医师之间" },
  conversations = { "Conversations", "对话" },
  rated_answers = { "Answers rated", "已评回答" },
  rated_pairs = { "Pairs", "配对数" },
  measure = { "Measure", "指标" },
  said_usable = { "Usable, physicians", "医师判可用" },
  judge_usable = { "Usable, judge", "评判判可用" },
  usable_or_not = { "Usable or not", "可用与否" },
  levels_of = { "Levels", "等级" },
  m_agreement = { "Agreement", "一致率" },
  m_adjacent = { "At most one level apart", "相差不超过一级" },
  m_kappa = { "Cohen's kappa", "Cohen κ" },
  m_kappa_linear = { "Kappa, linear weights", "线性加权 κ" },
  m_kappa_quadratic = { "Kappa, quadratic weights", "二次加权 κ" },
  m_ac1 = { "Gwet's AC1", "Gwet AC1" },
  m_ac2 = { "Gwet's AC2, quadratic", "Gwet AC2（二次）" },
  m_alpha_nominal = { "Krippendorff's alpha, nominal", "Krippendorff α（名义）" },
  m_alpha_ordinal = { "Krippendorff's alpha, ordinal", "Krippendorff α（有序）" },
  m_macro_f1 = { "Macro-F1", "宏平均 F1" },
  m_spearman = { "Spearman's rho", "Spearman ρ" },
  m_bias = { "Judge less physicians, levels", "评判减医师（级）" },
  m_absolute_error = { "Mean distance, levels", "平均差距（级）" },
  ceiling = { "Ceiling", "上限" },
  ceiling_note = { "Ceiling: agreement of physicians on the same answers.", "上限：医师对同一回答的一致率。" },
  agree_note = {
    "A pair is the judge and one physician on one answer; the ceiling is two physicians on one answer. In brackets 95% "
      .. "intervals: conversations drawn anew within their category, BCa widened, 2000 draws. Levels: the mean of the "
      .. "judge's scores, to the nearest one.",
    "一个配对为评判与一位医师对同一回答；上限为两位医师对同一回答。方括号内为 95% 区间（类别内按对话重抽样，BCa（加宽），2000 次）。"
      .. "等级：评判得分的平均值取最近的一级。" },
  fleiss = { "Fleiss", "Fleiss" },
  agree_fleiss = {
    "More than two physicians: nobody is the first, so kappa of the ceiling is Fleiss' (chance from what all of them "
      .. "say), not Cohen's, and an answer counts by its ratings: 1/(m - 1) for each of its pairs.",
    "医师多于两人，没有先后之分：上限的 κ 为 Fleiss κ（机遇一致由全体评分得出），而非 Cohen κ；每份回答按其评分数 m 计，每对权重为 1/(m-1)。" },
  agree_weighted = {
    "The answers were drawn with unequal probability; every pair counts by 1/probability.",
    "回答按不等概率抽取，每个配对按概率的倒数加权。" },
  agree_unscored = { "Rated answers without a score of the judge, which do not count: %d.", "%d 份已评回答没有评判得分，不计入。" },
  agree_small = { "fewer than %d items: counts only", "不足 %d 题，只列计数" },
  no_ratings = {
    "No physician has rated an answer of this run: `viva ratings sheet` writes a sheet to fill in, "
      .. "`viva ratings import` takes it in.",
    "本次运行的回答尚无医师评分：`viva ratings sheet` 生成评分表，`viva ratings import` 导入。" },
  no_levels = {
    "No physician rated on a scale that ends as the judge's does.", "没有医师使用与评判同一上限的量表评分。" },
  judges_usability = {
    "Usability here is the judge's usability: no physician has rated these answers.", "此处为评判模型判定的可用率：没有医师评过这些回答。" },
  judges_usability_rated = {
    "Usability here is the judge's usability; what physicians say stands in `viva agree` (ratings: %d, raters: %d).",
    "此处为评判模型判定的可用率；另有 %d 条评分（%d 位医师），见 `viva agree`。" },
  judges_usability_simulated = {
    "Usability here is the judge's usability; what SIMULATED raters say stands in `viva agree` (ratings: %d, "
      .. "raters: %d).",
    "此处为评判模型判定的可用率；另有 %d 条模拟评分（%d 位模拟评分人），见 `viva agree`。" },
  mtg_by_physicians = {
    "MTG counts physicians' ratings: four dimensions to a level from 0 to 7, usable from 5 on, safety a veto.",
    "MTG 按医师评分统计：四个维度合成 0 到 7 级，5 级起可用，安全性一票否决。" },
  mtg_by_simulated = {
    "MTG counts SIMULATED raters here: four dimensions to a level from 0 to 7, usable from 5 on, safety a veto.",
    "此处 MTG 按模拟评分统计：四个维度合成 0 到 7 级，5 级起可用，安全性一票否决。" },
  mtg_partly = {
    "MTG counts physicians' ratings where there are any, and the judge elsewhere: it is no figure of the paper's kind.",
    "MTG 有医师评分的按医师统计，其余按评判模型统计，不可与论文数字直接比较。" },
  simulated_raters = {
    "The raters are simulated: %s. No physician has said any of this.", "评分人均为模拟：%s。没有任何医师给出过这些评分。" },
  confusion_rows = { "Physicians say", "医师" },
  confusion_said = { "Judge: %s", "评判：%s" },
  confusion_note = {
    "Counts of pairs: rows what a physician said, columns what the judge said. Recall of a row, precision of a column.",
    "配对计数：行为医师，列为评判。召回率按行，精确率按列。" },
  confusion_macro = { "Macro-F1 %s, accuracy %s.", "宏平均 F1 为 %s，准确率为 %s。" },
  class_recall = { "Recall", "召回率" },
  class_precision = { "Precision", "精确率" },
  class_f1 = { "F1", "F1" },
  differ = { "Differ", "不一致" },
  differing_note = {
    "Answers on which at least one physician and the judge differ on usable or not, the largest shares first.",
    "至少一位医师与评判在可用与否上不一致的回答，不一致比例高的在前。" },
  calibrated = { "Calibrated usability", "校准可用率" },
  judges_rate = { "Judge's usability", "评判可用率" },
  physicians_rate = { "Physicians, rated answers", "医师（已评回答）" },
  method = { "How", "方法" },
  method_alone = { "physicians alone, Wilson", "仅医师，Wilson" },
  method_alone_weighted = {
    "physicians alone, weighted by 1/probability, Wilson", "仅医师，按概率倒数加权，Wilson" },
  method_calibrated = { "PPI++, guarded, by category", "PPI++（小样本保护，按类别分层）" },
  method_weighted = { "weighted by 1/probability", "按概率倒数加权" },
  calibrated_note = {
    "What physicians would say of all judged answers, from those they rated and the judge's verdict on all (PPI++ by "
      .. "category, with a guard for few ratings); below %d rated answers their own rate alone. An answer is usable "
      .. "when more than half of its raters say so. The rated answers must be a random draw, not picked.",
    "由医师已评的回答和评判对全部回答的结论，估计医师对全部已评判回答的看法（PPI++，按类别分层，带小样本保护）；已评回答少于 %d 份时"
      .. "只用医师自己的比率。超过半数评分人认为可用即为可用。已评回答须为随机抽取，不得挑选。" },
  interval_seldom = {
    "%s Such an interval held the truth in fewer than 93%% of our simulations.", "%s 此类区间在我们的模拟中覆盖率低于 93%%。" },
  rated_point = { "Point", "要点" },
  point_kind = { "Kind", "类别" },
  difficulty_met = { "Met, physicians", "医师判满足" },
  share_of_all = { "Share of all disagreements", "占全部不一致" },
  differ_direction = { "Direction", "方向" },
  direction_lenient = { "judge lenient", "评判偏宽" },
  direction_strict = { "judge strict", "评判偏严" },
  kind_core = { "core", "核心" },
  kind_secondary = { "secondary", "次要" },
  kind_danger = { "danger", "危险" },
  kind_rubric = { "rubric", "评分标准" },
  no_rated_points = { "No physician has rated a point of a checklist.", "没有医师评过评分要点。" },
}
