-- Writer files: what a report's blocks become. scripts/writers/NAME.lua, or writers/NAME.lua in the workspace, adds the
-- format NAME.
--
-- write(document) -> text, or { before, after } when pages of items stand between; page(items, about) -> text of one.
local csv = require "box.csv"
local hidden = require "box.hidden"
local json = require "json"
local messages = require "box.messages"

-- JSON text that can also stand inside a page: no `<` in it. What is empty is nearly always a list, and no mark of a
-- list survives the way into the box.
local function json_text(value)
  return json.encode(value, { html = true, lists = true })
end

local function check_extension(value, node, context)
  if not value:find("^%w[%w%-_%.]*$") or value:find("..", 1, true) then
    context.report(node.line, messages.say("bad_extension", value))
  end
end

local PAGE_FIELDS = {
  { name = "most", type = "integer", min = 1000, help = {
    en = "bytes beyond which the pages become files beside the report", zh = "超过多少字节，各页另存为报告旁的文件" } },
  { name = "before", type = "text", help = { en = "what stands before each page", zh = "每页之前的文字" } },
  { name = "after", type = "text", help = { en = "what stands after each page", zh = "每页之后的文字" } },
  { name = "between", type = "text", help = { en = "what stands between pages", zh = "页与页之间的文字" } },
  { name = "extension", type = "text", check = check_extension,
    help = { en = "ending of a page's file", zh = "页文件的扩展名" } },
  { name = "file_before", type = "text", help = { en = "how a page's file begins", zh = "页文件的开头" } },
  { name = "file_after", type = "text", help = { en = "how a page's file ends", zh = "页文件的结尾" } },
}

return {
  title = { en = "how a report is written", zh = "报告如何写成文件" },
  stays = true,
  settings = {
    { name = "extension", type = "text", check = check_extension, required = true,
      example = 'extension = "txt"', help = { en = "ending of the report's file name", zh = "报告文件的扩展名" } },
    { name = "assets", type = "texts", example = 'assets = { "html.css" }', help = {
      en = "files beside the writer, handed to it as document.assets[name].text and .sha256",
      zh = "写出文件旁的附件，以 document.assets[名称].text 和 .sha256 交给它" } },
    { name = "pages", type = "settings", fields = PAGE_FIELDS, example = 'pages = { between = "," }', help = {
      en = "how the pages that page() makes are put into the report", zh = "page() 写出的各页如何放进报告" } },
    { name = "charts", type = "yes or no", example = "charts = true", help = {
      en = "draws charts itself: document.vega.text and .sha256 is Vega, where it is installed and there are charts",
      zh = "自己绘图：装有 Vega 且报告含图时，document.vega.text 和 .sha256 即 Vega 程序" } },
    { name = "makes", type = "text", one_of = { "text", "workbook" }, default = "text", example = 'makes = "workbook"',
      help = { en = "what write() gives: a text, or a workbook for spreadsheets as plain data",
        zh = "write() 给出什么：文本，或以数据描述的电子表格工作簿" } },
    { name = "write", type = "function", required = true,
      example = "function write(document) return document.title end",
      help = { en = "makes the report's text: write(document) -> text, or { before, after } with the pages between",
        zh = "写出报告：write(document) -> 文本，或 { 前, 后 }，各页在中间" } },
    { name = "page", type = "function", example = "function page(items, about) return json(items) end", help = {
      en = "makes the text of one page of items: page(items, about) -> text",
      zh = "写出一页题目：page(items, about) -> 文本" } },
  },
  words = {
    { name = "json", value = json_text, example = 'json { a = 1 }', help = {
      en = "JSON of a value, keys sorted; safe inside a page, as every < is written \\u003c",
      zh = "把值写成 JSON，键已排序；每个 < 都写成 \\u003c，可放进网页" } },
    { name = "csv", value = csv.lines, example = 'csv { { "MK/1/1", 4 } }', help = {
      en = "lines of CSV from lists of values; what a spreadsheet would take for a formula is disarmed",
      zh = "把若干行值写成 CSV；会被表格软件当成公式的文本都已处理" } },
    { name = "mark_hidden", value = hidden.mark, example = 'mark_hidden(answer, "[", "]")', help = {
      en = "shows direction marks, control and invisible characters of a text by their numbers",
      zh = "把文本中的方向控制符、控制字符和不可见字符显示为编号" } },
  },
  calls = {
    write = function(file, document) return file.settings.write(document) end,
    page = function(file, items, about) return file.settings.page(items, about) end,
  },
}
