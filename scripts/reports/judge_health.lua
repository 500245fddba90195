-- reports/judge_health.lua: whether a judge can be relied on: failures, repetition, scale, length, physicians, junk.

title = { en = "Judge health", zh = "评判模型体检" }

show = {
  table { from = "run" },

  heading { en = "Failures", zh = "失败与无法解读" },
  table { from = "judge_rates" },
  table { from = "failures", title = { en = "What was not obtained or could not be read", zh = "未取得或无法解读的结果" } },

  heading { en = "The same again", zh = "重复一致性" },
  table { from = "retest" },

  heading { en = "Use of the scale", zh = "量表使用" },
  table { from = "scale_use" },

  heading { en = "Length", zh = "长度偏差" },
  table { from = "length_bias" },

  heading { en = "Beside physicians", zh = "与医师相比" },
  table { from = "judge_and_physicians" },

  heading { en = "Junk answers", zh = "无效回答" },
  table { from = "floor" },

  heading { en = "Answers that ask for a mark", zh = "向评判要分的回答" },
  text {
    en = "Found by phrases that speak to the judge: a reason to look at the answer and its verdicts, no proof.",
    zh = "按向评判说话的措辞找出：提示应查看该回答及其评判，并非证据。",
  },
  table { from = "injections" },
}
