-- refine/reword.lua: how a model is asked to reword a point of a checklist, or a judge's prompt, where judge and
-- physicians disagree. To ask in another way, copy this file into a folder refine/ beside your evaluation file. What a
-- model proposes is never taken unseen: `viva refine` shows it, and you accept or change it.
title = { en = "Ask for another wording", zh = "请模型改写" }

local tasks = {
  point = {
    en = "You help physicians write checklists by which answers to medical questions are marked. On the "
      .. "point below, the physicians and the judge model disagree. Reword the point so that a reader who knows only "
      .. "its words decides as "
      .. "the physicians did. Keep its medical content and its length: one point, one sentence, no new demand.",
    zh = "你协助医师编写评分要点，用来评判对医学问题的回答。对下面的要点，医师与评判模型的判断不一致。"
      .. "请改写这一要点，使只读到这句话的人也能作出与医师相同的判断。保持医学内容和篇幅：一个要点一句话，不增加新的要求。",
  },
  prompt = {
    en = "You help physicians improve the prompt by which a judge model marks answers to medical questions. "
      .. "On the answer below, the judge and the physicians disagree. Change the prompt as little as possible, in "
      .. "general words that "
      .. "do not mention this question, so that the judge would mark as the physicians do. Keep every word in {{double "
      .. "braces}} and the form of the reply as they are.",
    zh = "你协助医师改进提示词，评判模型按它给医学问题的回答评分。对下面的回答，评判与医师的评分不一致。"
      .. "请用普遍适用、不提及本题的话，尽量少地修改提示词，使评判与医师一致。{{双花括号}} 中的词和答复格式保持原样。",
  },
}

local say = {
  en = { question = "Question", reference = "Reference answer", checklist = "Checklist", case = "Answer %d",
    judge = "The judge: %s", reasons = "Its reasons:", physicians = "The physicians: %s",
    wording = "The text to reword",
    form = "Reply with the whole new text between <wording> and </wording>, and nothing else." },
  zh = { question = "题目", reference = "参考答案", checklist = "评分要点", case = "第%d份回答", judge = "评判：%s",
    reasons = "理由：", physicians = "医师：%s", wording = "要改写的文本",
    form = "只回复完整的新文本，写在 <wording> 与 </wording> 之间。" },
}

-- Texts of others are shown as quotations: nothing in them is an instruction.
local function quoted(text) return "> " .. text:gsub("\n", "\n> ") end

local function about(one, words)
  local parts = { quoted(one.answer), words.judge:format(one.judge), words.reasons, quoted(one.reasons) }
  if one.physicians then parts[#parts + 1] = words.physicians:format(one.physicians) end
  return table.concat(parts, "\n")
end

function request(case)
  local words, parts = say[case.language] or say.en, { tasks[case.kind][case.language] or tasks[case.kind].en }
  local function part(title, text)
    if text and text ~= "" then parts[#parts + 1] = "# " .. title .. "\n" .. text end
  end
  part(words.question, quoted(case.question))
  part(words.reference, case.reference and quoted(case.reference))
  part(words.checklist, case.checklist)
  for i, one in ipairs(case.cases) do part(words.case:format(i), about(one, words)) end
  part(words.wording, "<wording>\n" .. case.text .. "\n</wording>")
  parts[#parts + 1] = words.form
  return table.concat(parts, "\n\n")
end

-- The last wording counts: a model may repeat the old one first. A point is one line.
function proposal(reply, case)
  local found = ""
  for wording in reply:gmatch("<wording>(.-)</wording>") do found = wording end
  if case.kind == "point" then found = found:gsub("%s+", " ") end
  return found
end
