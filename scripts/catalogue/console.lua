-- What commands say on the terminal while they work: the progress of a run, what will be asked, why something is
-- missing.
return {
  console_viva = { "Viva: can this medical language model be trusted?", "Viva：这个医疗语言模型可信吗？" },
  console_usage = { "usage: viva COMMAND ...", "用法：viva COMMAND ..." },
  console_one_line = {
    "`viva -e CODE` runs one line of Lua with the words of `viva repl`.",
    "`viva -e CODE` 运行一行 Lua，可用 `viva repl` 的各个词。" },
  console_more_help = {
    "`viva COMMAND --help` lists a command's options; `viva help WORD` explains a word.",
    "`viva COMMAND --help` 列出命令的选项；`viva help WORD` 解释一个词。" },
  console_done = { "%d/%d done", "完成 %d/%d" },
  console_in_flight = { "%d in flight", "进行中 %d" },
  console_failed = { "%d failed", "失败 %d" },
  console_left = { "%s left", "剩余 %s" },
  console_tokens = { "%s tokens", "%s 词元" },
  -- what is in a dataset
  data_category = { "category", "类别" },
  data_subcategory = { "subcategory", "子类别" },
  data_items = { "items", "题目" },
  data_conversations = { "conversations", "对话" },
  data_several = { "several rounds", "多轮" },
  data_reference = { "reference", "有参考答案" },
  data_no_reference = { "no reference", "无参考答案" },
  data_checklist = { "checklist", "有评分要点" },
  data_local_only = { "local only", "仅限本机" },
  data_rounds = { "rounds", "轮数" },
  data_lengths = { "lengths in characters", "长度（字符）" },
  data_text = { "text", "文本" },
  data_texts = { "texts", "份数" },
  data_min = { "min", "最短" },
  data_median = { "median", "中位数" },
  data_max = { "max", "最长" },
  data_note = { "note: %s", "注意：%s" },
  data_digest = { "digest %s", "摘要 %s" },
  data_validated = { "validated by physicians, as its source says", "据来源说明，已经医师验证" },
  data_not_validated = { "not validated by any physician", "未经医师验证" },
  data_imported = { "%d {item|items} in %d {conversation|conversations}: %s", "%d 题、%d 组对话已写入 %s" },
  console_stopping = {
    "Stopping: calls under way may end, no new one goes out. Once more ends at once.",
    "正在停止：已发出的调用可以完成，不再发出新的调用。再按一次立即结束。" },
  console_goes_on = { "Interrupted; `%s` goes on where it stopped.", "已中断；`%s` 会从停下的地方继续。" },
  console_not_obtained = { "Not obtained, %d {time|times}: %s", "未得到 %d 次：%s" },
  console_other_reasons = { "... and %d other {reason|reasons}", "……另有 %d 种原因" },
  console_items_go_to = { "%s: %d {item|items} of '%s' {goes|go} to", "%s：%d 题（%s）将发往" },
  console_this_machine = { "this machine (a simulated endpoint on loopback)", "本机（回环地址上的模拟端点）" },
  pairwise_two = {
    "name two models to compare: --models A,B; the run has: %s", "请指明要比较的两个模型：--models A,B；此运行有：%s" },
  pairwise_no_judge_model = {
    "the run '%s' names no judge model, and one must compare", "运行“%s”没有指明评判模型，而比较需要评判模型" },
  console_questions = { "questions", "题目" },
  console_judged_texts = { "questions, references, answers", "题目、参考答案、回答" },
  console_held_back = {
    "%d of them {is|are} marked local_only and {is|are} held back from: %s", "其中 %d 题标记为 local_only，不发给：%s" },
  console_forecast = {
    "%d {reply is|replies are} stored already; %s {call|calls} would be made.",
    "已有回复 %d 份；将调用 %s 次。" },
  console_estimated = {
    "Tokens are estimated from the texts; replies are taken as %d {token|tokens} each.", "词元数按文本估算；每份回复按 %d 词元计。" },
  console_adaptive = {
    "How many judgings adaptive judging can leave out depends on the first two of each answer.",
    "自适应评判可以省去多少次，取决于每份回答的前两次评判。" },
}
