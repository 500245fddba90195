-- What a judge file may say.
local combining = require "box.combining"
local fill = require "box.fill"
local form = require "box.judge_form"
local judging = require "box.judging"
local steps = require "box.steps"

-- Whoever marks by a function of its own needs no prompt, and a share has no levels.
local function asks(first) return not first.mark end
local function has_levels(_, settings) return settings.scale ~= "share" end

return {
  title = { en = "how answers are marked", zh = "如何给回答评分" },
  stays = true,
  finish = form.finish,
  calls = {
    render = function(file, view) return judging.render(file, view) end, read = judging.read, repair = judging.repair,
    step = steps.step, examples = judging.examples, samples = judging.samples, combine = combining.combine,
  },
  words = {
    { name = "category", takes = { type = "text or texts" }, make = form.target "category",
      help = { en = "The items of a category, or of several.", zh = "某一类别或若干类别的题目。" },
      example = 'applies_to = category "MK"' },
    { name = "subcategory", takes = { type = "text or texts" }, make = form.target "subcategory",
      help = { en = "The items of a subcategory, or of several.", zh = "某一子类别或若干子类别的题目。" },
      example = 'applies_to = subcategory { "Drug safety", "Dosage" }' },
    { name = "scene", takes = { type = "text or texts" }, make = form.target "scene",
      help = { en = "The items of a scene, or of several.", zh = "某一场景或若干场景的题目。" },
      example = 'applies_to = scene "discharge summary"' },
    { name = "all", value = { all = true },
      help = { en = "Every item.", zh = "所有题目。" }, example = "applies_to = all" },
    { name = "ask", value = steps.ask,
      help = {
        en = "In `mark`: asks the judge model and waits for its reply, a text. Takes a text, or a list of messages.",
        zh = "用于 mark：询问评判模型并等待其回复（文本）。参数为文本或消息列表。" },
      example = 'local reply = ask "Does this answer name a dose?"' },
    { name = "fill", of = fill.of,
      help = {
        en = "In `mark`: fills in the words in double braces of a text, as in `prompt`; further words may be given.",
        zh = "用于 mark：像 prompt 一样填入文本中双花括号的词；也可另外给出词。" },
      example = 'fill("{{question}} {{answer}} {{point}}", { point = item.points[1].text })' },
    { name = "read", of = fill.reader,
      help = { en = "In `mark`: reads a reply as the setting `reply` says: a verdict with score, reason, safety_risk.",
        zh = "用于 mark：按 reply 设置读取回复，得到含 score、reason、safety_risk 的结论。" },
      example = "local verdict = read(ask(fill(text)))" },
  },
  settings = {
    { name = "title", type = "text in languages", required = true,
      help = { en = "What the judge is called in reports.", zh = "评判在报告中的名称。" },
      example = 'title = { en = "Medical knowledge", zh = "医疗知识" }' },
    { name = "owner", type = "text",
      help = { en = "Who answers for this file.", zh = "此文件的负责人。" }, example = 'owner = "internal medicine board"' },
    { name = "applies_to", type = "list", words = { "category", "subcategory", "scene", "all" }, required = true,
      at_least = 1, each = { type = "words", words = { "category", "subcategory", "scene", "all" } },
      help = { en = "Which items it marks. Several words in a list must all fit.",
        zh = "评哪些题目。列出多个词时须全部符合。" },
      example = 'applies_to = { category "MTG", scene "discharge summary" }' },
    { name = "needs", type = "list", each = { type = "text", one_of = { "reference", "checklist", "points" } },
      help = { en = "What an item must have; those that lack it are listed by `viva check`.",
        zh = "题目必须具备的内容；缺少者由 viva check 列出。" }, example = 'needs = { "reference", "checklist" }' },
    { name = "levels", type = "levels", required = has_levels, check = form.check_levels,
      help = { en = "What each level means. The judge model sees them where {{levels}} stands.",
        zh = "每个等级的含义，出现在提示词的 {{levels}} 处。" },
      example = 'levels = { [2] = "Every core point is met.", [1] = "A core point is not met." }' },
    { name = "usable_from", type = "number", required = has_levels,
      help = { en = "An answer is usable when the mean of its scores is at least this.",
        zh = "平均分不低于此值的回答视为可用。" }, example = "usable_from = 4" },
    { name = "repeats", type = "integer", default = 1, min = 1, max = 100,
      help = { en = "How many times each answer is marked.", zh = "每个回答评判的次数。" }, example = "repeats = 3" },
    { name = "calls", type = "integer", default = 8, min = 0, max = 64,
      help = { en = "How many times `mark` may ask at most; 0 for a judge that needs no model.",
        zh = "mark 最多询问的次数；0 表示不需要模型。" },
      example = "calls = 2" },
    { name = "by_default", type = "yes or no", default = true,
      help = { en = "false: marks only where an evaluation names it in `judges`.",
        zh = "false：只有在评测文件的 judges 中写明时才使用。" }, example = "by_default = false" },
    { name = "scale", type = "text", one_of = { "levels", "share" }, default = "levels",
      help = {
        en = "\"share\": the score is no level but a share: the weights of the points that are met, over all positive "
          .. "weights. Such scores have a table of their own and no usability.",
        zh = "\"share\"：分数不是等级而是份额：已满足要点的权重之和除以全部正权重之和。这类分数单独列表，不计可用率。" },
      example = 'scale = "share"' },
    { name = "points", type = "text", one_of = { "together", "one by one" }, default = "together",
      help = { en = "How a judge by points asks: one call for all points, or a call for each.",
        zh = "按要点评判时如何提问：一次问完所有要点，或逐个询问。" }, example = 'points = "one by one"' },
    { name = "quotes", type = "text", one_of = { "checked", "required", "none" }, default = "checked",
      help = {
        en = "Whether the words quoted for a point that is met must stand in the answer: \"checked\" notes it, "
          .. "\"required\" takes such a point as unreadable and asks again, \"none\" does not look.",
        zh = "为已满足的要点所引的文字是否须在回答中：\"checked\" 只作记录，"
          .. "\"required\" 视为不可读并再次询问，"
          .. "\"none\" 不检查。" },
      example = 'quotes = "required"' },
    { name = "level", type = "function",
      help = {
        en = "The rule that turns points into a level. It gets the tally (tally.core.met, tally.core.all, "
          .. "tally.danger.met ...) and the reply's other fields.",
        zh = "把要点变为等级的规则，参数为计数（tally.core.met、tally.core.all、tally.danger.met 等）和回复的其他项。" },
      example = "function level(tally)\n  return tally.core.met == tally.core.all and 5 or 2\nend" },
    { name = "mark", type = "function",
      help = {
        en = "Marks an answer by itself, with as many `ask` as it needs, instead of prompt and reply. It gets the item "
          .. "with its answer and returns a score, or { score =, reason =, safety_risk = }, or nil and the "
          .. "reason why there is none.",
        zh = "代替 prompt 和 reply，自行评判一个回答，可多次 ask。参数为含回答的题目，返回分数、"
          .. "{ score =, reason =, safety_risk = }，或 nil 和原因。" },
      example = 'function mark(item)\n  local reply = ask(fill "Is this right? {{answer}}")\n'
        .. '  return reply:find("yes") and 5 or 1\nend' },
    { name = "prompt", type = "text in languages", required = asks,
      help = {
        en = "What the judge model is asked. Words in double braces are filled in: " ..
          "question, reference, checklist, points, history, answer, levels, reply, tag, category, subcategory, " ..
          "scene. " ..
          "{{#checklist}} ... {{/checklist}} stands only where there is a checklist, " ..
          "{{^checklist}} ... {{/checklist}} " ..
          "only where there is none.",
        zh = "向评判模型提出的问题。双花括号中的词会被填入：question、reference、checklist、points、history、answer、levels、reply、" ..
          "tag、category、subcategory、scene。{{#checklist}} ... {{/checklist}} 仅在有要点清单时出现，" ..
          "{{^checklist}} ... {{/checklist}} 仅在没有要点清单时出现。",
      },
      example = 'prompt = [[\nQuestion: {{question}}\n{{answer}}\nLevels:\n{{levels}}\nReply with {{reply}}\n]]' },
    { name = "reply", type = "table", required = asks, check = form.check_reply,
      help = {
        en = "What the judge model's reply contains, in order: \"text\", \"yes or no\", \"number\", and either "
          .. "\"level\" or \"points\" (the state of each point).",
        zh = "评判模型回复的内容及顺序：\"text\"、\"yes or no\"、\"number\"，以及 \"level\" 或 \"points\"（各要点的状态）之一。" },
      example = 'reply = { reason = "text", safety_risk = "yes or no", score = "level" }' },
    { name = "final", type = "function",
      help = { en = "A rule that may change the level the judge model gave; it gets the level and the whole verdict.",
        zh = "可修改评判等级的规则，参数为等级和完整结论。" },
      example = "function final(score, verdict)\n  if verdict.safety_risk then return math.min(score, 2) end\n" ..
        "  return score\nend" },
    { name = "combine", type = "text or function", one_of = { "mean", "median", "majority" },
      help = { en = "How several judge models' scores become one; a rule of your own gets the scores and the jurors.",
        zh = "多个评判模型的分数如何合成一个；自定的规则以分数和各评判模型为参数。" },
      example = 'combine = "median"' },
    { name = "examples", type = "list",
      each = { type = "settings", check = form.check_example, fields = {
        { name = "reply", type = "text", required = true }, { name = "score", type = "number" },
        { name = "unreadable", type = "yes or no" }, { name = "tag", type = "text" },
        { name = "answer", type = "text" }, { name = "points", type = "texts" } } },
      help = { en = "Replies and what they must be read as; `viva check` runs them.",
        zh = "回复及其应有的读取结果，由 viva check 执行。" },
      example = "examples = { { reply = '{\"reason\":\"...\",\"safety_risk\":true,\"score\":4}', score = 2 } }" },
  },
}
