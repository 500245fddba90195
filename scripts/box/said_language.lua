-- What is said of slips that leave no Lua (box/source.lua, box/structure.lua) and of what goes wrong while Lua runs
-- (box/plain.lua), English then Chinese.
return {
  -- slips that leave no Lua
  comma_end = { "a comma is missing at the end of line %d", "第%d行末尾缺少逗号" },
  comma_before = { "a comma is missing before %s", "%s 之前缺少逗号" },
  comma_extra = {
    "the comma at the end of line %d is too much: outside of { } settings stand without commas",
    "第%d行末尾多了一个逗号：花括号之外的设置之间不写逗号" },
  comment_sign = { "a comment begins with --, not with %s", "注释以 -- 开头，不用 %s" },
  foreign = { "'%s' is not known here; write %s", "这里没有“%s”这种写法，请写 %s" },
  compound = { "'%s' is not known here; write name = name %s ...", "这里没有“%s”这种写法，请写成 名称 = 名称 %s ..." },
  compare = { "to compare, write == in place of =", "比较请用 ==，不用 =" },
  hidden = { "there is an invisible character here (%s); delete it", "这里有一个看不见的字符（%s），请删去" },
  bare_url = { "an address stands between quotes: \"https://...\"", "网址应写在引号中：\"https://...\"" },
  for_example = { "; for example: %s", "；例如：%s" },
  percent = { "write a number without %%: a share is written 0.8", "数字后面不写百分号；比例写成 0.8 这样的小数" },
  colon = {
    "write '%s = ...': a name and its value are joined by =, not by a colon",
    "请写成 %s = ...：名称与值之间用等号，不用冒号" },
  colon_word = { "write %s \"...\" without a colon", "请写成 %s \"...\"，不用冒号" },
  quoted_key = {
    "write a name without quotes, and = behind it, in place of %s",
    "%s 是名称：名称不加引号，后面写等号" },
  bare_number = { "write [%s] = ... in place of %s = ...", "请写成 [%s] = ...，不要写成 %s = ..." },
  open = { "the '%s' of this line is never closed with '%s'", "此行的“%s”没有以“%s”结束" },
  open_before = {
    "the '%s' of this line is not closed: a '%s' is missing before line %d",
    "此行的“%1$s”没有结束：第%3$d行之前缺少“%2$s”" },
  closes_nothing = { "this '%s' closes nothing", "这个“%s”没有对应的开头" },
  closes_other = {
    "found '%s' where '%s' should stand, to close the '%s' of line %d",
    "这里应为“%2$s”，而不是“%1$s”：第%4$d行的“%3$s”尚未结束" },
  quote_open = {
    "the quote %s of this line has no partner: a text begins and ends with one",
    "此行的引号 %s 不成对：文本的开头和结尾都要有引号" },
  quote_inside = {
    "'%s' stands right behind a quote, outside of the text; a quote within a text is written \\%s",
    "“%s”紧跟在引号之后，落在文本之外；文本内部的引号请写成 \\%s，或用中文引号“”" },
  text_open = {
    "the text that begins on this line with %s is not ended with %s",
    "此行以 %s 开始的文本没有以 %s 结束" },
  comment_open = {
    "the comment that begins on this line is not ended with %2$s",
    "此行开始的注释没有以 %2$s 结束" },
  value_lost = { "the value of '%s' is missing", "“%s”缺少值" },
  expected = { "'%s' is missing before %s", "%2$s 之前缺少“%1$s”" },
  a_name = { "a name", "名称" },
  file_end = { "the end of the file", "文件末尾" },
  cut_short = { "the file ends in the middle of something", "文件在中途结束" },
  bare_name = {
    "'%s' cannot stand here; texts stand between quotes, and comments begin with --",
    "这里不能写“%s”；文本应写在引号中，注释以 -- 开头" },
  cannot_stand = { "%s cannot stand here", "这里不能写 %s" },
  word_alone = { "'%s' stands alone: what it should say is missing behind it", "“%s”后面缺少内容" },
  empty = {
    "the file is empty; it should say %s: `viva help %s`", "文件是空的；它应写明%s：见 viva help %s" },
  returned = {
    "the file gives its settings back with 'return'; write them by themselves, one below the other",
    "文件用 return 返回设置；请去掉 return 和外层花括号，逐行直接书写" },
  no_text = { "'%s' has no text", "“%s”没有文字" },
  point_twice = { "this point stands on line %d already", "这个要点已写在第%d行" },
  reserved_here = {
    "'%s' cannot stand here: it is a word of the language Lua itself",
    "这里不能写“%s”：它是 Lua 语言本身的词" },
  reserved_name = {
    "'%s' is a word of the language Lua itself and cannot be the name of a setting",
    "“%s”是 Lua 语言本身的词，不能用作设置的名称" },
  -- what goes wrong while Lua runs
  named = { "'%s'", "“%s”" },
  a_value = { "a value", "某个值" },
  no_fields = { "%s is %s here, and has no fields", "%s在这里是%s，没有可取的内容" },
  no_call = { "%s is %s here, and no function that could be called", "%s在这里是%s，不是可以调用的函数" },
  no_sums = { "%s is %s here, and cannot be calculated with", "%s在这里是%s，不能参与计算" },
  no_joining = { "%s is %s here, and cannot be joined to a text", "%s在这里是%s，不能与文本相连" },
  no_length = { "%s is %s here, and has no length", "%s在这里是%s，没有长度" },
  no_order = { "%s and %s cannot be compared with < or >", "%s与%s不能比较大小" },
  by_zero = { "this divides by zero", "这里除以了零" },
  nil_index = { "what stands in [ ] is nothing", "方括号中是空值" },
  bad_for = { "the %s of this 'for' should be a number", "此处 for 的 %s 应为数字" },
  bad_pattern = { "this is no pattern: %s", "模式写法有误：%s" },
  text_too_long = { "the text would be too long", "文本会过长" },
  bad_argument = { "value %s given to '%s': %s", "交给“%2$s”的第 %1$s 个值：%3$s" },
  wrong_argument = {
    "value %s given to '%s' should be %s, and this is %s",
    "交给“%2$s”的第 %1$s 个值应为%3$s，而这里是%4$s" },
  not_whole = { "a whole number should stand here", "这里应为整数" },
  endless_calls = { "a function calls itself without end", "函数无休止地调用自身" },
  nested = { "it is nested too deep", "嵌套过深" },
  constant = { "'%s' is constant and cannot be set", "“%s”是常量，不能赋值" },
  odd_error = { "its error is no text but %s", "它的错误不是文本，而是%s" },
  binary = { "this is compiled code; a file is text", "这是编译后的代码；文件应为文本" },
  memory = { "not enough memory", "内存不足" },
  too_long = { "stopped: it ran past its time limit", "已停止：超过了时间限制" },
  too_long_seconds = { "stopped: it ran longer than %s s", "已停止：运行超过 %s 秒" },
  no_more = { "it was stopped three times and is not run any more", "它已被停止三次，不再运行" },
  not_taken = { "what it returned cannot be taken: %s", "它返回的内容无法接受：%s" },
  odd_number = { "'%s' is no number", "“%s”不是数字" },
  odd_escape = {
    "'%s' means nothing in a text between quotes; a backslash is written \\\\",
    "引号中的“%s”没有意义；反斜杠请写成 \\\\" },
}
