-- The words of a report file that draw: each takes a table as `table` does, and becomes a Vega specification.
local chart_spec = require "box.chart_spec"

local M = {}

-- Which published figures there are (scripts/sources/published.lua).
M.FIGURES = { "usability", "MK", "MLU", "MR", "MSE", "MTG", "mtg_dimensions", "agreement", "confusion", "op" }

local KINDS = {
  { "bars", 'bars { from = "leaderboard" }', "bars of a table's numbers", "以条形图表示表中的数" },
  { "dots", 'dots { from = "leaderboard", columns = "OP" }', "dots with their intervals", "以点和区间表示表中的数" },
  { "matrix", 'matrix { from = "usability", down = "model", across = "category" }',
    "counts of one scale against another", "一种尺度对另一种尺度的计数矩阵" },
  { "heatmap", 'heatmap { from = "usability", down = "category", across = "model" }',
    "a table's numbers as shades", "以深浅表示表中的数" },
  { "distribution", 'distribution { from = "usability", down = "item" }', "how often values fall where",
    "数值的分布" },
}

-- What a chart takes of a table's settings: those of tables that the program computes.
local TAKES = { from = true, title = true, down = true, across = true, most = true, figures = true }

local function fields_of(table_fields, spec_required)
  local fields = {}
  for _, field in ipairs(table_fields) do
    if TAKES[field.name] then fields[#fields + 1] = field end
    if field.name == "from" then
      fields[#fields] = { name = "from", type = field.type, required = true, one_of = field.one_of, help = field.help }
    end
  end
  fields[#fields + 1] = { name = "columns", type = "text or texts", help = {
    en = "which columns of numbers are drawn", zh = "画哪些数字列" } }
  fields[#fields + 1] = { name = "spec", type = "table", required = spec_required, check = chart_spec.check, help = {
    en = "changes to the Vega specification; for chart, the whole of it, whose data are called cells",
    zh = "对 Vega 规格的改动；用于 chart 时为完整规格，数据名为 cells" } }
  return fields
end

local function made_as(kind)
  return function(value, _, line)
    local made = { block = "chart", kind = kind, line = line }
    for name, entry in pairs(value) do made[name] = entry end
    return made
  end
end

---@param table_fields table[] what `table` may be given
---@return table[] words
function M.words(table_fields)
  local words = {}
  for i, kind in ipairs(KINDS) do
    words[i] = { name = kind[1], takes = { type = "settings", fields = fields_of(table_fields) },
      make = made_as(kind[1]), example = kind[2], help = { en = kind[3], zh = kind[4] } }
  end
  words[#words + 1] = { name = "chart", takes = { type = "settings", fields = fields_of(table_fields, true) },
    make = made_as "own", example = 'chart { from = "leaderboard", spec = { ... } }',
    help = { en = "a Vega specification of your own for a table's numbers", zh = "用自己的 Vega 规格画表中的数" } }
  return words
end

return M
