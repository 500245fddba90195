-- The words of reports and of what follows a run on the screen, in English and Chinese.
local M = {}

local catalogue = {
  -- what is measured
  model = { "Model", "模型" },
  models = { "Models", "模型" },
  group = { "Group", "组别" },
  category = { "Category", "类别" },
  subcategory = { "Subcategory", "子类别" },
  scene = { "Scene", "场景" },
  difficulty = { "Difficulty", "难度" },
  language = { "Language", "语言" },
  item = { "Item", "题目" },
  items = { "Items", "题目" },
  sample = { "Sample", "第几份回答" },
  round = { "Round", "轮次" },
  rank = { "Rank", "名次" },
  op = { "OP", "OP" },
  all_items = { "All items", "全部题目" },
  usable = { "Usable", "可用" },
  usability = { "Usability rate", "可用率" },
  bounds = { "Bounds", "上下界" },
  asked = { "Due", "应评" },
  judged = { "Judged", "已评" },
  unreadable = { "Unreadable", "评语无法解读" },
  failed = { "Failed", "失败" },
  unjudged = { "Not judged", "未评判" },
  not_asked = { "Not asked", "未提问" },
  unsafe = { "Unsafe", "不安全" },
  cut = { "Cut short", "被截断" },
  empty = { "Empty", "空回答" },
  refusal = { "Refused", "拒答" },
  score = { "Score", "得分" },
  scores = { "Scores", "各次得分" },
  reason = { "Reason", "理由" },
  question = { "Question", "题目内容" },
  answer = { "Answer", "回答" },
  judging = { "Judging", "评判" },
  judge = { "Judge", "评判标准" },
  judges = { "Judges", "评判标准" },
  yes = { "yes", "是" },
  no = { "no", "否" },
  unknown = { "not said", "未说明" },
  none = { "None.", "无。" },
  count = { "Count", "数量" },
  share = { "Share", "占比" },
  obtained = { "Obtained", "得到" },
  flagged = { "Flagged", "判为有风险" },
  first_of = { "The first %d of %d.", "只列前 %d 例，共 %d 例。" },
  usable_from = { "Usable from", "可用界限" },
  stage_not_asked = { "not asked", "未提问" },
  stage_answer = { "answer", "作答" },
  stage_judging = { "judging", "评判" },
  stage_unreadable = { "reading the verdict", "解读评语" },
  error = { "What went wrong", "出错情况" },
  code = { "Kind", "类型" },
  stage = { "Stage", "环节" },
  -- groups of models and categories
  open = { "Open models", "开源模型" },
  closed = { "Closed models", "闭源模型" },
  specialized = { "Specialized medical models", "医疗专用模型" },
  other = { "Other models", "其他模型" },
  MK = { "Medical knowledge", "医疗知识" },
  MLU = { "Medical language understanding", "医疗语言理解" },
  MR = { "Medical reasoning", "医疗推理" },
  MSE = { "Medical safety and ethics", "医疗安全伦理" },
  MTG = { "Medical text generation", "医疗文本生成" },
  -- conventions: each table names the one it uses
  convention = { "Convention", "口径" },
  convention_named = { "Convention “%s”.", "口径“%s”。" },
  convention_viva = {
    "Convention “viva”: an answer is usable when the mean of its readable scores reaches the judge's limit (4 unless "
      .. "set); a rate counts judged answers, and its bounds say what it would be if none or all of the missing ones "
      .. "were usable; OP is the unweighted mean of the categories.",
    "口径“viva”：可解读得分的平均分达到评判标准的界限（默认 4 分）即为可用；可用率只计已评的回答，"
      .. "上下界为缺失的回答全不可用或全可用时的值；OP 为各类别可用率的简单平均。" },
  convention_script = {
    "Convention “script”: what the dataset authors' released script computes: valid scores of an item averaged over "
      .. "the rounds, items never judged counted as not usable, OP weighted by items.",
    "口径“script”：与数据集作者公布的脚本一致：各轮有效得分取平均，从未评判的题目计为不可用，OP 按题目数加权。" },
  convention_paper = {
    "Convention “paper”: what the paper's tables show: each scoring is held against the limit by itself, so that a "
      .. "rate is k of 3n; OP is the unweighted mean of the categories.",
    "口径“paper”：与论文表格一致：每次评分单独判定是否可用，分母为 3n；OP 为各类别的简单平均。" },
  small_cells = { "Cells of fewer than %d items show counts, not rates.", "少于 %d 题的单元格只列计数，不列比率。" },
  missing_note = { "Square brackets hold the bounds when answers are missing.", "有缺失时，方括号内为上下界。" },
  op_lacks = { "no rate for %s", "%s 无可用率" },
  mtg_by_judge = {
    "MTG is marked by the judge model here; the paper's MTG figures come from physicians.",
    "此处 MTG 由评判模型评定；论文中的 MTG 由医师评定。" },
  -- what must be said first
  simulated = { "SIMULATED", "模拟数据" },
  simulated_all = {
    "The models and the judge are simulated. Nothing here says anything about a real model.",
    "模型与评判均为模拟，其中没有任何内容反映真实模型的水平。" },
  simulated_some = { "Simulated, not real: %s.", "以下为模拟，并非真实：%s。" },
  not_validated = {
    "No physician has validated this dataset's questions, references and checklists.",
    "该数据集的题目、参考答案和评分要点未经医师验证。" },
  interrupted = {
    "The run was interrupted; what is missing is counted as missing.", "运行中途被中断；缺失部分均按缺失计。" },
  the_judge = { "the judge", "评判模型" },
  -- the head of a report
  run = { "Run", "运行" },
  created = { "Started", "开始时间" },
  dataset = { "Dataset", "数据集" },
  validated = { "validated by physicians", "已经医师验证" },
  unvalidated = { "not validated by physicians", "未经医师验证" },
  items_count = { "%d items", "%d 题" },
  judged_by = { "Judged by", "评判模型" },
  repeats_count = { "%d times each", "每份回答评 %d 次" },
  counts = { "Counts", "计数" },
  counts_answers = { "%d answers due: %d obtained, %d not.", "应有回答 %d 份：得到 %d 份，未得到 %d 份。" },
  counts_judgings = {
    "%d judgings: %d scored, %d unreadable, %d failed.", "评判 %d 次：有得分 %d 次，评语无法解读 %d 次，失败 %d 次。" },
  -- cost
  calls = { "Calls", "调用次数" },
  tokens_in = { "Tokens in", "输入词元" },
  tokens_out = { "Tokens out", "输出词元" },
  money = { "Money", "费用" },
  retried = { "Retried", "重试" },
  maybe_paid = { "Possibly billed, no reply", "可能计费而无回复" },
  answers_of = { "answers", "作答" },
  judging_of = { "judging", "评判" },
  total = { "Total", "合计" },
  no_price = { "no price given", "未设单价" },
  no_usage = { "no usage reported", "未报告用量" },
  origin = { "Origin", "去向" },
  attempts = { "Attempts", "尝试" },
  note = { "For", "用途" },
  time = { "Time", "时间" },
  -- provenance
  what = { "What", "项目" },
  value = { "Value", "内容" },
  versions = { "Versions", "版本" },
  digest = { "Digest (SHA-256)", "摘要（SHA-256）" },
  parameters = { "Parameters", "参数" },
  returned = { "Model names returned", "返回的模型名" },
  requested = { "Model name asked for", "请求的模型名" },
  differs = { "differs from the name asked for", "与请求的名称不同" },
  answers_per_item = { "Answers per item", "每题回答数" },
  repeats = { "Judgings per answer", "每份回答评判次数" },
  by_judge_file = { "as each judge file says", "按各评判标准" },
  command = { "Command", "命令" },
  command_report = { "Command for this report", "生成本报告的命令" },
  store_attempts = {
    "Attempts without a reply in the reply store that belong to nothing here: %s.", "回复库中不属于此处、没有得到回复的尝试：%s。" },
  report = { "Report", "报告" },
  report_file = { "Report file", "报告文件" },
  imported = { "imported", "导入" },
  provider_default = { "the provider's defaults", "服务方默认值" },
  filter = { "Restricted to", "限定范围" },
  -- states of an answer
  state = { "State", "状态" },
  state_usable = { "usable", "可用" },
  state_not_usable = { "not usable", "不可用" },
  state_unreadable = { "verdict unreadable", "评语无法解读" },
  state_judging_failed = { "judging failed", "评判失败" },
  state_answer_failed = { "answer failed", "作答失败" },
  state_not_asked = { "not asked", "未提问" },
  state_not_judged = { "not judged", "未评判" },
  -- the list of items and the view of one
  contents = { "Contents", "目录" },
  search = { "Search", "搜索" },
  search_hint = { "id, question, subcategory", "编号、题目、子类别" },
  any = { "all", "全部" },
  flag = { "Marked", "标记" },
  score_from = { "Score from", "最低分" },
  score_to = { "Score to", "最高分" },
  missing = { "Missing", "缺失" },
  clear = { "Clear filters", "清除筛选" },
  shown_of = { "%d of %d answers", "%d / %d 份回答" },
  more = { "Show more", "显示更多" },
  no_match = { "No answer fits these filters.", "没有符合条件的回答。" },
  back = { "Back to the list", "返回列表" },
  previous = { "Previous", "上一份" },
  next = { "Next", "下一份" },
  reference = { "Reference answer", "参考答案" },
  no_reference = { "This item has no reference answer.", "本题没有参考答案。" },
  checklist = { "Checklist", "评分要点" },
  rounds = { "Rounds of this conversation:", "本组对话各轮：" },
  conversation = { "Earlier rounds", "此前的对话" },
  answers_title = { "Answers", "各模型的回答" },
  reasoning = { "Reasoning", "思考过程" },
  no_answer = { "No answer was obtained.", "没有得到回答。" },
  empty_answer = { "The answer is empty.", "回答为空。" },
  verdicts = { "Verdicts", "评判" },
  no_verdicts = { "No judge marked this answer.", "没有评判。" },
  raw_reply = { "The judge's reply as it came", "评判模型的原始回复" },
  unsafe_yes = { "safety risk", "有安全风险" },
  unsafe_no = { "no safety risk", "无安全风险" },
  finish = { "Ended by", "结束原因" },
  tokens = { "Tokens in / out", "输入 / 输出词元" },
  seconds = { "Seconds", "秒" },
  reply_id = { "Reply", "回复编号" },
  asked_times = { "asked %d times", "询问 %d 次" },
  loading = { "Loading …", "正在载入……" },
  not_loaded = {
    "The texts of this item could not be loaded; the folder %s must lie beside this file.",
    "无法载入本题内容；文件夹 %s 须与本文件放在一起。" },
  needs_scripts = {
    "The list of items needs scripts to run in the browser; the tables do not.", "题目列表需要浏览器运行脚本；各表格则不需要。" },
  local_only = { "kept on this machine", "仅限本机" },
}

