-- reports/disagreements.lua: where verdicts differ: a judge's rounds among themselves, and judges and physicians.

title = { en = "Where verdicts differ", zh = "评判分歧" }

show = {
  table { from = "run" },

  heading { en = "How far rounds lie apart", zh = "各轮评判的差距" },
  table { from = "round_agreement" },

  heading { en = "Answers on which rounds differ", zh = "各轮评判不一致的回答" },
  text {
    en = "Those with scores on both sides of the line first, then by how far the scores lie apart.",
    zh = "得分跨越可用界限的在前，再按得分差距排列。",
  },
  table { from = "round_disagreements" },

  heading { en = "Answers on which judge and physicians differ", zh = "评判与医师不一致的回答" },
  table { from = "physician_disagreements" },
}
