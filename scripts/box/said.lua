-- What is said to the writers of experts' files, English then Chinese: box/messages.lua fills it in. What
-- concerns the language Lua itself stands in box/said_language.lua.
return {
  unknown_setting = { "there is no setting called '%s'", "没有名为“%s”的设置" },
  unknown_word = { "'%s' is not a word this file may use", "此文件不能使用“%s”这个词" },
  did_you_mean = { "; did you mean '%s'?", "；您是否想写“%s”？" },
  wrong_type = { "'%s' should be %s, and this is %s", "“%s”应为%s，而这里是%s" },
  not_one_of = { "'%s' should be one of %s, and this is '%s'", "“%s”应为%s之一，而这里是“%s”" },
  not_one_near = { "'%s' cannot be '%s'; did you mean '%s'?", "“%s”不能是“%s”；您是否想写“%s”？" },
  out_of_range = { "'%s' should be between %s and %s, and this is %s", "“%s”应在%s到%s之间，而这里是%s" },
  twice = { "'%s' is set twice (first on line %d)", "“%s”设置了两次（第一次在第%d行）" },
  missing = { "the setting '%s' is missing; it should be %s", "缺少设置“%s”，它应为%s" },
  missing_in = { "'%s' is missing here; it should be %s", "这里缺少“%s”，它应为%s" },
  own_function = {
    "there is no setting called '%s'; a function of your own is written 'local function %s'",
    "没有名为“%s”的设置；自己的函数请写成“local function %s”" },
  did_you_mean_word = { "; did you mean the word %s, without quotes?", "；您是否想写词 %s（不加引号）？" },
  word_in_quotes = { "'%s' is a word: write %s = %s, without quotes", "“%s”是词：请写成 %s = %s，不加引号" },
  word_set = {
    "'%s' is a word, not a setting: write it without '='",
    "“%s”是词，不是设置：请去掉“=”" },
  setting_called = { "'%s' is a setting: write %s = ...", "“%s”是设置：请写成 %s = ..." },
  late_set = {
    "'%s' cannot be set while the file is at work; write 'local %s'",
    "运行时不能设置“%s”，请写成“local %s”" },
  full_width = {
    "found the full-width character %s; type the plain %s instead",
    "全角字符 %s 应改为半角 %s" },
  space = { "space", "空格" },
  -- values
  a_text = { "the text \"%s\"", "文本“%s”" },
  not_a_number = { "NaN, which 0/0 gives", "非数（NaN，如 0/0 的结果）" },
  unquoted = { "; write %s without quotes", "；请直接写 %s，不加引号" },
  stray = {
    "found '%s' outside a text; texts stand between quotes, and comments begin with --",
    "“%s”不在文本之内；文本应写在引号中，注释以 -- 开头" },
  template_word = { "'{{%s}}' is not a word this prompt may use", "提示词中不能使用“{{%s}}”" },
  template_braces = {
    "the braces around '%s' are full-width; type the plain {{%s}}",
    "“%s”外面是全角花括号，请改用半角 {{%s}}" },
  template_open = { "'{{#%s}}' is never closed by '{{/%s}}'", "“{{#%s}}”没有以“{{/%s}}”结束" },
  template_close = { "'{{/%s}}' closes nothing", "“{{/%s}}”没有对应的开头" },
  template_lacks = { "the prompt never shows {{%s}}", "提示词中没有出现 {{%s}}" },
  template_single = {
    "the prompt never shows {{%1$s}}: '{%1$s}' has only one brace on each side",
    "提示词中没有出现 {{%1$s}}：“{%1$s}”两边各少一个花括号" },
  level_number = { "a level is a whole number, and this is '%s'", "等级应为整数，而这里是“%s”" },
  too_few = { "'%s' should have at least %d entries", "“%s”至少应有%d项" },
  no_level = {
    "'reply' should have exactly one entry that is \"level\" or \"points\"",
    '“reply”中应恰有一项为 "level" 或 "points"' },
  example_kind = {
    "an example has either score = a number or unreadable = true",
    "每个例子应有 score = 数字，或 unreadable = true" },
  text_early = {
    "the text that begins with [[ on line %d ends here, at the first ]]; a text that holds ]] itself is written "
      .. "between [=[ and ]=]",
    "第%d行以 [[ 开始的文本在此处的第一个 ]] 就结束了；如果文本本身含有 ]]，请改用 [=[ 和 ]=]" },
  too_large = { "it is larger than 256 KB", "文件超过 256 KB" },
  not_utf8 = { "it is not UTF-8 text; save it as UTF-8", "文件不是 UTF-8 编码，请另存为 UTF-8" },
  damaged = { "a byte of this line is not valid UTF-8", "此行含有无效的 UTF-8 字节" },
  other_encoding = {
    "this is not UTF-8; it looks like %s. Save it as UTF-8 in your editor, or convert it with: "
      .. "iconv -f %s -t UTF-8 '%s' > utf8-copy",
    "文件不是 UTF-8 编码，像是 %s。请在编辑器中另存为 UTF-8，或用此命令转换：iconv -f %s -t UTF-8 '%s' > utf8-copy" },
  two_targets = {
    "a checklist is for a question or for a scene: write one of the two",
    "要点清单应针对一个 question 或一个 scene：请写其中之一" },
  no_points = { "this checklist has no points", "此要点清单没有任何要点" },
  rule_result = {
    "'points' should return a list of points, and it returned %s",
    "“points”应返回要点列表，而它返回了%s" },
  rule_text = { "point %d that 'points' returned has no text", "“points”返回的第%d个要点没有文本" },
  bad_question = {
    "'question' should look like \"MSE/1/1\": category, group, round",
    '“question”应形如 "MSE/1/1"：类别/组/轮' },
  not_url = {
    "an endpoint is a URL that begins with http:// or https://, and this is '%s'",
    "接口应是以 http:// 或 https:// 开头的网址，而这里是“%s”" },
  reserved = {
    "'%s' is no parameter to set: Viva says it itself in each request",
    "“%s”不能作为参数设置：Viva 会在每次请求中自行填写" },
  reserved_n = {
    "'%s' is no parameter to set: several answers to each question are asked with answers = 3",
    "“%s”不能作为参数设置：每题多次回答请写 answers = 3" },
  bad_extension = {
    "an extension is letters and digits, such as \"txt\", and this is '%s'",
    '扩展名由字母和数字组成，如 "txt"，而这里是“%s”' },
  from_or_rows = {
    "a table has 'from' (the program computes it) or 'rows' and 'columns' (one of your own): write one of the two",
    "表格应有 from（由程序计算）或 rows 与 columns（自定义），请写其中之一" },
  chart_url = {
    "a chart shows the numbers of its table, which are called cells, or values written here: a report fetches "
      .. "nothing",
    "图中的数据是其表格中的数（名为 cells），或直接写在此处的 values：报告不会另行读取任何数据",
  },
  no_sort = { "rows cannot be sorted by '%s'", "不能按“%s”排序" },
  no_column = { "there is no column '%s' without each()", "没有名为“%s”的列（除非写 each()）" },
  no_comparison = {
    "'%s' is compared as in \"<=2\", \"2..4\" or 3, and this is '%s'",
    '“%s”应写成比较，如 "<=2"、"2..4" 或 3，而这里是“%s”' },
  level_gap = {
    "levels are numbered one after another, and between [%d] and [%d] there is none",
    "等级应连续编号，而 [%d] 与 [%d] 之间没有等级" },
  example_level = { "example %d has the score %s, which is no level", "例%d的分数 %s 不是等级" },
  secret_url = {
    'this URL holds a key or a password, which would be kept with the run; write key = env "NAME" instead of '
      .. "the key itself",
    '此网址含有密钥或密码，会随运行记录保存；请改写成 key = env "NAME"，不要写密钥本身' },
  secret_header = {
    "'%s' looks like a credential, which would be kept with the run; write env \"NAME\" instead of the key itself",
    '“%s”像是凭证，会随运行记录保存；请写 env "NAME"，不要写密钥本身' },
  bad_header = { "'%s' is not the name of an HTTP header", "“%s”不是 HTTP 头的名称" },
  bad_env = {
    "'env' takes the name of an environment variable, such as env \"EXAMPLE_KEY\", not the key itself",
    'env 后应写环境变量的名称，如 env "EXAMPLE_KEY"，不是密钥本身' },
  no_pair = {
    "a pair is two different models, as in { \"model-a\", \"model-b\" }", '一对是两个不同的模型，如 { "model-a", "model-b" }' },
  same_name = { "two models are called '%s'", "有两个模型都叫“%s”" },
  bad_final = {
    "'%s' should return a level between %s and %s, and it returned %s",
    "“%s”应返回%s到%s之间的等级，而它返回了%s" },
  bad_share = { "'%s' should return a number, and it returned %s", "“%s”应返回数字，而它返回了%s" },
  only_with_points = {
    "'%s' is for judging by points: one entry of 'reply' must be \"points\"",
    '“%s”用于按要点评判：“reply”中须有一项为 "points"' },
  only_with_mark = {
    "'calls' is for judges that ask by themselves, with a function 'mark'",
    "“calls”只用于以函数 mark 自行提问的评判" },
  share_without_points = {
    "the scale \"share\" is for judging by points: one entry of 'reply' must be \"points\"",
    '标度 "share" 用于按要点评判：“reply”中须有一项为 "points"' },
  bad_ask = {
    "'ask' takes a text, or a list of messages { role = ..., content = ... }",
    "“ask”的参数应为文本，或消息 { role = ..., content = ... } 的列表" },
  ask_outside = {
    "'ask' and 'fill' and 'read' are for the function 'mark'",
    "ask、fill、read 只能在函数 mark 中使用" },
  mark_yields = { "'mark' may wait for 'ask' alone", "“mark”只能等待 ask 的结果" },
  no_choice = {
    "'reply' should have exactly one entry that is \"choice\"",
    '“reply”中应恰有一项为 "choice"' },
  example_choice = {
    'an example has either choice = "A", "B" or "tie", or unreadable = true',
    '每个例子应有 choice = "A"、"B" 或 "tie"，或 unreadable = true' },
  one_of_two = { "'%s' is set beside '%s': write one of the two", "“%s”与“%s”同时设置：请只写其一" },
  needs_jury = {
    "'%s' is for several judge models: write judge_models = { ... }",
    "“%s”用于多个评判模型：请写 judge_models = { ... }" },
  not_adaptive = {
    "adaptive judging cannot spare a judging under the convention '%s', where each one counts by itself",
    "口径“%s”下每次评判都单独计数，自适应评判无法省去任何一次" },
  adaptive_samples = {
    "adaptive judging under the convention 'script' needs answers = 1: all answers to an item are averaged there",
    "口径“script”下的自适应评判要求 answers = 1：该口径对同一题的全部回答取平均" },
  example_wrong = { "example %d should give %s, and it gives %s", "例%d应得%s，实际得到%s" },
}
