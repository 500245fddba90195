-- Report files: what a report shows, block by block. scripts/reports/NAME.lua, or reports/NAME.lua in the workspace. A
-- report file only describes: the program computes the tables, a writer file makes them a page.
local charts = require "box.report_charts"
local check = require "box.check"
local contains = require "box.contains"
local filter = require "box.filter"
local messages = require "box.messages"
local text = require "viva.text"

local SOURCES = {
  "run", "leaderboard", "differences", "usability", "unsafe", "failures", "cut", "cost", "paid_twice",
  "judge_rates", "retest", "verdict_variance", "scale_use", "length_bias", "judge_and_physicians",
  "knife_edge", "thresholds", "knife_edge_items", "round_agreement",
  "round_disagreements", "physician_disagreements", "injections", "floor",
  "items_by_category", "items_by", "discrimination", "item_statistics", "human_dimensions",
  "run_differences", "run_comparison", "run_changes",
  "models", "judges", "jurors", "pairwise", "position", "contests", "shares", "provenance",
  "agreement", "agreement_by", "confusion", "confusion_levels", "differing",
  "calibrated", "rated_points", "disagreeing_answers", "disagreeing_points",
  "point_errors", "missed_points",
  "published",
}
-- What a column of a table of rows may show: what a filter may compare, and the texts.
local COLUMNS = { "scores", "question", "answer", "reason", "reference" }
for _, field in ipairs(filter.fields) do COLUMNS[#COLUMNS + 1] = field.name end

local KINDS = { "model", "group", "category", "subcategory", "scene", "difficulty", "language", "item", "judge",
  "rater", "judge_model" }

-- What rows of a table are: kinds, each told at its own line where there is none of that name.
local DOWN = table.move(KINDS, 1, #KINDS, 1, { [#KINDS + 1] = "round", [#KINDS + 2] = "sample" })

local function check_down(value, node, context)
  local good = true
  for i, name in ipairs(type(value) == "table" and value or { value }) do
    if not contains(DOWN, name) then
      check.not_one_of("down", DOWN, name, node.entries and node.entries[i] or node, context)
      good = false
    end
  end
  return good
end

local function in_languages(block)
  return function(value)
    if type(value) == "string" then return { block = block, en = value, zh = value } end
    return { block = block, en = value.en, zh = value.zh }
  end
end

local function block_of(block)
  return function(value, _, line)
    local made = { block = block, line = block == "table" and line or nil }
    for name, entry in pairs(value) do made[name] = entry end
    return made
  end
end

local TABLE_FIELDS = {
  { name = "from", type = "text", one_of = SOURCES, help = {
    en = "which table: " .. table.concat(SOURCES, ", "), zh = "哪张表：" .. table.concat(SOURCES, "、") } },
  { name = "title", type = "text in languages", help = { en = "a title above the table", zh = "表格上方的标题" } },
  { name = "down", type = "text or texts", check = check_down, help = {
    en = "for usability: what the rows are, of " .. table.concat(DOWN, ", "),
    zh = "用于 usability：各行是什么，可用 " .. table.concat(DOWN, "、") } },
  { name = "across", type = "text", one_of = KINDS, help = {
    en = "for usability: what the columns are", zh = "用于 usability：各列是什么" } },
  { name = "most", type = "integer", min = 1, help = {
    en = "for lists of cases: how many at most", zh = "用于逐例列出的表：最多列几例" } },
  { name = "figures", type = "text", one_of = charts.FIGURES, help = {
    en = "for published: which, of " .. table.concat(charts.FIGURES, ", "),
    zh = "用于 published：哪些数据，可用 " .. table.concat(charts.FIGURES, "、") } },
  { name = "rows", type = "words", words = { "rows" }, help = {
    en = "a table of your own instead of `from`: which answers it is about",
    zh = "代替 from 的自定义表格：涉及哪些回答" } },
  { name = "columns", type = "texts", help = {
    en = "with `from`: which columns of numbers are shown; with `rows`: what the columns show, of "
      .. table.concat(COLUMNS, ", ") .. "; with `each`, their titles",
    zh = "与 from 合用：显示哪些数字列；与 rows 合用：各列显示什么，可用 " .. table.concat(COLUMNS, "、") .. "；与 each 合用时为列标题" } },
  { name = "sort", type = "text", help = {
    en = "with `rows`: the column to sort by, \"-judge\" for the highest first",
    zh = "与 rows 合用：按哪一列排序，\"-judge\" 为从高到低" } },
  { name = "each", type = "function", help = {
    en = "with `rows`: each(row) -> the cells of its line, or nil for none",
    zh = "与 rows 合用：each(row) -> 该行各单元格，nil 表示略去" } },
  { name = "after", type = "function", help = {
    en = "with `each`: after() -> lines made of what each() has gathered",
    zh = "与 each 合用：after() -> 由 each() 汇集所得的各行" } },
}

-- What a table of rows is sorted by: a column of its own, or any that rows have.
local function check_sort(value, node, context)
  local name, known = value.sort:match "^%-?(.*)$", value.each and value.columns or COLUMNS
  if contains(known, name) then return true end
  context.report((node.entries.sort or node).line, messages.near("no_sort", name, text.similar(name, known)))
  return false
end

-- A table is computed by the program, or made of rows.
local function check_table(value, node, context)
  if (value.from == nil) == (value.rows == nil) then
    context.report(node.line, messages.say "from_or_rows")
    return false
  end
  if value.rows and not value.columns then
    context.report(node.line, messages.say("missing_in", "columns", messages.type "texts"))
    return false
  end
  if value.rows and not value.each then
    for _, name in ipairs(value.columns) do
      if not contains(COLUMNS, name) then
        context.report(node.line, messages.near("no_column", name, text.similar(name, COLUMNS)))
        return false
      end
    end
  end
  if value.rows and value.sort then return check_sort(value, node, context) end
end

-- What a function of the file made of a row, as cells; nothing where it gave nothing.
local function cells_of(made, word)
  if made == nil then return nil end
  if type(made) ~= "table" then made = { made } end
  local cells = {}
  for i = 1, #made do
    local kind = type(made[i])
    if kind ~= "string" and kind ~= "number" and kind ~= "boolean" then
      error(("%s() gives cells that are texts or numbers, and cell %d is a %s"):format(word, i, kind), 0)
    end
    cells[i] = made[i]
  end
  return cells
end

local spec = {
  title = { en = "what a report shows", zh = "报告显示什么" },
  stays = true,
  settings = {
    { name = "title", type = "text in languages", required = true, example = 'title = { en = "Summary", zh = "总表" }',
      help = { en = "the report's title, after the run's", zh = "报告的标题，跟在运行标题之后" } },
    { name = "show", type = "list", required = true, at_least = 1,
      each = { type = "words", words = { "heading", "text", "table", "items", "bars", "dots", "matrix", "heatmap",
        "distribution", "chart" } },
      example = 'show = { heading "Results", table { from = "leaderboard" }, items {} }',
      help = { en = "the blocks, from top to bottom", zh = "从上到下的各个部分" } },
  },
  words = {
    { name = "heading", takes = { type = "text in languages" }, make = in_languages "heading",
      example = 'heading { en = "Cost", zh = "费用" }', help = { en = "a heading; opens a section", zh = "标题，开始一节" } },
    { name = "text", takes = { type = "text in languages" }, make = in_languages "text",
      example = 'text "Physicians marked a third of these answers."', help = { en = "a paragraph", zh = "一段文字" } },
    { name = "table", takes = { type = "settings", fields = TABLE_FIELDS, check = check_table },
      make = block_of "table",
      example = 'table { from = "usability", down = "subcategory", across = "model" }',
      help = { en = "a table the program computes; its cells lead to their items", zh = "由程序计算的表格，单元格通向相应题目" } },
    { name = "rows", takes = { type = "settings", fields = filter.fields }, make = block_of "rows",
      example = 'rows { judge = "<=2", category = "MSE" }',
      help = { en = "the answers that fit; empty for all", zh = "符合条件的回答；留空则为全部" } },
    { name = "items", takes = { type = "settings", fields = {} }, make = block_of "items", example = "items {}",
      help = { en = "the list of all items, with filters, search and every answer and verdict",
        zh = "全部题目的列表，可筛选、搜索，可看每份回答和评判" } },
  },
  calls = {
    each = function(file, block, rows)
      local lines = {}
      for i, row in ipairs(rows) do
        local cells = cells_of(file.settings.show[block].each(row), "each")
        if cells then lines[#lines + 1] = { row = i, cells = cells } end
      end
      return lines
    end,
    after = function(file, block)
      local lines = {}
      for i, made in ipairs(file.settings.show[block].after()) do
        lines[i] = { cells = cells_of(made, "after") }
      end
      return lines
    end,
  },
}

for _, word in ipairs(charts.words(TABLE_FIELDS)) do spec.words[#spec.words + 1] = word end

return spec
