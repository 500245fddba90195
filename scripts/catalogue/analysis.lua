-- Words of what reports work out: intervals, ranks, comparisons, judges' habits.
return {
  interval = { "95% interval", "95% 区间" },
  interval_short = { "95%", "95%" },
  interval_note = {
    "Under a rate stand its 95%% interval (whole conversations drawn anew within their category, BCa widened, "
      .. "%d draws, seed %d) and its counts.",
    "可用率下方为其 95%% 区间（在各类别内按整组对话重抽样，BCa（加宽），%d 次，种子 %d）和计数。" },
  interval_op_marked = {
    "%s A category has few conversations (at most %d): intervals of OP then held the truth in fewer than 93%% of "
      .. "our simulations.",
    "%s 某类别仅有 %d 组或更少对话：此时 OP 的区间在我们的模拟中覆盖率低于 93%%。" },
  interval_marked = {
    "%s The rate is 0 or 1, which no drawing anew changes: Wilson's interval without regard to conversations, which "
      .. "held the truth in fewer than 93%% of our simulations.",
    "%s 可用率为 0 或 1，重抽样无法给出区间：此处为不计对话分组的 Wilson 区间，在我们的模拟中覆盖率低于 93%%。" },
  rank_hint = { "between which ranks the model lies, with 95% confidence", "该模型名次所在的范围（95% 置信）" },
  rank_note = {
    "Ranks and differences are of OP on the %d items that count for every model: paired, errors clustered by "
      .. "conversation; each interval and p for itself, then p by Holm over all pairs.",
    "名次与差值按所有模型共有的 %d 道题的 OP 计算：配对比较，误差按对话聚类；区间与 p 未校正，另列全部两两比较的 Holm 校正 p。" },
  rank_letters = {
    "A rank is the range in which it lies with 95% confidence; models of one letter cannot be told from the best of "
      .. "that letter.",
    "名次为 95% 置信范围；字母相同的模型与该字母中最优者无法区分。" },
  checklists = { "Checklists", "要点清单" },
  seeds = { "Seeds", "种子" },
  seeds_value = { "intervals: %d, %d draws", "区间：%d，%d 次抽样" },
  what_differs = { "What differs", "不同之处" },
  changed_answers = { "Answers whose scores changed", "得分有变化的回答" },
  wanted = { "Wanted", "要求" },
  found = { "Found", "实际" },
  result = { "Result", "结果" },
  no_worse_than = { "no worse than %s, points", "不差于 %s（百分点）" },
  gate_met = { "met", "达标" },
  gate_not_met = { "NOT MET", "未达标" },
  gate_undecided = { "undecided", "无法判定" },
  gate_status_0 = { "All conditions are met.", "全部条件达标。" },
  gate_status_1 = { "A condition is not met.", "有条件未达标。" },
  gate_status_3 = {
    "No condition is known to be unmet, but some cannot be decided: answers or verdicts are missing, or too few.",
    "没有已知未达标的条件，但有条件无法判定：回答或评语有缺失，或数量太少。" },
  judgings = { "Judgings", "评判次数" },
  asked_again = { "Asked again", "再次询问" },
  answers = { "Answers", "回答" },
  rounds_judged = { "Rounds", "评判轮数" },
  exact = { "Same score again", "两次得分相同" },
  within_sd = { "SD within an answer", "同一回答内标准差" },
  repeatability = { "Repeatability", "重复性" },
  rounds_needed = { "Rounds needed", "所需轮数" },
  retest_note = {
    "Answers scored in every round. Same score again: share of pairs of rounds. Repeatability: what two scores of one "
      .. "answer differ by in 95% of cases. Rounds needed: so that noise is a tenth of what answers differ by.",
    "只计每轮都有得分的回答。两次得分相同：任两轮得分相同的占比。重复性：同一回答两次得分之差的 95% 界限。所需轮数：使评判噪声降至回答间差异的十分之一。" },
  level = { "Level", "等级" },
  p = { "p", "p" },
  twice_as_long = { "Score, twice as long", "长度加倍时得分" },
  length_note = {
    "How much higher the same item's answer is scored when it is twice as long, with an effect for each model; length "
      .. "is not quality, but a good answer may need it.",
    "同一题目的回答长度加倍时得分的变化（已计入各模型的固定效应）；长并不等于好，但好的回答可能需要更长。" },
  severity = { "Above physicians", "高出医师" },
  sd_ratio = { "SD, to physicians'", "与医师离散度之比" },
  self_preference = { "Own answers", "偏爱自己的回答" },
  physicians_note = {
    "Answers that physicians rated on the judge's own scale; errors clustered by conversation. Length: of the score "
      .. "less the physicians' mean. Own answers: how much more the judge exceeds physicians on answers of its own "
      .. "model.",
    "只计医师按同一量表评过的回答；误差按对话聚类。长度一列为评判得分减去医师平均分后的变化。偏爱自己的回答：评判模型对自己的回答比对其他回答更多高出医师多少。" },
  no_own_answers = { "the judge is none of the models", "评判模型不在被评模型之中" },
  no_ratings_on_scale = {
    "No physician has rated these answers on the judge's scale.", "没有医师按评判标准的量表评过这些回答。" },
  none_rated = { "No physician has rated these answers.", "没有医师评过这些回答。" },
  just_usable = { "Just usable", "刚好可用" },
  just_below = { "Just not usable", "差一点可用" },
  expected_flips = { "Expected to flip", "预计翻转数" },
  knife_edge_note = {
    "Within one level of the line. Expected to flip: how many answers as many new rounds would carry over the line.",
    "距界限不足一级。预计翻转数：再评同样轮数，预计有多少回答越过界限。" },
  wilson_note = {
    "%s Wilson's interval without regard to conversations, which held the truth in fewer than 93%% of our simulations.",
    "%s 不计对话分组的 Wilson 区间，在我们的模拟中覆盖率低于 93%%。" },
  mean = { "Mean", "平均分" },
  flips = { "Probability to flip", "翻转概率" },
  rounds_same = { "All the same", "完全一致" },
  rounds_near = { "One level apart", "相差一级" },
  rounds_far = { "Two or more", "相差两级以上" },
  rounds_across = { "On both sides of the line", "跨越界限" },
  both_sides = { "Both sides of the line", "跨越界限" },
  judge_says = { "Judge says", "评判结果" },
  physicians_scale = { "Physicians (scale)", "医师评分（量表）" },
  physicians_say = { "Physicians say", "医师结果" },
  junk = { "Answers that are", "回答类型" },
  junk_empty = { "empty", "空白" },
  junk_no_words = { "without a word", "没有文字" },
  junk_copy = { "a copy of the question", "照抄题目" },
  junk_asks = { "asking for a mark", "向评判要分" },
  caught = { "Got the lowest level", "得最低等级" },
  no_junk = {
    "No judged answer is empty, without a word, a copy of the question, or asks for a mark: nothing to test on.",
    "已评回答中没有空白、无文字、照抄题目或向评判要分的，无从检验。" },
  floor_note = {
    "Junk among the models' own answers, found by rules and phrases; Wilson's interval. An answer that asks for a mark "
      .. "may be a good one beside.",
    "按规则和措辞从各模型的回答中找出；区间为 Wilson 区间。向评判要分的回答本身也可能答得不错。" },
  conversation_groups = { "Conversations", "对话组" },
  later_rounds = { "Later rounds", "后续轮次" },
  in_chinese = { "Chinese", "中文" },
  in_english = { "English", "英文" },
  with_reference = { "With reference", "有参考答案" },
  with_checklist = { "With checklist", "有评分要点" },
  mean_of_models = { "Mean over models", "各模型均值" },
  variance = { "Variance", "方差" },
  range = { "Range", "范围" },
  discrimination_note = {
    "Usability rates of the models. Variance of rates as fractions, divided by the number of models, as in the paper's "
      .. "comparison of data sets.",
    "各模型的可用率。方差以小数计并除以模型数，与论文中数据集比较的算法一致。" },
  usable_models = { "Usable, of models", "可用的模型" },
  item_rest = { "Item and rest", "题目与其余相关" },
  flags = { "Flags", "标记" },
  flag_too_hard = { "no model meets it", "无模型可用" },
  flag_too_easy = { "every model meets it", "各模型均可用" },
  flag_negative = { "against the rest", "与其余相反" },
  flag_unrelated = { "unrelated to the rest", "与其余无关" },
  item_statistics_note = {
    "%d {model|models}, %d {item|items}, %d of them flagged. An item counts as met by a model when at least half of "
      .. "its answers are usable. With few models such figures are coarse.",
    "%d 个模型，%d 道题，其中 %d 道有标记。某模型至少半数回答可用即算该题可用。模型较少时，这些数字较粗略。" },
  texts = { "Texts rated", "已评文本" },
  text_level = { "Level", "等级" },
  no_points_judged = {
    "No judge of this run marks point by point: `viva help judge` says how, under points.",
    "本次运行没有按要点逐条评判：见 viva help judge 中的 points。" },
  wrong_danger = { "Dangers that occur", "出现危险要点" },
  wrong_core = { "Core points missed", "缺失核心要点" },
  wrong_secondary = { "Secondary points missed", "缺失次要要点" },
  wrong_rubric = { "Criteria missed", "未达标准" },
  point_wrong = { "Wrong, of judgings", "有误（占评判次数）" },
  point_errors_note = {
    "Of all judgings of a point that could be read; not applicable is left out. A criterion of negative weight is "
      .. "wrong when it is met. What rests on fewer than %d answers is shown as counts.",
    "占可解读的要点评判的比例，不适用者不计。负分标准满足即为有误。少于 %d 份回答只列计数。" },
  no_dimensions = { "No physician has marked a text of this run by dimension: `viva help ratings` says how.",
    "本次运行没有医师按维度评过的文本：见 viva help ratings。" },
  dimensions_note = {
    "Means over marks with 95% intervals, errors clustered by conversation. Levels by the map in textlevels.lua.",
    "各维度平均分及 95% 区间，误差按对话聚类。等级按 textlevels.lua 的对应表得出。" },
  dimensions_simulated = {
    "SIMULATED raters. Means over marks with 95% intervals, errors clustered by conversation.",
    "模拟评分者。各维度平均分及 95% 区间，误差按对话聚类。" },
  dimensions_lacking = {
    "Texts whose marks lack a dimension, which have no level and count neither as usable nor as not: %d.",
    "缺少某一维度评分、因而没有等级且不计入可用与否的文本：%d 份。" },
  needs_two_runs = {
    "Two runs are compared here: `viva compare A B --format html` makes it.",
    "此处比较两次运行：由 viva compare A B --format html 生成。" },
  nothing_differs = { "The records of the two runs say the same.", "两次运行的记录相同。" },
  items_changed = { "Changed", "有变化" },
  change = { "Change", "变化" },
  same_answer = { "same answer", "回答相同" },
  other_answer = { "other answer", "回答不同" },
  comparison_note = {
    "Differences: %s less %s, on the items that count in both. Each item counts once, however many of its answers were "
      .. "judged. Errors are clustered by conversation; Holm over all models, and over all categories.",
    "差值为 %s 减 %s，只计两次运行都有得分的题目；每道题只计一次，不论它有几份回答得到评判；误差按对话聚类；总体与各类别分别经 Holm 校正。" },
  other_questions = {
    "Items with the same id and another question, which are left out: %d.", "有 %d 道题编号相同而题目不同，未计入。" },
  physician = { "Physicians", "医师" },
  conversation_id = { "Conversation", "对话" },
  spread = { "Spread", "极差" },
  difference = { "Difference, points", "差值（百分点）" },
  compared_with = { "Compared with", "对照" },
  p_holm = { "p, Holm", "p（Holm 校正）" },
  told_apart = { "Told apart", "可区分" },
  too_few_to_compare = {
    "Nothing to compare: fewer than two models with an OP, or fewer than %d items that count for all of them.",
    "无可比较：有 OP 的模型不足两个，或共有题目少于 %d 道。" },
}
