-- What the loader says to the writer of a file, in English and Chinese. A message is made with M.say(key, ...).
local M = { language = "en" }

local messages = {
  unknown_setting = { en = "there is no setting called '%s'", zh = "没有名为“%s”的设置" },
  unknown_word = { en = "'%s' is not a word this file may use", zh = "此文件不能使用“%s”这个词" },
  did_you_mean = { en = "; did you mean '%s'?", zh = "；您是否想写“%s”？" },
  wrong_type = { en = "'%s' should be %s, and this is %s", zh = "“%s”应为%s，而这里是%s" },
  not_one_of = { en = "'%s' should be one of %s, and this is '%s'", zh = "“%s”应为%s之一，而这里是“%s”" },
  out_of_range = { en = "'%s' should be between %s and %s, and this is %s", zh = "“%s”应在%s到%s之间，而这里是%s" },
  twice = { en = "'%s' is set twice (first on line %d)", zh = "“%s”设置了两次（第一次在第%d行）" },
  missing = { en = "the setting '%s' is missing; it should be %s", zh = "缺少设置“%s”，它应为%s" },
  missing_in = { en = "'%s' is missing here; it should be %s", zh = "这里缺少“%s”，它应为%s" },
  own_function = {
    en = "there is no setting called '%s'; a function of your own is written 'local function %s'",
    zh = "没有名为“%s”的设置；自己的函数请写成“local function %s”",
  },
  word_set = { en = "'%s' is a word, not a setting: write it without '='", zh = "“%s”是词，不是设置：请去掉“=”" },
  setting_called = { en = "'%s' is a setting: write %s = ...", zh = "“%s”是设置：请写成 %s = ..." },
  late_set = {
    en = "'%s' cannot be set while the file is at work; write 'local %s'",
    zh = "运行时不能设置“%s”，请写成“local %s”",
  },
  full_width = {
    en = "found the full-width character %s; type the plain %s instead",
    zh = "发现全角字符 %s，请改用半角 %s",
  },
  stray = {
    en = "found '%s' outside a text; texts stand between quotes, and comments begin with --",
    zh = "“%s”不在文本之内；文本应写在引号中，注释以 -- 开头",
  },
  template_word = { en = "'{{%s}}' is not a word this prompt may use", zh = "提示词中不能使用“{{%s}}”" },
  template_open = { en = "'{{#%s}}' is never closed by '{{/%s}}'", zh = "“{{#%s}}”没有以“{{/%s}}”结束" },
  template_close = { en = "'{{/%s}}' closes nothing", zh = "“{{/%s}}”没有对应的开头" },
  template_lacks = { en = "the prompt never shows {{%s}}", zh = "提示词中没有出现 {{%s}}" },
  level_number = { en = "a level is a whole number, and this is '%s'", zh = "等级应为整数，而这里是“%s”" },
  too_few = { en = "'%s' should have at least %d entries", zh = "“%s”至少应有%d项" },
  no_level = {
    en = "'reply' should have exactly one entry that is \"level\" or \"points\"",
    zh = "“reply”中应恰有一项为 \"level\" 或 \"points\"",
  },
  example_kind = {
    en = "an example has either score = a number or unreadable = true",
    zh = "每个例子应有 score = 数字，或 unreadable = true",
  },
  never_ended = {
    en = "the text that begins with [[ on line %s is never ended with ]]",
    zh = "第%s行以 [[ 开始的文本没有以 ]] 结束",
  },
  comma_lost = {
    en = "before '%s' a comma is missing, or the '{' of line %s is not closed with '%s'",
    zh = "“%s”之前缺少逗号，或第%s行的“{”没有以“%s”结束",
  },
  long_text = {
    en = "; a text that holds ]] itself is written between [=[ and ]=]",
    zh = "；如果文本本身含有 ]]，请改用 [=[ 和 ]=]",
  },
  too_large = { en = "it is larger than 256 KB", zh = "文件超过 256 KB" },
  not_utf8 = { en = "it is not UTF-8 text; save it as UTF-8", zh = "文件不是 UTF-8 编码，请另存为 UTF-8" },
  damaged = { en = "a byte of this line is not valid UTF-8", zh = "此行含有无效的 UTF-8 字节" },
  other_encoding = {
    en = "this is not UTF-8; it looks like %s. Convert it with: iconv -f %s -t UTF-8 '%s' > utf8-copy",
    zh = "文件不是 UTF-8 编码，像是 %s。请用此命令转换：iconv -f %s -t UTF-8 '%s' > utf8-copy",
  },
  two_targets = {
    en = "a checklist is for a question or for a scene: write one of the two",
    zh = "要点清单应针对一个 question 或一个 scene：请写其中之一",
  },
  no_points = { en = "this checklist has no points", zh = "此要点清单没有任何要点" },
  rule_result = { en = "'points' should return a list of points, and it returned %s",
    zh = "“points”应返回要点列表，而它返回了%s" },
  rule_text = { en = "point %d that 'points' returned has no text", zh = "“points”返回的第%d个要点没有文本" },
  bad_question = {
    en = "'question' should look like \"MSE/1/1\": category, group, round",
    zh = "“question”应形如 \"MSE/1/1\"：类别/组/轮",
  },
  not_url = {
    en = "an endpoint is a URL that begins with http:// or https://, and this is '%s'",
    zh = "接口应是以 http:// 或 https:// 开头的网址，而这里是“%s”",
  },
  reserved = {
    en = "'%s' is no parameter to set: Viva says it itself in each request",
    zh = "“%s”不能作为参数设置：Viva 会在每次请求中自行填写",
  },
  reserved_n = {
    en = "'%s' is no parameter to set: several answers to each question are asked with answers = 3",
    zh = "“%s”不能作为参数设置：每题多次回答请写 answers = 3",
  },
  bad_extension = {
    en = "an extension is letters and digits, such as \"txt\", and this is '%s'",
    zh = "扩展名由字母和数字组成，如 \"txt\"，而这里是“%s”",
  },
  from_or_rows = {
    en = "a table has 'from' (the program computes it) or 'rows' and 'columns' (one of your own): write one of the two",
    zh = "表格应有 from（由程序计算）或 rows 与 columns（自定义），请写其中之一",
  },
  no_sort = { en = "rows cannot be sorted by '%s'", zh = "不能按“%s”排序" },
  no_column = {
    en = "there is no column '%s' without each()",
    zh = "没有名为“%s”的列（除非写 each()）",
  },
  no_comparison = {
    en = "'%s' is compared as in \"<=2\", \"2..4\" or 3, and this is '%s'",
    zh = "“%s”应写成比较，如 \"<=2\"、\"2..4\" 或 3，而这里是“%s”",
  },
  level_gap = {
    en = "levels are numbered one after another, and between [%d] and [%d] there is none",
    zh = "等级应连续编号，而 [%d] 与 [%d] 之间没有等级",
  },
  example_level = { en = "example %d has the score %s, which is no level", zh = "例%d的分数 %s 不是等级" },
  secret_url = {
    en = "this URL holds a key or a password, which would be kept with the run; write key = env \"NAME\" instead of "
      .. "the key itself",
    zh = "此网址含有密钥或密码，会随运行记录保存；请改写成 key = env \"NAME\"，不要写密钥本身",
  },
  secret_header = {
    en = "'%s' looks like a credential, which would be kept with the run; write env \"NAME\" instead of the key itself",
    zh = "“%s”像是凭证，会随运行记录保存；请写 env \"NAME\"，不要写密钥本身",
  },
  bad_header = { en = "'%s' is not the name of an HTTP header", zh = "“%s”不是 HTTP 头的名称" },
  bad_env = {
    en = "'env' takes the name of an environment variable, such as env \"EXAMPLE_KEY\", not the key itself",
    zh = "env 后应写环境变量的名称，如 env \"EXAMPLE_KEY\"，不是密钥本身",
  },
  same_name = { en = "two models are called '%s'", zh = "有两个模型都叫“%s”" },
  bad_final = {
    en = "'%s' should return a level between %s and %s, and it returned %s",
    zh = "“%s”应返回%s到%s之间的等级，而它返回了%s",
  },
  bad_share = { en = "'%s' should return a number, and it returned %s", zh = "“%s”应返回数字，而它返回了%s" },
  only_with_points = {
    en = "'%s' is for judging by points: one entry of 'reply' must be \"points\"",
    zh = "“%s”用于按要点评判：“reply”中须有一项为 \"points\"",
  },
  only_with_mark = {
    en = "'calls' is for judges that ask by themselves, with a function 'mark'",
    zh = "“calls”只用于以函数 mark 自行提问的评判",
  },
  share_without_points = {
    en = "the scale \"share\" is for judging by points: one entry of 'reply' must be \"points\"",
    zh = "标度 \"share\" 用于按要点评判：“reply”中须有一项为 \"points\"",
  },
  bad_ask = {
    en = "'ask' takes a text, or a list of messages { role = ..., content = ... }",
    zh = "“ask”的参数应为文本，或消息 { role = ..., content = ... } 的列表",
  },
  ask_outside = { en = "'ask' and 'fill' and 'read' are for the function 'mark'", zh = "ask、fill、read 只能在函数 mark 中使用" },
  mark_yields = { en = "'mark' may wait for 'ask' alone", zh = "“mark”只能等待 ask 的结果" },
  no_choice = {
    en = "'reply' should have exactly one entry that is \"choice\"",
    zh = "“reply”中应恰有一项为 \"choice\"",
  },
  example_choice = {
    en = "an example has either choice = \"A\", \"B\" or \"tie\", or unreadable = true",
    zh = "每个例子应有 choice = \"A\"、\"B\" 或 \"tie\"，或 unreadable = true",
  },
  one_of_two = { en = "'%s' is set beside '%s': write one of the two", zh = "“%s”与“%s”同时设置：请只写其一" },
  needs_jury = {
    en = "'%s' is for several judge models: write judge_models = { ... }",
    zh = "“%s”用于多个评判模型：请写 judge_models = { ... }",
  },
  not_adaptive = {
    en = "adaptive judging cannot spare a judging under the convention '%s', where each one counts by itself",
    zh = "口径“%s”下每次评判都单独计数，自适应评判无法省去任何一次",
  },
  adaptive_samples = {
    en = "adaptive judging under the convention 'script' needs answers = 1: all answers to an item are averaged there",
    zh = "口径“script”下的自适应评判要求 answers = 1：该口径对同一题的全部回答取平均",
  },
  example_wrong = { en = "example %d should give %s, and it gives %s", zh = "例%d应得%s，实际得到%s" },
}

