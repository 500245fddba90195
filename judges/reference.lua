-- judges/reference.lua: marks by the reference alone, with no judge model: the baseline that every other judge is compared
-- with. It measures how much of the reference's wording and of the checklist's points the answer has. It understands
-- nothing: an answer that says the same in other words scores low, and one that copies the reference with a wrong dose
-- scores high. An evaluation chooses it: judges = { "reference" }. `viva help judge` explains each word.

title       = { en = "By the reference alone (no model)", zh = "仅比对参考答案（不用模型）" }
applies_to  = all
by_default  = false  -- marks only where an evaluation names it
needs       = { "reference" }
usable_from = 4
calls       = 0      -- asks no model, so it costs nothing and says the same every time

levels = {
  en = {
    [5] = "The answer has nearly all of the reference's wording.",
    [4] = "It has most of it.",
    [3] = "It has about half of it.",
    [2] = "It has a little of it.",
    [1] = "It has next to nothing of it.",
  },
  zh = {
    [5] = "回答几乎包含参考答案的全部措辞。",
    [4] = "包含大部分。",
    [3] = "包含约一半。",
    [2] = "包含少许。",
    [1] = "几乎没有。",
  },
}

-- The share from which an answer has each level. Change these to fit your data: no model is asked again.
local from = { [5] = 0.75, [4] = 0.55, [3] = 0.35, [2] = 0.15, [1] = 0 }

local function texts_of(points)
  local texts = {}
  for i, point in ipairs(points) do texts[i] = point.text end
  return texts
end

function mark(item)
  local rouge = score.rouge(item.answer, item.reference, { measures = { "rougeL" } })
  if not rouge or not rouge.rougeL then return nil, "the reference has no words to compare with" end
  local tokens = item.language == "zh" and "zh" or "13a"
  local bleu = score.bleu(item.answer, item.reference, { tokens = tokens }) or 0
  local chrf = score.chrf(item.answer, item.reference) or 0
  local share, covered, _ = rouge.rougeL.recall or 0, nil, nil
  if #item.points > 0 then _, covered = score.coverage(item.answer, texts_of(item.points)) end
  if covered then share = (share + covered) / 2 end
  local level = 1
  for number, least in pairs(from) do
    if share >= least then level = math.max(level, number) end
  end
  return { score = level, reason = ("ROUGE-L recall %.2f, BLEU %.1f, chrF %.1f%s"):format(rouge.rougeL.recall or 0, bleu,
    chrf, covered and (", points covered %.2f"):format(covered) or "") }
end
