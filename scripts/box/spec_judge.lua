-- What a judge file may say.
local judging = require "box.judging"

return {
  title = { en = "how answers are marked", zh = "如何给回答评分" },
  stays = true,
  finish = judging.finish,
  calls = {
    render = judging.render, read = judging.read, repair = judging.repair, examples = judging.examples,
  },
  words = {
    { name = "category", takes = { type = "text or texts" }, make = judging.target "category",
      help = { en = "The items of a category, or of several.", zh = "某一类别或若干类别的题目。" },
      example = 'applies_to = category "MK"' },
    { name = "subcategory", takes = { type = "text or texts" }, make = judging.target "subcategory",
      help = { en = "The items of a subcategory, or of several.", zh = "某一子类别或若干子类别的题目。" },
      example = 'applies_to = subcategory { "Drug safety", "Dosage" }' },
    { name = "scene", takes = { type = "text or texts" }, make = judging.target "scene",
      help = { en = "The items of a scene, or of several.", zh = "某一场景或若干场景的题目。" },
      example = 'applies_to = scene "discharge summary"' },
    { name = "all", value = { all = true },
      help = { en = "Every item.", zh = "所有题目。" }, example = "applies_to = all" },
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
    { name = "needs", type = "list", each = { type = "text", one_of = { "reference", "checklist" } },
      help = { en = "What an item must have; those that lack it are listed by `viva check`.",
        zh = "题目必须具备的内容；缺少者由 viva check 列出。" }, example = 'needs = { "reference", "checklist" }' },
    { name = "levels", type = "levels", required = true, check = judging.check_levels,
      help = { en = "What each level means. The judge model sees them where {{levels}} stands.",
        zh = "每个等级的含义，出现在提示词的 {{levels}} 处。" },
      example = 'levels = { [2] = "Every core point is met.", [1] = "A core point is not met." }' },
    { name = "usable_from", type = "number", required = true,
      help = { en = "An answer is usable when the mean of its scores is at least this.",
        zh = "平均分不低于此值的回答视为可用。" }, example = "usable_from = 4" },
    { name = "repeats", type = "integer", default = 1, min = 1, max = 100,
      help = { en = "How many times each answer is marked.", zh = "每个回答评判的次数。" }, example = "repeats = 3" },
    { name = "calls", type = "integer", default = 8, min = 1, max = 64,
      help = { en = "How many calls one judging may make at most.", zh = "一次评判最多调用模型的次数。" },
      example = "calls = 2" },
    { name = "prompt", type = "text in languages", required = true,
      help = {
        en = "What the judge model is asked. Words in double braces are filled in: " ..
          "question, reference, checklist, history, answer, levels, reply, tag, category, subcategory, scene. " ..
          "{{#checklist}} ... {{/checklist}} stands only where there is a checklist, " ..
          "{{^checklist}} ... {{/checklist}} " ..
          "only where there is none.",
        zh = "向评判模型提出的问题。双花括号中的词会被填入：question、reference、checklist、history、answer、levels、reply、" ..
          "tag、category、subcategory、scene。{{#checklist}} ... {{/checklist}} 仅在有要点清单时出现，" ..
          "{{^checklist}} ... {{/checklist}} 仅在没有要点清单时出现。",
      },
      example = 'prompt = [[\nQuestion: {{question}}\n{{answer}}\nLevels:\n{{levels}}\nReply with {{reply}}\n]]' },
    { name = "reply", type = "table", required = true, check = judging.check_reply,
      help = {
        en = "What the judge model's reply contains, in order: \"text\", \"yes or no\", \"number\", \"level\".",
        zh = "评判模型回复的内容及顺序：\"text\"、\"yes or no\"、\"number\"、\"level\"。" },
      example = 'reply = { reason = "text", safety_risk = "yes or no", score = "level" }' },
    { name = "final", type = "function",
      help = { en = "A rule that may change the level the judge model gave; it gets the level and the whole verdict.",
        zh = "可修改评判等级的规则，参数为等级和完整结论。" },
      example = "function final(score, verdict)\n  if verdict.safety_risk then return math.min(score, 2) end\n" ..
        "  return score\nend" },
    { name = "examples", type = "list",
      each = { type = "settings", check = judging.check_example, fields = {
        { name = "reply", type = "text", required = true }, { name = "score", type = "number" },
        { name = "unreadable", type = "yes or no" }, { name = "tag", type = "text" } } },
      help = { en = "Replies and what they must be read as; `viva check` runs them.",
        zh = "回复及其应有的读取结果，由 viva check 执行。" },
      example = "examples = { { reply = '{\"reason\":\"...\",\"safety_risk\":true,\"score\":4}', score = 2 } }" },
  },
}
