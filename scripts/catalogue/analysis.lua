-- Words of what reports work out: intervals, ranks, comparisons, judges' habits.
return {
  interval = { "95% interval", "95% 区间" },
  interval_short = { "95%", "95%" },
  interval_note = {
    "Under a rate stand its 95%% interval (whole conversations drawn anew within their category, BCa, %d draws, "
      .. "seed %d) and its counts.",
    "可用率下方为其 95%% 区间（在各类别内按整组对话重抽样，BCa，%d 次，种子 %d）和计数。" },
  interval_marked = {
    "%s The rate is 0 or 1, which no drawing anew changes: Wilson's interval without regard to conversations, which "
      .. "held the truth in fewer than 93%% of our simulations.",
    "%s 可用率为 0 或 1，重抽样无法给出区间：此处为不计对话分组的 Wilson 区间，在我们的模拟中覆盖率低于 93%%。" },
  rank_hint = { "between which ranks the model lies, with 95% confidence", "该模型名次所在的范围（95% 置信）" },
  rank_note = {
    "Ranks and differences are of OP on the %d items that count for every model: paired, errors clustered by "
      .. "conversation, Holm over all pairs.",
    "名次与差值按所有模型共有的 %d 道题的 OP 计算：配对比较，误差按对话聚类，全部两两比较经 Holm 校正。" },
  rank_letters = {
    "A rank is the range in which it lies with 95% confidence; models of one letter cannot be told from the best of "
      .. "that letter.",
    "名次为 95% 置信范围；字母相同的模型与该字母中最优者无法区分。" },
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
