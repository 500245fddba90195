-- reports/knife_edge.lua: answers whose usability hangs on one more round of judging, or on where the line is drawn.

title = { en = "Knife-edge", zh = "临界回答" }

show = {
  table { from = "run" },

  heading { en = "Close to the line", zh = "接近界限的回答" },
  table { from = "knife_edge" },

  heading { en = "If the line were elsewhere", zh = "若改变界限" },
  table { from = "thresholds" },

  heading { en = "The answers", zh = "具体回答" },
  text {
    en = "Less than a level from the line; those first that judging anew would most probably carry over it.",
    zh = "距界限不足一级；重新评判最可能越过界限的在前。",
  },
  table { from = "knife_edge_items" },
}
