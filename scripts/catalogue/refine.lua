-- Words of `viva refine` and its report, English then Chinese. words.lua reads this file.
return {
  refine_rated = {
    "Where the judge and the raters disagree, in the tuning part: %d rated {answer|answers} may be "
      .. "looked at; %d {is|are} held out, to see afterwards whether a change has helped.",
    "评判与评分者的分歧（调整部分）：%d 份有评分的回答可供查看，另有 %d 份保留，用于检验改动是否有效。" },
  refine_rounds = {
    "No answer of this run has a rating: these are the disagreements of the judge's own rounds.",
    "本次运行没有评分，以下是评判各轮之间的分歧。" },
  refine_none = { "No disagreement was found.", "没有发现分歧。" },
  refine_title_points = { "Points", "要点" },
  refine_title_answers = { "Answers", "回答" },
  refine_judge = { "judge %s %s", "评判 %s %s" },
  refine_physicians = { "physicians %.2f", "医师 %.2f" },
  refine_spread = { "its rounds differ by %s", "各轮相差 %s" },
  refine_share = { "differs in %d %% of the comparisons on %d {answer|answers}", "%d%% 的判断不一致（共 %d 份回答）" },
  refine_only = { "`viva refine` fills this table.", "本表由 viva refine 填写。" },
  refine_point = { "Point", "要点" },
  refine_reasons = { "Judge's reasons", "评判理由" },
  refine_said = { "Physicians' values", "医师评分" },
  refine_met = { "judge: met %d %%; physicians: met %d %%", "评判：满足 %d%%；医师：满足 %d%%" },
  refine_met_rounds = { "judge: met in %d %% of its rounds", "评判：%d%% 的轮次认为满足" },
  refine_next = {
    "`viva refine %s --propose A1` asks a model to reword the judge's prompt, `--propose A1 --point 2` a point of the "
      .. "item's checklist.",
    "viva refine %s --propose A1 请模型改写评判提示词，--propose A1 --point 2 请模型改写该题清单中的要点。" },
  refine_asks = { "Asks %s at %s to reword, about %d tokens%s.", "请 %s（%s）改写，约 %d 词元%s。" },
  refine_same = { "The model proposes no other wording.", "模型没有提出新的措辞。" },
  refine_proposed = { "Proposed by %s, for %s:", "%s 的建议，写入 %s：" },
  refine_new_file = { "a new file", "新文件" },
  refine_accept = {
    "Nothing is written yet. `viva refine %s --accept` writes it and judges the rated answers again; with --edit, you "
      .. "change it first.",
    "尚未写入任何文件。viva refine %s --accept 写入并重新评判有评分的回答；加 --edit 可先修改。" },
  refine_written = { "Written: %s", "已写入：%s" },
  refine_part_tuning = { "used for tuning", "用于调整" },
  refine_part_held_out = { "held out", "保留" },
  refine_part_all = { "all", "全部" },
  refine_part = { "Rated answers", "有评分的回答" },
  refine_measure = { "Measure", "指标" },
  refine_agrees = { "usable or not, as the raters", "可用与否与评分者一致" },
  refine_distance = { "distance to the raters", "与评分者的距离" },
  refine_points = { "points, as the raters", "要点判断与评分者一致" },
  refine_before = { "Before", "之前" },
  refine_after = { "After", "之后" },
  refine_change = { "Change [95 %]", "变化 [95%]" },
  refine_from = { "Measured from %s.", "比较基准：%s。" },
  refine_from_run = { "the run as it was made", "运行当时的状态" },
  refine_from_block = { "the block of %s", "%s 的记录" },
  refine_from_files = { "the files just before; edits by hand since the last block (%s) are in no block",
    "改动前的文件；上次记录之后手工所作的改动（%s）未记入任何记录" },
  refine_no_change = {
    "No judge, checklist, judge model or data has changed since %s: nothing to measure, and nothing is entered.",
    "自%s以来，评判、要点清单、评判模型和数据均无变化：无可比较，未作记录。" },
  refine_unchanged = { "no pair changed", "没有一对发生变化" },
  refine_alike = { "every conversation by as much: no interval", "各对话变化相同，无区间" },
  refine_one = { "one conversation: no interval", "仅一个对话，无区间" },
  refine_no_label = { "there is no disagreement '%s'; they are called %s", "没有名为“%s”的分歧；现有：%s" },
  refine_no_labels = { "there is no disagreement '%s': none was found", "没有名为“%s”的分歧：没有发现任何分歧" },
  refine_labels = { "%s1 to %s%d", "%s1 至 %s%d" },
  refine_and = { " and ", "，" },
  refine_note = {
    "Paired over conversations. What was used for tuning flatters the change; the part held out does not.",
    "按对话配对。用于调整的部分会高估改动的效果，保留的部分不会。" },
  refine_note_versions = { "Paired over conversations: the second minus the first.", "按对话配对：后者减前者。" },
  refine_ledger = { "Entered in %s; it is yours to commit.", "已记入 %s，请自行提交。" },
  refine_rest = { "`viva run %s` judges the other answers by the new text.", "viva run %s 按新文本评判其余回答。" },
  tuned_note = {
    "%d of the rated answers {was|were} used to tune their judge (refinements.md): for that judge, the estimate is too "
      .. "favourable by an unknown amount.",
    "其中 %d 份有评分的回答曾用于调整其评判（refinements.md）：对该评判而言，估计值会偏于有利，程度不明。" },
}
