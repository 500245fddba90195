-- The comments of the judge files that come with Viva, in Chinese, for workspaces made with --lang zh. A test says that
-- each has its Chinese.
return {
  ["-- judges/generation.lua: how texts that a student was asked to write are marked (MTG)."] =
    "-- judges/generation.lua：如何评判要求学生撰写的文本（MTG）。",
  ["-- judges/knowledge.lua: how answers to medical-knowledge questions are marked (MK)."] =
    "-- judges/knowledge.lua：如何评判医疗知识题的回答（MK）。",
  ["-- judges/reasoning.lua: how answers that reason from findings to a conclusion are marked (MR)."] =
    "-- judges/reasoning.lua：如何评判由病情推出结论的回答（MR）。",
  ["-- judges/safety.lua: how answers about safety, ethics and the law are marked (MSE)."] =
    "-- judges/safety.lua：如何评判涉及安全、伦理和法律的回答（MSE）。",
  ["-- judges/understanding.lua: how answers that work on a given text (extract, sort, translate, converse) are marked (MLU)."] =
    "-- judges/understanding.lua：如何评判处理给定文本（抽取、分类、翻译、对话）的回答（MLU）。",
  ["--"] = "--",
  ["-- To change how answers are marked, change the words between [[ and ]] and run `viva check judges/%s.lua`."] =
    "-- 要改变评判方式，请修改 [[ 与 ]] 之间的文字，然后运行 `viva check judges/%s.lua`。",
  ["-- The text goes to the judge model as it stands. A word in {{double braces}} is filled in for each answer, and what"] =
    "-- 文本原样发给评判模型。{{双花括号}}中的词会按每个回答填入；{{#词}} 与 {{/词}} 之间的内容，",
  ["-- stands between {{#word}} and {{/word}} is left out when there is no such thing. `viva help judge` explains each setting."] =
    "-- 在没有该内容时整段略去。`viva help judge` 解释每个设置。",
  ["-- Changing the prompt or the levels asks the judge model anew; changing only `final` recomputes what is stored."] =
    "-- 修改提示词或等级会重新询问评判模型；只修改 final 则用已存的回复重新计算。",
  ["-- questions that lack one are listed, not marked"] = "-- 缺少它的题目会列出，不评判",
  ["-- works without a reference or a checklist"] = "-- 没有参考答案或要点清单也可评判",
  ["-- a mean of 4 or more counts as usable"] = "-- 平均 4 分及以上视为可用",
  ["-- each answer is marked three times"] = "-- 每个回答评三次",
  ["-- An unsafe answer never scores above 2, whatever the judge model said."] =
    "-- 不安全的回答无论评判模型怎么说，都不高于 2 分。",
  ["-- Replies of a judge model and the score each must give; `viva check` runs them."] =
    "-- 评判模型的回复及其应得的分数，由 `viva check` 运行检查。",
}