---@param language string "zh" or "en"
---@return table<string, string> all words of a language
function M.all(language)
  local found = {}
  for key, entry in pairs(catalogue) do found[key] = entry[language == "zh" and 2 or 1] end
  return found
end

---@param language string "zh" or "en"
---@return fun(key: string, ...): string|nil the word for a key, its %d and %s filled in; nil for an unknown key
function M.in_language(language)
  local column = language == "zh" and 2 or 1
  return function(key, ...)
    local entry = catalogue[key]
    if not entry then return nil end
    return select("#", ...) > 0 and entry[column]:format(...) or entry[column]
  end
end

---Takes the text of one language out of { en = ..., zh = ... }; a plain string is in every language.
---@return string|nil
function M.pick(text, language)
  if type(text) ~= "table" then return text end
  return text[language] or text.en or text.zh
end

---The language of a report: what was asked for, else the run's, else the terminal's.
---@param asked string?
---@param run_language string? "item" says nothing
---@param locale string? what LC_ALL, LC_MESSAGES or LANG says
function M.choose(asked, run_language, locale)
  if asked then return asked end
  if run_language == "zh" or run_language == "en" then return run_language end
  return (locale or ""):find("^zh") and "zh" or "en"
end

---@return string the locale that messages are wanted in, as the environment says
function M.locale() return os.getenv("LC_ALL") or os.getenv("LC_MESSAGES") or os.getenv("LANG") or "" end

return M
