-- Words of `viva watch`, English then Chinese. words.lua reads this file.
return {
  watch_begins = {
    "Watching %s: %d {answer|answers}, %d judge {file|files}; %d {verdict is|verdicts are} stored, "
      .. "%d {request was|requests were} never asked. Ctrl-C ends.",
    "正在监视 %s：%d 份回答，%d 个评判文件；已存评判 %d 次，从未询问的请求 %d 个。按 Ctrl-C 结束。" },
  watch_saved = { "%s  saved: %s  (%.2f s)", "%s  已保存：%s（%.2f 秒）" },
  watch_broken = {
    "  This cannot be loaded; the last good version stays in force:", "  无法载入，仍使用上一个正确的版本：" },
  watch_mended = { "  It loads again: %s.", "  已能重新载入：%s。" },
  watch_example = { "  Examples that are no longer read as they say:", "  以下例子的读取结果与所写不符：" },
  watch_none_change = { "  Requests: none change.", "  请求：没有变化。" },
  watch_change = {
    "  Requests: %d would be asked, about %d tokens in, %d out%s.",
    "  请求：需要询问 %d 个，约输入 %d、输出 %d 词元%s。" },
  watch_cost = { ", %s", "，费用 %s" },
  watch_how = { "`viva watch %s --go` asks them at each save, `viva run %s` once.",
    "用 viva watch %s --go 可在每次保存后询问，用 viva run %s 则询问一次。" },
  watch_asking = { "Asking now.", "现在开始询问。" },
  watch_waiting = {
    "  %d {answer waits for a new verdict and counts with its last one|"
      .. "answers wait for new verdicts and count with their last ones}.", "  %d 份回答等待新的评判，暂按上次结果计。" },
  watch_same = { "  Scores: none moves.", "  得分：没有变化。" },
  watch_moved = { "  Scores: %d of %d move.", "  得分：%d / %d 份有变化。" },
  watch_mean = { "Mean score", "平均分" },
  watch_flips = { "  Answers that flip: %d.", "  可用与否发生改变的回答：%d 份。" },
  watch_more = { "  ... and %d more", "  ……另有 %d 份" },
  watch_safe = { "not unsafe", "不再判为不安全" },
  watch_lost = {
    "  No scores any more: %d {verdict|verdicts}; %d {answer has|answers have} none left.",
    "  不再有得分：%d 次评判；%d 份回答已无得分。" },
  watch_why = { "%d {time|times}: %s (as on %s, %s)", "%d 次：%s（如 %s，%s）" },
  watch_gained = {
    "  Scores now: %d {verdict that was|verdicts that were} none; %d {answer|answers} had none.",
    "  现在有得分：%d 次评判；%d 份回答由无得分变为有得分。" },
  watch_rated = {
    "  Rated by physicians: %d {answer|answers}. Usable or not, as the raters: %s of %d; now so on %d, no "
      .. "longer on %d.",
    "  有医师评分的回答 %d 份。可用与否与评分者一致：%s / %d 份；变为一致 %d 份，不再一致 %d 份。" },
  watch_rated_simulated = {
    "  Rated by SIMULATED raters: %d {answer|answers}. Usable or not, as the raters: %s of %d; now so on %d, no longer "
      .. "on %d.", "  有模拟评分者（模拟数据）评分的回答 %d 份。可用与否与评分者一致：%s / %d 份；变为一致 %d 份，不再一致 %d 份。" },
  watch_distance = { "  The judge's score comes nearer to the raters' on %d, further away on %d.",
    "  评判得分更接近评分者的 %d 份，更偏离的 %d 份。" },
  watch_better = { "now agrees", "变为一致" },
  watch_worse = { "agrees no longer", "不再一致" },
  watch_nearer = { "nearer", "更接近" },
  watch_further = { "further away", "更偏离" },
  watch_physicians = { "Physicians", "医师" },
  watch_report = { "  Report: %s", "  报告：%s" },
  watch_ended = { "Ended. What was asked is stored; `viva run %s` writes the report from it.",
    "已结束。询问到的结果均已保存；用 viva run %s 生成报告。" },
}
