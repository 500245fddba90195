-- What a comparison file may say: how two models' answers to the same question are compared. comparisons/NAME.lua.
local comparing = require "box.comparing"
local form = require "box.judge_form"

return {
  title = { en = "how two answers are compared", zh = "如何比较两份回答" },
  stays = true,
  finish = comparing.finish,
  calls = { render = comparing.render, read = comparing.read, step = comparing.step, examples = comparing.examples },
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
    { name = "all", value = { all = true }, help = { en = "Every item.", zh = "所有题目。" }, example = "applies_to = all" },
  },
  settings = {
    { name = "title", type = "text in languages", required = true,
      help = { en = "What the comparison is called in reports.", zh = "比较在报告中的名称。" },
      example = 'title = { en = "The better answer", zh = "哪份回答更好" }' },
    { name = "owner", type = "text", help = { en = "Who answers for this file.", zh = "此文件的负责人。" },
      example = 'owner = "internal medicine board"' },
    { name = "applies_to", type = "list", words = { "category", "subcategory", "scene", "all" }, required = true,
      at_least = 1, each = { type = "words", words = { "category", "subcategory", "scene", "all" } },
      help = { en = "Which items it compares.", zh = "比较哪些题目。" }, example = "applies_to = all" },
    { name = "needs", type = "list", each = { type = "text", one_of = { "reference", "checklist" } },
      help = { en = "What an item must have.", zh = "题目必须具备的内容。" }, example = 'needs = { "reference" }' },
    { name = "repeats", type = "integer", default = 1, min = 1, max = 100,
      help = { en = "How many times each pair is compared, in each order.", zh = "每一对按每种顺序比较的次数。" },
      example = "repeats = 2" },
    { name = "prompt", type = "text in languages", required = true,
      help = {
        en = "What the judge model is asked. Words in double braces are filled in: question, reference, checklist, "
          .. "answer_a, answer_b, history_a, history_b, reply, tag, category, subcategory, scene.",
        zh = "向评判模型提出的问题。双花括号中的词会被填入：question、reference、checklist、answer_a、answer_b、history_a、"
          .. "history_b、reply、tag、category、subcategory、scene。" },
      example = 'prompt = [[\n{{question}}\n{{answer_a}}\n{{answer_b}}\nReply with {{reply}}\n]]' },
    { name = "reply", type = "table", required = true, check = comparing.check_reply,
      help = { en = 'What the reply contains: "text", and one "choice": "A", "B" or "tie".',
        zh = '回复的内容："text"，以及一项 "choice"，即 "A"、"B" 或 "tie"。' },
      example = 'reply = { reason = "text", choice = "choice" }' },
    { name = "examples", type = "list",
      each = { type = "settings", check = comparing.check_example, fields = {
        { name = "reply", type = "text", required = true },
        { name = "choice", type = "text", one_of = { "A", "B", "tie" } }, { name = "unreadable", type = "yes or no" },
        { name = "tag", type = "text" } } },
      help = { en = "Replies and the choice each must be read as; `viva check` runs them.",
        zh = "回复及其应读出的选择，由 viva check 执行。" },
      example = "examples = { { reply = '{\"reason\":\"...\",\"choice\":\"A\"}', choice = \"A\" } }" },
  },
}