-- How a type is called.
local types = {
  text = { en = "a text", zh = "文本" },
  number = { en = "a number", zh = "数字" },
  integer = { en = "a whole number", zh = "整数" },
  ["text or number"] = { en = "a text or a number", zh = "文本或数字" },
  ["yes or no"] = { en = "true or false", zh = "true 或 false" },
  ["function"] = { en = "a function", zh = "函数" },
  ["text or function"] = { en = "a text or a function", zh = "文本或函数" },
  table = { en = "settings in { }", zh = "花括号中的设置" },
  texts = { en = "a list of texts", zh = "文本列表" },
  ["text or texts"] = { en = "a text or a list of texts", zh = "文本或文本列表" },
  ["text in languages"] = { en = "a text, or { en = ..., zh = ... }", zh = "文本，或 { en = ..., zh = ... }" },
  settings = { en = "settings in { }", zh = "花括号中的设置" },
  list = { en = "a list in { }", zh = "花括号列表" },
  levels = { en = "a text for each level, as in { [2] = \"...\", [1] = \"...\" }",
    zh = "每个等级的文本，如 { [2] = \"...\", [1] = \"...\" }" },
  words = { en = "made with %s", zh = "由 %s 构成" },
  ["nil"] = { en = "nothing", zh = "空值" },
  boolean = { en = "true or false", zh = "true 或 false" },
  string = { en = "a text", zh = "文本" },
  thread = { en = "a coroutine", zh = "协程" },
}

local function pick(entry) return entry[M.language] or entry.en end

---@param key string
function M.say(key, ...) return pick(messages[key]):format(...) end

---The name of a type, for people.
---@param name string
function M.type(name, ...) return types[name] and pick(types[name]):format(...) or name end

---"this or that"
function M.either(one, other) return one .. (M.language == "zh" and "，或" or ", or ") .. other end

---A message and, where a near name is known, the question whether that was meant.
function M.near(key, name, nearest)
  return M.say(key, name) .. (nearest and M.say("did_you_mean", nearest) or "")
end

return M
