-- Words of the prompt: `viva repl`, `viva lua` and `viva -e`.
return {
  desk_started = { "started %s", "开始于 %s" },
  desk_under_way = { "under way", "进行中" },
  desk_interrupted = { "interrupted", "已中断" },
  desk_ended = { "ended", "已结束" },
  desk_models = { "models: %s", "模型：%s" },
  desk_judged_by = { "judged by: %s", "评判模型：%s" },
  desk_fitting = { "%d {answer that fits|answers that fit} the filter", "符合筛选条件的回答 %d 份" },
  desk_judged = { "%d of %d judged", "已评判 %d / %d" },
  desk_answered = { "%d of %d answered", "已作答 %d / %d" },
  desk_no_run = { "there is no run under %s yet; `viva run` makes one", "%s 下还没有运行；可用 `viva run` 生成" },
  desk_greeting = {
    "help() tells what there is; the tab key completes; Ctrl-D ends", "help() 列出可用的词；Tab 键补全；Ctrl-D 退出" },
  desk_and_more = { "and %d more", "另有 %d 项" },
  desk_waiting = {
    "waiting for a reply that is under way; Ctrl-C ends at once", "正在等待尚未返回的回复；按 Ctrl-C 立即退出" },
  desk_not_followed = { "not followed", "不再跟踪" },
  desk_own_answer = { "an answer of your own", "自拟的回答" },
  desk_answer_of = { "the answer of %s", "%s 的回答" },
  desk_prompt_to = { "prompt, to %s", "提示词，发往 %s" },
  desk_unchanged = { "unchanged", "无变化" },
  desk_reply = { "reply", "回复" },
  desk_verdict = { "verdict", "评判" },
  desk_cost = { "cost", "费用" },
  desk_before_now = { "before: %s   now: %s", "此前：%s   现在：%s" },
  desk_no_items = { "No answer fits.", "没有符合条件的回答。" },
  desk_free = { "nothing: every reply was stored already", "无：所需回复均已在库中" },
  desk_no_reply = {
    "no verdict came; what may have been billed all the same stands in run:cost()",
    "没有得到评判；仍可能计费的调用见 run:cost()" },
  desk_paid = { "%d {call|calls}, %d {token|tokens} in, %d out", "调用 %d 次，输入词元 %d，输出词元 %d" },
  desk_same_reason = { "the same reason", "理由同上" },
  desk_goes_to = {
    "The question, the reference and the answer of %s go to %s (%s).", "%s 的题目、参考答案和回答将发往 %s（%s）。" },
}
