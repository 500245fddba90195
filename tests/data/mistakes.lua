-- The mistakes people make in their files, and what they are told: { about, kind, language, source, says }.
local judge = [[
title       = "Medical knowledge"
applies_to  = category "MK"
levels = {
  [2] = "good",
  [1] = "bad",
}
usable_from = 2
prompt = "{{question}} {{answer}}"
reply = { reason = "text", score = "level" }
]]

local M = { judge = judge }

-- A judge file with one thing changed.
local function changed(from, to)
  local at, stop = judge:find(from, 1, true)
  return judge:sub(1, at - 1) .. to .. judge:sub(stop + 1)
end

local function case(about, source, says, kind, language)
  M[#M + 1] = { about = about, source = source, says = says, kind = kind, language = language }
end

local function zh(about, source, says, kind) case(about, source, says, kind, "zh") end

case("a good file", judge, "")
case("a setting misspelt", changed("usable_from", "useable_from"),
  "bad.lua:7: there is no setting called 'useable_from'; did you mean 'usable_from'?")
case("a level left out", changed("[2]", "[3]"),
  "bad.lua:4: levels are numbered one after another, and between [1] and [3] there is none")
case("a level mistyped", changed("[1] = \"bad\"", "[22] = \"bad\",\n  [1] = \"bad\""),
  "bad.lua:5: levels are numbered one after another, and between [2] and [22] there is none")
case("a level twice", changed("[1] = \"bad\"", "[2] = \"bad\",\n  [1] = \"bad\""),
  "bad.lua:5: '2' is set twice (first on line 4)")
case("a level twice in one of two languages", changed("levels = {\n  [2] = \"good\",\n  [1] = \"bad\",\n}",
  'levels = { en = { [1] = "bad", [2] = "good" },\n  zh = { [1] = "a",\n    [2] = "b",\n    [2] = "c" } }'),
  "bad.lua:6: '2' is set twice (first on line 5)")
case("an example whose score is no level", judge .. "examples = {\n  { reply = '3', score = 2 },\n  { reply = '3',\n" ..
  "    score = 3 } }\n", "bad.lua:13: example 2 has the score 3, which is no level")
case("an example whose score lies between two levels", judge .. "examples = { { reply = '3', score = 1.5 } }\n",
  "bad.lua:10: example 1 has the score 1.5, which is no level")
for _, extension in ipairs { "../x", "a/b", "a..b", "", "." } do
  case(("the extension '%s'"):format(extension),
    ('extension = "%s"\nfunction write() return "" end\n'):format(extension),
    ("bad.lua:1: an extension is letters and digits, such as \"txt\", and this is '%s'"):format(extension), "writer")
end
zh("a setting misspelt", changed("usable_from", "useable_from"),
  "bad.lua:7: 没有名为“useable_from”的设置；您是否想写“usable_from”？")
case("a number in quotes", changed("= 2", '= "2"'),
  "bad.lua:7: 'usable_from' should be a number, and this is the text \"2\"; write 2 without quotes")
zh("a number in quotes", changed("= 2", '= "2"'), "bad.lua:7: “usable_from”应为数字，而这里是文本“2”；请直接写 2，不加引号")
case("a word misspelt", changed("category", "catgory"),
  "bad.lua:2: 'catgory' is not a word this file may use; did you mean 'category'?")
zh("a word misspelt", changed("category", "catgory"), "bad.lua:2: 此文件不能使用“catgory”这个词；您是否想写“category”？")
case("full-width quotes", changed('"Medical knowledge"', "“Medical knowledge”"),
  "bad.lua:1: found the full-width character “; type the plain \" instead")
zh("full-width quotes", changed('"Medical knowledge"', "“Medical knowledge”"),
  "bad.lua:1: 全角字符 “ 应改为半角 \"")
case("a full-width quote at the end alone", changed('"Medical knowledge"', '"Medical knowledge”'),
  "bad.lua:1: found the full-width character ”; type the plain \" instead")
case("a full-width quote at the beginning alone", changed('"Medical knowledge"', '“Medical knowledge"'),
  "bad.lua:1: found the full-width character “; type the plain \" instead")
case("full-width quotes inside a text are fine", changed("Medical knowledge", "“Medical” （knowledge），"), "")
case("full-width characters in a comment are fine", judge .. "-- “好”，（好）\n--[[ 【】\n，]]\n", "")
case("a full-width comma", changed('"good",', '"good"，'),
  "bad.lua:4: found the full-width character ，; type the plain , instead")
case("full-width brackets", changed("[1]", "【1】"),
  "bad.lua:5: found the full-width character 【; type the plain [ instead\n" ..
  "bad.lua:5: found the full-width character 】; type the plain ] instead")
case("a full-width equals sign and a full-width space", judge .. 'owner　＝ "x"\n',
  "bad.lua:10: found the full-width character 　; type the plain space instead\n" ..
  "bad.lua:10: found the full-width character ＝; type the plain = instead")
case("full-width digits", changed("= 2", "= ２"),
  "bad.lua:7: found the full-width character ２; type the plain 2 instead")
case("full-width quotes and a mistake besides", changed('"Medical knowledge"', "“Medical knowledge”") .. "onwer = 'x'\n",
  "bad.lua:1: found the full-width character “; type the plain \" instead\n" ..
  "bad.lua:10: there is no setting called 'onwer'; did you mean 'owner'?")
case("a Chinese name", judge .. '标题 = "x"\n',
  "bad.lua:10: found '标题' outside a text; texts stand between quotes, and comments begin with --; did you mean 'title'?")
case("a lost comma", changed('"good",', '"good"'),
  "bad.lua:4: a comma is missing at the end of line 4")
zh("a lost comma", changed('"good",', '"good"'), "bad.lua:4: 第4行末尾缺少逗号")
case("a long text without its end", judge .. "owner = [[me\nand you\n",
  "bad.lua:10: the text that begins on this line with [[ is not ended with ]]")
zh("a long text without its end", judge .. "owner = [[me\n", "bad.lua:10: 此行以 [[ 开始的文本没有以 ]] 结束")
case("]] inside [[ ]]", changed('"{{question}} {{answer}}"', "[[\n{{question}} a[b[1]] {{answer}}\n]]"),
  "bad.lua:9: the text that begins with [[ on line 8 ends here, at the first ]]; a text that holds ]] itself is written "
    .. "between [=[ and ]=]")
case("a setting twice", judge .. 'title = "again"\n', "bad.lua:10: 'title' is set twice (first on line 1)")
zh("a setting twice", judge .. 'title = "again"\n', "bad.lua:10: “title”设置了两次（第一次在第1行）")
case("a level twice", changed("[1]", "[2]"), "bad.lua:5: '2' is set twice (first on line 4)")
case("a setting left out", changed("usable_from = 2\n", ""),
  "bad.lua: the setting 'usable_from' is missing; it should be a number")
zh("a setting left out", changed("usable_from = 2\n", ""), "bad.lua: 缺少设置“usable_from”，它应为数字")
case("a function of one's own", judge .. "function helper() end\n",
  "bad.lua:10: there is no setting called 'helper'; a function of your own is written 'local function helper'")
case("a local function is fine", judge .. "local function helper() end\nfunction final(score) helper() return score end\n", "")
case("a word set", judge .. 'category = "MK"\n', "bad.lua:10: 'category' is a word, not a setting: write it without '='")
case("a setting called", judge .. 'owner "me"\n', "bad.lua:10: 'owner' is a setting: write owner = ...")
case("an unknown word in the prompt", changed("{{question}}", "{{queston}}"),
  "bad.lua:8: '{{queston}}' is not a word this prompt may use; did you mean 'question'?")
case("an unknown word deep in a prompt of two languages",
  changed('"{{question}} {{answer}}"', '{\n  en = "{{question}} {{answer}}",\n  zh = [[\n{{question}}{{answer}}\n{{x}}]] }'),
  "bad.lua:12: '{{x}}' is not a word this prompt may use")
case("a part that is never closed", changed("{{answer}}", "{{answer}} {{#checklist}}"),
  "bad.lua:8: '{{#checklist}}' is never closed by '{{/checklist}}'")
case("a part that is closed without a beginning", changed("{{answer}}", "{{answer}} {{/checklist}}"),
  "bad.lua:8: '{{/checklist}}' closes nothing")
case("a kind of reply unknown", changed('"text"', '"txt"'),
  "bad.lua:9: 'reason' should be one of 'text', 'yes or no', 'level', 'number', 'points', and this is 'txt'")
case("a reply without a level", changed('"level"', '"number"'),
  "bad.lua:9: 'reply' should have exactly one entry that is \"level\" or \"points\"")
case("a level that is no number", changed("[1]", "one"), "bad.lua:5: a level is a whole number, and this is 'one'")
case("a level that one language lacks", changed('[2] = "good",\n  [1] = "bad",', 'en = { [1] = "x", [2] = "y" },\n  zh = { [1] = "x" },'),
  "bad.lua:5: '[2]' is missing here; it should be a text")
case("usable_from beyond the levels", changed("= 2", "= 6"),
  "bad.lua:7: 'usable_from' should be between 1 and 2, and this is 6")
case("an example with neither score nor unreadable", judge .. 'examples = {\n  { reply = "x" },\n}\n',
  "bad.lua:11: an example has either score = a number or unreadable = true")
case("all at once", [[
tilte = 1
applies_to = catgory "x"
usable_from = true
repeats = 0
owner = 5
needs = { "referense" }
examples = {
  { reply = 4, score = 1 },
  { replay = "x", score = 1 },
}
levels = { [1] = "x" }
prompt = "{{question}}{{answer}}"
reply = { score = "level" }
]], [[
bad.lua:1: there is no setting called 'tilte'; did you mean 'title'?
bad.lua:2: 'catgory' is not a word this file may use; did you mean 'category'?
bad.lua:3: 'usable_from' should be a number, and this is true or false
bad.lua:4: 'repeats' should be between 1 and 100, and this is 0
bad.lua:5: 'owner' should be a text, and this is 5
bad.lua:6: 'needs[1]' should be one of 'reference', 'checklist', 'points', and this is 'referense'; did you mean 'reference'?
bad.lua:8: 'reply' should be a text, and this is 4
bad.lua:9: there is no setting called 'replay'; did you mean 'reply'?]])
case("an error while it is read", judge .. "local t = nil\nowner = t.x\n",
  "bad.lua:11: 't' is nothing here, and has no fields")
case("what no file may use", judge .. "local t = os.time()\n", "bad.lua:10: 'os' is not a word this file may use")
case("compiled code", "\27Lua" .. ("x"):rep(100), "bad.lua: this is compiled code; a file is text")
case("too large", ("-- x\n"):rep(60000), "bad.lua: it is larger than 256 KB")
local gb = "title = '\xc4\xe3\xba\xc3\xa3\xac\xd2\xbd\xc1\xc6\xd6\xaa\xca\xb6'\n"
case("GB18030", gb, "bad.lua: this is not UTF-8; it looks like GB18030. Save it as UTF-8 in your editor, or convert it "
  .. "with: iconv -f GB18030 -t UTF-8 'bad.lua' > utf8-copy")
zh("GB18030", gb, "bad.lua: 文件不是 UTF-8 编码，像是 GB18030。请在编辑器中另存为 UTF-8，或用此命令转换：iconv -f GB18030 -t UTF-8 'bad.lua' > utf8-copy")
case("UTF-8 with a damaged byte", ("-- 医疗知识评测，回答是否可用\n"):rep(9) .. "title = '\xff'\n",
  "bad.lua:10: a byte of this line is not valid UTF-8")
case("bytes of no known encoding", "title = '\xff\xff\x80\x01'\n", "bad.lua: it is not UTF-8 text; save it as UTF-8")
case("a byte order mark is fine", "\u{FEFF}" .. judge, "")
case("line ends of Windows are fine", (judge:gsub("\n", "\r\n")), "")
case("nested too deep", "title = " .. ("("):rep(300) .. "1" .. (")"):rep(300),
  "bad.lua: it is nested too deep")

local evaluation = [[
data = "x"
models = {
  model {
    nmae = "a",
    endpoint = "http://x/v1",
  },
  model { name = "b", endpoint = "b", group = "opne", key = "sk-123" },
  model { name = "c", endpoint = simulated, price = { input = 1, outptu = 2 } },
  model { name = "d", endpoint = simulated "x" },
}
judge_model = { name = "x" }
limits = { in_fligt = 3 }
]]
local function model_with(line)
  return ('data = "d"\nmodels = { model {\n  name = "a", endpoint = "http://x/v1",\n  %s,\n} }\n'
    .. 'judge_model = model { name = "j", endpoint = simulated }\n'):format(line)
end

case("headers from the environment", model_with 'headers = { ["X-Api-Key"] = env "KEY", ["x-project"] = "viva" }', "",
  "evaluation")
for _, header in ipairs { "Authorization", "x-api-key", "api-key", "x-goog-api-key", "Cookie", "X-Auth-Token",
  "client_secret" } do
  case("a key in the header " .. header, model_with(('headers = {\n    ["%s"] = "sk-abcdefgh" }'):format(header)),
    ("bad.lua:5: '%s' looks like a credential, which would be kept with the run; write env \"NAME\" instead of the key "
      .. "itself"):format(header), "evaluation")
end
case("a header that is no text", model_with "headers = { x = 1 }",
  "bad.lua:4: 'x' should be a text, or env \"NAME\", and this is a number", "evaluation")
case("a header with a line break", model_with 'headers = { x = "a\\nb" }',
  "bad.lua:4: 'x' should be a text, or env \"NAME\", and this is a text", "evaluation")
case("a key where the name of its variable belongs", model_with 'key = env "sk-abcdefgh"',
  "bad.lua:4: 'env' takes the name of an environment variable, such as env \"EXAMPLE_KEY\", not the key itself",
  "evaluation")
for _, url in ipairs { "https://u:pw@h/v1", "https://h/v1?key=abc", "https://h/v1?a=b&api_key=abc",
  "https://h/v1?access_token=a", "https://h/v1?sig=a", "https://token@h/v1" } do
  case("a key in the URL " .. url, (model_with("timeout = 5"):gsub("http://x/v1", function() return url end)),
    "bad.lua:3: this URL holds a key or a password, which would be kept with the run; write key = env \"NAME\" instead "
      .. "of the key itself", "evaluation")
end
for _, name in ipairs { "model", "messages", "stream" } do
  case("the parameter " .. name, model_with(("parameters = { temperature = 0,\n    %s = 1 }"):format(name)),
    ("bad.lua:5: '%s' is no parameter to set: Viva says it itself in each request"):format(name), "evaluation")
end
case("the parameter n", model_with "parameters = { n = 3 }",
  "bad.lua:4: 'n' is no parameter to set: several answers to each question are asked with answers = 3", "evaluation")
case("settings within model { } at their own lines", evaluation, [[
bad.lua:4: there is no setting called 'nmae'; did you mean 'name'?
bad.lua:7: an endpoint is a URL that begins with http:// or https://, and this is 'b'
bad.lua:7: 'group' should be one of 'open', 'closed', 'specialized', and this is 'opne'; did you mean 'open'?
bad.lua:7: 'key' should be made with env, and this is a text
bad.lua:8: there is no setting called 'outptu'; did you mean 'output'?
bad.lua:11: 'judge_model' should be made with model, and this is settings in { }
bad.lua:12: there is no setting called 'in_fligt'; did you mean 'in_flight'?]], "evaluation")
case("a word in quotes", [[
data = "x"
models = {
  model { name = "a", endpoint = "simulated" },
  model { name = "b", endpoint = "imported" },
}
judge_model = model { name = "j", endpoint = "simulatd" }
]], [[
bad.lua:3: 'simulated' is a word: write endpoint = simulated, without quotes
bad.lua:4: 'imported' is a word: write endpoint = imported, without quotes
bad.lua:6: an endpoint is a URL that begins with http:// or https://, and this is 'simulatd'; did you mean the word ]]
  .. "simulated, without quotes?", "evaluation")
case("two models of one name", [[
data = "x"
models = {
  model { name = "a", endpoint = simulated },
  model { name = "a", endpoint = imported },
}
judge_model = model { name = "j", endpoint = simulated }
]], "bad.lua:4: two models are called 'a'", "evaluation")
case("a model where a list should be", [[
data = "x"
models = model { name = "x", endpoint = simulated }
judge_model = model { name = "j", endpoint = imported }
]], "bad.lua:2: 'models' should be a list in { }, and this is made with model", "evaluation")
case("a model without braces of its own, in a local", [[
data = "x"
local m = model {
  name = "x",
  endpoint = simulated,
  prise = { input = 1, output = 1 },
}
models = { m }
judge_model = m
]], "bad.lua:5: there is no setting called 'prise'; did you mean 'price'?", "evaluation")
case("a point misspelt, and a list where a text should be", [[
title = "x"
question = "MSE/1/1"
core "a"
secondry "b"
danger { "c" }
]], [[
bad.lua:4: 'secondry' is not a word this file may use; did you mean 'secondary'?
bad.lua:5: 'danger' should be a text, and this is settings in { }]], "checklist")
case("a checklist for nothing", 'core "a"\n',
  "bad.lua: a checklist is for a question or for a scene: write one of the two", "checklist")
case("a checklist without points", 'question "MSE/1/1"\n', "bad.lua: this checklist has no points", "checklist")
case("a question that is no identity", 'question "MSE/1"\ncore "a"\n',
  "bad.lua:1: 'question' should look like \"MSE/1/1\": category, group, round", "checklist")

local juror = 'model { name = "%s", endpoint = simulated }'
local function jury_of(lines)
  return ('data = "x"\nmodels = { %s }\n'):format(juror:format("m")) .. lines:gsub("JUROR (%w)", function(name)
    return juror:format(name)
  end)
end

case("several judge models", jury_of 'judge_models = { JUROR a, JUROR b }\ncombine = "median"\nadaptive = true\n', "",
  "evaluation")
case("neither judge_model nor judge_models", jury_of "repeats = 3\n",
  "bad.lua: the setting 'judge_model' is missing; it should be made with model", "evaluation")
case("both judge_model and judge_models", jury_of "judge_model = JUROR a\njudge_models = { JUROR b, JUROR c }\n",
  "bad.lua:4: 'judge_models' is set beside 'judge_model': write one of the two", "evaluation")
case("a jury of one", jury_of "judge_models = { JUROR a }\n", "bad.lua:3: 'judge_models' should have at least 2 entries",
  "evaluation")
case("two judge models of one name", jury_of "judge_models = {\n  JUROR a,\n  JUROR a,\n}\n",
  "bad.lua:5: two models are called 'a'", "evaluation")
case("a rule for one judge model", jury_of 'judge_model = JUROR a\ncombine = "mean"\n',
  "bad.lua:4: 'combine' is for several judge models: write judge_models = { ... }", "evaluation")
zh("a rule for one judge model", jury_of 'judge_model = JUROR a\ncombine = "mean"\n',
  "bad.lua:4: “combine”用于多个评判模型：请写 judge_models = { ... }", "evaluation")
case("a rule that is none", jury_of 'judge_models = { JUROR a, JUROR b }\ncombine = "average"\n',
  "bad.lua:4: 'combine' should be one of 'mean', 'median', 'majority', and this is 'average'", "evaluation")
case("adaptive judging under paper", jury_of 'judge_model = JUROR a\nconvention = "paper"\nadaptive = true\n',
  "bad.lua:5: adaptive judging cannot spare a judging under the convention 'paper', where each one counts by itself",
  "evaluation")
case("adaptive judging of several answers under script",
  jury_of 'judge_model = JUROR a\nanswers = 2\nconvention = "script"\nadaptive = true\n',
  "bad.lua:6: adaptive judging under the convention 'script' needs answers = 1: all answers to an item are averaged there",
  "evaluation")
case("a judge's own rule is fine", judge .. "function combine(scores) return score.mean(scores) end\n", "")
case("a judge's rule by name is fine", judge .. 'combine = "majority"\n', "")
case("a judge's rule that is none", judge .. 'combine = "modal"\n',
  "bad.lua:10: 'combine' should be one of 'mean', 'median', 'majority', and this is 'modal'")
case("a judge's rule that is a number", judge .. "combine = 3\n",
  "bad.lua:10: 'combine' should be a text or a function, and this is 3")

local comparison = [[
title = "Better"
applies_to = all
prompt = "{{question}} {{answer_a}} {{answer_b}}"
reply = { reason = "text", choice = "choice" }
]]
local function compared(from, to) return (comparison:gsub(from:gsub("%p", "%%%0"), (to:gsub("%%", "%%%%")))) end

case("a good comparison file", comparison, "", "comparison")
case("a comparison that shows one answer", compared(" {{answer_b}}", ""), "bad.lua:3: the prompt never shows {{answer_b}}",
  "comparison")
case("a judge's word in a comparison's prompt", compared("{{answer_b}}", "{{answer_b}} {{answer}}"),
  "bad.lua:3: '{{answer}}' is not a word this prompt may use; did you mean 'answer_a'?", "comparison")
case("a reply without a choice", compared('"choice" }', '"text" }'),
  "bad.lua:4: 'reply' should have exactly one entry that is \"choice\"", "comparison")
zh("a reply without a choice", compared('"choice" }', '"text" }'), "bad.lua:4: “reply”中应恰有一项为 \"choice\"", "comparison")
case("a score in a comparison's reply", compared('"text",', '"level",'),
  "bad.lua:4: 'reason' should be one of 'text', 'choice', and this is 'level'", "comparison")
case("levels in a comparison", comparison .. "usable_from = 4\n", "bad.lua:5: there is no setting called 'usable_from'",
  "comparison")
case("an example with a choice that is none", comparison .. 'examples = {\n  { reply = "x", choice = "C" },\n}\n',
  "bad.lua:6: 'choice' should be one of 'A', 'B', 'tie', and this is 'C'", "comparison")
case("an example without a choice", comparison .. 'examples = {\n  { reply = "x" },\n}\n',
  "bad.lua:6: an example has either choice = \"A\", \"B\" or \"tie\", or unreadable = true", "comparison")


-- Judging by points, and judges that ask by themselves.
local points = [[
title = "By points"
applies_to = all
levels = { [2] = "good", [1] = "bad" }
usable_from = 2
prompt = "{{question}} {{points}} {{answer}}"
reply = { states = "points" }
]]
case("a good judge by points", points .. 'points = "one by one"\nquotes = "none"\nfunction level() return 1 end\n', "")
case("how points are asked, mistyped", points .. 'points = "each"\n',
  "bad.lua:7: 'points' should be one of 'together', 'one by one', and this is 'each'")
zh("how points are asked, mistyped", points .. 'points = "each"\n',
  "bad.lua:7: “points”应为'together', 'one by one'之一，而这里是“each”")
case("quotes, misspelt twice", points .. 'quots = "required"\nquotes = "always"\n', [[
bad.lua:7: there is no setting called 'quots'; did you mean 'quotes'?
bad.lua:8: 'quotes' should be one of 'checked', 'required', 'none', and this is 'always']])
case("a prompt that never shows the points", (points:gsub(" {{points}}", "")),
  "bad.lua:5: the prompt never shows {{points}}")
zh("a prompt that never shows the points", (points:gsub(" {{points}}", "")), "bad.lua:5: 提示词中没有出现 {{points}}")
case("a level and points at once", (points:gsub('"points" }', '"points", score = "level" }')),
  "bad.lua:6: 'reply' should have exactly one entry that is \"level\" or \"points\"")
case("words of judging by points in a judge by level", judge .. 'quotes = "none"\nfunction level() return 1 end\n', [[
bad.lua:10: 'quotes' is for judging by points: one entry of 'reply' must be "points"
bad.lua:11: 'level' is for judging by points: one entry of 'reply' must be "points"]])
zh("a word of judging by points in a judge by level", judge .. 'quotes = "none"\n',
  'bad.lua:10: “quotes”用于按要点评判：“reply”中须有一项为 "points"')
case("a share without points", judge .. 'scale = "share"\n',
  "bad.lua:10: the scale \"share\" is for judging by points: one entry of 'reply' must be \"points\"")
case("calls without mark", judge .. "calls = 3\n",
  "bad.lua:10: 'calls' is for judges that ask by themselves, with a function 'mark'")
zh("calls without mark", judge .. "calls = 3\n", "bad.lua:10: “calls”只用于以函数 mark 自行提问的评判")
case("mark needs levels still, and no prompt", 'title = "m"\napplies_to = all\nfunction mark() return 1 end\n', [[
bad.lua: the setting 'levels' is missing; it should be a text for each level, as in { [2] = "...", [1] = "..." }
bad.lua: the setting 'usable_from' is missing; it should be a number]])
case("a share needs neither levels nor usable_from", 'title = "m"\napplies_to = all\nscale = "share"\n'
  .. "function mark() return 0.5 end\n", "")
case("mark misspelt", 'title = "m"\napplies_to = all\nscale = "share"\nfunction marks() end\n', [[
bad.lua:4: there is no setting called 'marks'; did you mean 'mark'?
bad.lua: the setting 'prompt' is missing; it should be a text, or { en = ..., zh = ... }
bad.lua: the setting 'reply' is missing; it should be settings in { }]])
case("a rule where a number stands", points .. "level = 5\n",
  "bad.lua:7: 'level' should be a function, and this is 5")
case("by_default in quotes", judge .. 'by_default = "no"\n',
  "bad.lua:10: 'by_default' should be true or false, and this is the text \"no\"")
case("ask set", judge .. 'ask = "x"\n', "bad.lua:10: 'ask' is a word, not a setting: write it without '='")

-- Checklists that add or replace, and the rules that find points.
local checklist = 'question "MSE/1/1"\ncore "a"\n'
case("a good checklist", checklist .. 'adds = true\ndataset "demo"\n', "", "checklist")
case("adds misspelt", checklist .. "addes = true\n", "bad.lua:3: there is no setting called 'addes'; did you mean 'adds'?",
  "checklist")
case("adds in quotes", checklist .. 'adds = "yes"\n', "bad.lua:3: 'adds' should be true or false, and this is the text \"yes\"",
  "checklist")
zh("adds in quotes", checklist .. 'adds "yes"\n', "bad.lua:3: “adds”应为true 或 false，而这里是文本“yes”", "checklist")
zh("full-width quotes around a point", 'question "MSE/1/1"\ncore “a”\n', "bad.lua:2: 全角字符 “ 应改为半角 \"", "checklist")
case("full-width quotes around a point", 'question “MSE/1/1”\ncore "a"\n',
  "bad.lua:1: found the full-width character “; type the plain \" instead", "checklist")
case("a rule without its function", 'title = "r"\n', "bad.lua: the setting 'points' is missing; it should be a function", "rule")
zh("a rule without its function", 'title = "r"\n', "bad.lua: 缺少设置“points”，它应为函数", "rule")
case("a rule that reads what there is not", 'reads = { "refrence" }\nfunction points() return {} end\n',
  "bad.lua:1: 'reads[1]' should be one of 'checklist', 'reference', and this is 'refrence'; did you mean 'reference'?", "rule")
case("a rule whose function is misspelt", "function point() return {} end\n",
  "bad.lua:1: there is no setting called 'point'; did you mean 'points'?", "rule")

-- Slips that leave no Lua, each at the line where it was made; what can be mended is, so that the rest is told as well.
local function both(about, source, english, chinese, kind)
  case(about, source, english == "" and "" or "bad.lua:" .. english, kind)
  zh(about, source, chinese == "" and "" or "bad.lua:" .. chinese, kind)
end
both("a word of Lua as a setting", changed("title ", 'repeat = 3\ntitle '),
  "1: 'repeat' is a word of the language Lua itself and cannot be the name of a setting; did you mean 'repeats'?",
  "1: “repeat”是 Lua 语言本身的词，不能用作设置的名称；您是否想写“repeats”？")
both("a word of Lua as a level", changed("[1]", "end"),
  "5: 'end' is a word of the language Lua itself and cannot be the name of a setting", "5: “end”是 Lua 语言本身的词，不能用作设置的名称")
both("a word of Lua as a function", judge .. "function and() end\n",
  "10: 'and' is a word of the language Lua itself and cannot be the name of a setting", "10: “and”是 Lua 语言本身的词，不能用作设置的名称")
both("a word of Lua as a word", judge .. 'not "this"\n', "10: 'not' cannot stand here: it is a word of the language Lua itself",
  "10: 这里不能写“not”：它是 Lua 语言本身的词")
both("something behind a setting", judge .. "repeats = 3;;; x\nowner = 'me'\n",
  "10: 'x' cannot stand here; texts stand between quotes, and comments begin with --",
  "10: 这里不能写“x”；文本应写在引号中，注释以 -- 开头")
both("commas lost, and a mistake besides", changed('"good",\n  [1] = "bad",', '"good"\n  [1] = "bad"\n  [0] = "worse"') .. "onwer = 1\n",
  "4: a comma is missing at the end of line 4\nbad.lua:5: a comma is missing at the end of line 5\n"
    .. "bad.lua:11: there is no setting called 'onwer'; did you mean 'owner'?",
  "4: 第4行末尾缺少逗号\nbad.lua:5: 第5行末尾缺少逗号\nbad.lua:11: 没有名为“onwer”的设置；您是否想写“owner”？")
both("a comma lost within a line", changed('"text", score', '"text" score'), "9: a comma is missing before score", "9: score 之前缺少逗号")
both("a comma behind a setting", changed('category "MK"\n', 'category "MK",\n'),
  "2: the comma at the end of line 2 is too much: outside of { } settings stand without commas",
  "2: 第2行末尾多了一个逗号：花括号之外的设置之间不写逗号")
both("no closing brace", changed('  [1] = "bad",\n}', '  [1] = "bad"'),
  "3: the '{' of this line is not closed: a '}' is missing before line 6", "3: 此行的“{”没有结束：第6行之前缺少“}”")
both("no closing brace at the end", changed('"level" }', '"level"'), "9: the '{' of this line is never closed with '}'",
  "9: 此行的“{”没有以“}”结束")
both("a brace too many", changed('"level" }', '"level" } }'), "9: this '}' closes nothing", "9: 这个“}”没有对应的开头")
both("one bracket for another", changed('"level" }', '"level" )'),
  "9: found ')' where '}' should stand, to close the '{' of line 9", "9: 这里应为“}”，而不是“)”：第9行的“{”尚未结束")
both("no end", judge .. "function final(s)\n  if s > 1 then return 1\nend\n", "10: the 'function' of this line is never closed with 'end'",
  "10: 此行的“function”没有以“end”结束")
both("no closing quote", changed('knowledge"', "knowledge"), '1: the quote " of this line has no partner: a text begins and ends with one',
  '1: 此行的引号 " 不成对：文本的开头和结尾都要有引号')
both("no opening quote", changed('"Medical', "Medical"), '1: the quote " of this line has no partner: a text begins and ends with one',
  '1: 此行的引号 " 不成对：文本的开头和结尾都要有引号')
both("quotes within a text", changed("Medical knowledge", '他说"不"可以'),
  "1: '不' stands right behind a quote, outside of the text; a quote within a text is written \\\"",
  "1: “不”紧跟在引号之后，落在文本之外；文本内部的引号请写成 \\\"，或用中文引号“”")
both("no quotes", changed('"Medical knowledge"', "Medical knowledge"),
  "1: 'knowledge' cannot stand here; texts stand between quotes, and comments begin with --",
  "1: 这里不能写“knowledge”；文本应写在引号中，注释以 -- 开头")
both("]] lost before another text", changed('"{{question}} {{answer}}"', "{ zh = [[\n{{question}} {{answer}}\n, en = [[\nx\n]] }"),
  "8: the text that begins on this line with [[ is not ended with ]]", "8: 此行以 [[ 开始的文本没有以 ]] 结束")
both("a comment without its end", judge .. "--[[ x\n", "10: the comment that begins on this line is not ended with ]]",
  "10: 此行开始的注释没有以 ]] 结束")
both("a colon for =", changed("usable_from =", "usable_from:"),
  "7: write 'usable_from = ...': a name and its value are joined by =, not by a colon",
  "7: 请写成 usable_from = ...：名称与值之间用等号，不用冒号")
both("a colon behind a word", 'question "MK/1/1"\ncore: "a"\n', '2: write core "..." without a colon', '2: 请写成 core "..."，不用冒号', "checklist")
both("a name in quotes", changed("reason =", '"reason":'), '9: write a name without quotes, and = behind it, in place of "reason"',
  '9: "reason" 是名称：名称不加引号，后面写等号')
both("a level without brackets", changed("[2]", "2"), "4: write [2] = ... in place of 2 = ...", "4: 请写成 [2] = ...，不要写成 2 = ...")
both("a value left out", changed("= 2\n", "=\n"), "7: the value of 'usable_from' is missing", "7: “usable_from”缺少值")
both("no = at all", changed("usable_from =", "usable_from"), "7: 'usable_from' is a setting: write usable_from = ...",
  "7: “usable_from”是设置：请写成 usable_from = ...")
both("a word that says nothing", 'question "MK/1/1"\ncore\n', "2: 'core' stands alone: what it should say is missing behind it",
  "2: “core”后面缺少内容", "checklist")
both("a number with letters", changed("= 2\n", "= 2x\n"), "7: '2x' is no number", "7: “2x”不是数字")
both("a backslash", changed("good", "go\\dod"), "4: '\\d' means nothing in a text between quotes; a backslash is written \\\\",
  "4: 引号中的“\\d”没有意义；反斜杠请写成 \\\\")
both("nothing at all", "\u{FEFF}\n\n", " the file is empty; it should say how answers are marked: `viva help judge`",
  " 文件是空的；它应写明如何给回答评分：见 viva help judge")
both("settings given back", 'return {\n  title = "x",\n}\n',
  " the file gives its settings back with 'return'; write them by themselves, one below the other",
  " 文件用 return 返回设置；请去掉 return 和外层花括号，逐行直接书写")
both("no number", changed("= 2", "= 0/0"), "7: 'usable_from' should be a number, and this is NaN, which 0/0 gives",
  "7: “usable_from”应为数字，而这里是非数（NaN，如 0/0 的结果）")
both("half a repeat", judge .. "repeats = 2.5\n", "10: 'repeats' should be a whole number, and this is 2.5", "10: “repeats”应为整数，而这里是2.5")
both("an error in the file's own words", judge .. 'error("坏了")\n', "10: 坏了", "10: 坏了")
both("nothing where a text is joined", judge .. 'owner = "a" .. nil\n', "10: a value is nothing here, and cannot be joined to a text",
  "10: 某个值在这里是空值，不能与文本相连")
both("a level without a text", changed('"bad"', '""'), "5: 'levels[1]' has no text", "5: “levels[1]”没有文字")
both("a point twice", 'question "MK/1/1"\ncore "a"\nsecondary "a"\n', "3: this point stands on line 2 already", "3: 这个要点已写在第2行", "checklist")
both("a point without a text", 'question "MK/1/1"\ncore " "\n', "2: 'core' has no text", "2: “core”没有文字", "checklist")
both("a misspelt part of a prompt, told once", changed("{{answer}}", "{{answer}}{{#histroy}}x{{/histroy}}"),
  "8: '{{#histroy}}' is not a word this prompt may use; did you mean 'history'?", "8: 提示词中不能使用“{{#histroy}}”；您是否想写“history”？")
both("a Chinese word in a prompt", changed("{{answer}}", "{{回答}}"), "8: '{{回答}}' is not a word this prompt may use; did you mean 'answer'?",
  "8: 提示词中不能使用“{{回答}}”；您是否想写“answer”？")
both("full-width braces in a prompt", changed("{{answer}}", "｛｛answer｝｝"),
  "8: the braces around 'answer' are full-width; type the plain {{answer}}", "8: “answer”外面是全角花括号，请改用半角 {{answer}}")
both("full-width braces around a Chinese word, and on one side alone", changed("{{answer}}", "｛｛回答｝｝ ｛｛answer}}"),
  "8: the braces around '回答' are full-width; type the plain {{answer}}\n"
    .. "bad.lua:8: the braces around 'answer' are full-width; type the plain {{answer}}",
  "8: “回答”外面是全角花括号，请改用半角 {{answer}}\nbad.lua:8: “answer”外面是全角花括号，请改用半角 {{answer}}")
both("full-width braces that are the text's own are fine", changed("{{answer}}", "，附｛附件｝ {{answer}}"), "", "")
both("single braces in a prompt", changed("{{answer}}", "{answer}"),
  "8: the prompt never shows {{answer}}: '{answer}' has only one brace on each side", "8: 提示词中没有出现 {{answer}}：“{answer}”两边各少一个花括号")
both("pairs of models", jury_of "judge_model = JUROR a\npairwise = {\n  { 'm', 'n' },\n  { 'm' },\n}\ncomparison = 'better'\n",
  "5: 'pairwise[1]' should be one of 'm', and this is 'n'\nbad.lua:6: a pair is two different models, as in { \"model-a\", \"model-b\" }",
  "5: “pairwise[1]”应为'm'之一，而这里是“n”\nbad.lua:6: 一对是两个不同的模型，如 { \"model-a\", \"model-b\" }", "evaluation")
both("a comment as elsewhere", judge .. "// see the board\n# 注意\n", "10: a comment begins with --, not with //\nbad.lua:11: a comment begins with --, not with #",
  "10: 注释以 -- 开头，不用 //\nbad.lua:11: 注释以 -- 开头，不用 #")
both("a percentage", changed("= 2\n", "= 80%\n"), "7: write a number without %: a share is written 0.8",
  "7: 数字后面不写百分号；比例写成 0.8 这样的小数")
both("a Chinese word for a point", 'question "MK/1/1"\n核心 "a"\n',
  "2: found '核心' outside a text; texts stand between quotes, and comments begin with --; did you mean 'core'?",
  "2: “核心”不在文本之内；文本应写在引号中，注释以 -- 开头；您是否想写“core”？", "checklist")
both("]] in a prompt of many lines", changed('"{{question}} {{answer}}"', "[[\n见文献 [[1]]\n# 题目\n{{question}}\n# 回答\n{{answer}}\n要点，如下。\n]]"),
  "9: the text that begins with [[ on line 8 ends here, at the first ]]; a text that holds ]] itself is written between [=[ and ]=]",
  "9: 第8行以 [[ 开始的文本在此处的第一个 ]] 就结束了；如果文本本身含有 ]]，请改用 [=[ 和 ]=]")
both("quotes in quotes many times", judge .. 'owner = "a "b" c "d" e"\n',
  "10: 'b' stands right behind a quote, outside of the text; a quote within a text is written \\\"",
  "10: “b”紧跟在引号之后，落在文本之外；文本内部的引号请写成 \\\"，或用中文引号“”")
both("a table that is none, of many", 'title = "x"\nshow = { table { from = "leaderbord" } }\n',
  "2: 'from' cannot be 'leaderbord'; did you mean 'leaderboard'?", "2: “from”不能是“leaderbord”；您是否想写“leaderboard”？", "report")
both("a name of one's own misspelt", judge .. "local lowest = 1\nowner = lowst\n",
  "11: 'lowst' is not a word this file may use; did you mean 'lowest'?", "11: 此文件不能使用“lowst”这个词；您是否想写“lowest”？")
local final = judge .. "function final(score, verdict)\n  if %s then return 1 end\n  return score\nend\n"
both("operators of other languages", final:format "score != 2 && verdict.a || true",
  "11: '!=' is not known here; write ~=\nbad.lua:11: '&&' is not known here; write and\nbad.lua:11: '||' is not known here; write or",
  "11: 这里没有“!=”这种写法，请写 ~=\nbad.lua:11: 这里没有“&&”这种写法，请写 and\nbad.lua:11: 这里没有“||”这种写法，请写 or")
both("= in a condition", final:format "score = 2", "11: to compare, write == in place of =", "11: 比较请用 ==，不用 =")
both("+=", final:format "true then score += 1", "11: '+=' is not known here; write name = name + ...",
  "11: 这里没有“+=”这种写法，请写成 名称 = 名称 + ...")
both("an invisible character", changed("usable_from", "\u{200B}usable_from"), "7: there is an invisible character here (U+200B); delete it",
  "7: 这里有一个看不见的字符（U+200B），请删去")
both("an address without quotes", "data = 'x'\nmodels = { model { name = 'm', endpoint = https://a.example/v1 } }\n",
  '2: an address stands between quotes: "https://..."', '2: 网址应写在引号中："https://..."', "evaluation")
both("a category without its word", changed('category "MK"', '"MK"'),
  "2: 'applies_to' should be made with category, subcategory, scene, all, and this is the text \"MK\"; "
    .. "for example: applies_to = { category \"MTG\", scene \"discharge summary\" }",
  "2: “applies_to”应为由 category, subcategory, scene, all 构成，而这里是文本“MK”；例如：applies_to = { category \"MTG\", "
    .. "scene \"discharge summary\" }")
-- What is right and looks a little like it.
for _, source in ipairs { "local a, b = 1, 2\nowner = ('x'):rep(a + b)\n", "local t = { f = function(x) return x end, [1] = 2; 3, }\n",
  "local function f() return f end\nlocal t = { f { 1 }, f 'a' 'b', f { 1 } { 2 }, not f, -1, #'a' }\n",
  "local t = { 'a' .. [[b]], 1 == 2 and 'a' or 'b', ('x'):rep(2), nil }\n", "local t = {}\nt.a, t.b = 1, 2\nt['end'] = 3\n",
  "for i = 1, 2 do local x <const> = i; goto on; ::on:: end\nrepeat local y until true\nwhile false do end\n",
  "local s = [[say [[ and ]] .. [=[ ]] ]=]\n" } do
  case("fine: " .. source, judge .. source, "")
end

return M
