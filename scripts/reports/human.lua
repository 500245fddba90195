-- reports/human.lua: what physicians say of generated texts (MTG): by dimension, level and usability.

title = { en = "Physicians' ratings of generated texts", zh = "文本生成的医师评分" }

show = {
  table { from = "run" },

  heading { en = "By dimension", zh = "各维度" },
  table { from = "human_dimensions" },

  heading { en = "Where judge and physicians differ", zh = "评判与医师不一致之处" },
  table { from = "physician_disagreements" },
}
