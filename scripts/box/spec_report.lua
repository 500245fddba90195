-- Report files: what a report shows, block by block. scripts/reports/NAME.lua, or reports/NAME.lua in the workspace. A
-- report file only describes: the program computes the tables, a writer file makes them a page.

local SOURCES = {
  "run", "leaderboard", "differences", "usability", "unsafe", "failures", "cut", "cost", "paid_twice",
  "models", "judges", "provenance",
}
local KINDS = { "model", "group", "category", "subcategory", "scene", "difficulty", "language", "item", "judge" }

local function in_languages(block)
  return function(value)
    if type(value) == "string" then return { block = block, en = value, zh = value } end
    return { block = block, en = value.en, zh = value.zh }
  end
end

local function block_of(block)
  return function(value)
    local made = { block = block }
    for name, entry in pairs(value) do made[name] = entry end
    return made
  end
end

local TABLE_FIELDS = {
  { name = "from", type = "text", required = true, one_of = SOURCES, help = {
    en = "which table: " .. table.concat(SOURCES, ", "), zh = "哪张表：" .. table.concat(SOURCES, "、") } },
  { name = "title", type = "text in languages", help = { en = "a title above the table", zh = "表格上方的标题" } },
  { name = "down", type = "text or texts", help = {
    en = "for usability: what the rows are, of " .. table.concat(KINDS, ", "),
    zh = "用于 usability：各行是什么，可用 " .. table.concat(KINDS, "、") } },
  { name = "across", type = "text", one_of = KINDS, help = {
    en = "for usability: what the columns are", zh = "用于 usability：各列是什么" } },
  { name = "most", type = "integer", min = 1, help = {
    en = "for unsafe: how many cases at most", zh = "用于 unsafe：最多列几例" } },
}

return {
  title = { en = "report file", zh = "报告文件" },
  settings = {
    { name = "title", type = "text in languages", required = true, example = 'title = { en = "Summary", zh = "总表" }',
      help = { en = "the report's title, after the run's", zh = "报告的标题，跟在运行标题之后" } },
    { name = "show", type = "list", required = true, at_least = 1,
      each = { type = "words", words = { "heading", "text", "table", "items" } },
      example = 'show = { heading "Results", table { from = "leaderboard" }, items {} }',
      help = { en = "the blocks, from top to bottom", zh = "从上到下的各个部分" } },
  },
  words = {
    { name = "heading", takes = { type = "text in languages" }, make = in_languages "heading",
      example = 'heading { en = "Cost", zh = "费用" }', help = { en = "a heading; opens a section", zh = "标题，开始一节" } },
    { name = "text", takes = { type = "text in languages" }, make = in_languages "text",
      example = 'text "Physicians marked a third of these answers."', help = { en = "a paragraph", zh = "一段文字" } },
    { name = "table", takes = { type = "settings", fields = TABLE_FIELDS }, make = block_of "table",
      example = 'table { from = "usability", down = "subcategory", across = "model" }',
      help = { en = "a table the program computes; its cells lead to their items", zh = "由程序计算的表格，单元格通向相应题目" } },
    { name = "items", takes = { type = "settings", fields = {} }, make = block_of "items", example = "items {}",
      help = { en = "the list of all items, with filters, search and every answer and verdict",
        zh = "全部题目的列表，可筛选、搜索，可看每份回答和评判" } },
  },
}
