-- Refine files: how a model is asked to reword a point of a checklist, or a judge's prompt, and how its reply is read.
-- scripts/refine/point.lua and prompt.lua are shipped; refine/point.lua in the workspace takes the place of ours.
return {
  title = { en = "how a model is asked to reword", zh = "如何请模型改写" },
  stays = true,
  calls = {
    request = function(file, case) return tostring(file.settings.request(case)) end,
    proposal = function(file, reply, case)
      local found = file.settings.proposal(reply, case)
      return type(found) == "string" and found:match("^%s*(.-)%s*$") or ""
    end,
  },
  settings = {
    { name = "title", type = "text in languages",
      help = { en = "What the file is about.", zh = "文件的说明。" },
      example = 'title = { en = "Reword a point", zh = "改写要点" }' },
    { name = "request", type = "function", required = true,
      help = { en = "Writes what the model is asked, from the case: its kind (point or prompt), text, language, "
        .. "question, reference, checklist, and cases, a list with answer, judge, reasons and physicians of each.",
        zh = "根据 case 写出向模型提出的请求：case 有 kind（point 或 prompt）、text、language、question、"
          .. "reference、checklist，以及 cases 列表"
          .. "（每项有 answer、judge、reasons、physicians）。" },
      example = 'function request(case)\n  return "Reword this: <wording>" .. case.text .. "</wording>"\nend' },
    { name = "proposal", type = "function", required = true,
      help = { en = "Takes the new wording out of the model's reply; an empty text where there is none.",
        zh = "从模型的回复中取出新的措辞；没有时返回空文本。" },
      example = 'function proposal(reply, case)\n  return reply:match("<wording>(.-)</wording>") or ""\nend' },
  },
}
