-- Charts: a table's cells as data, the specifications that draw them, and what a report file may change.
local charts = require "charts"
local experts = require "experts"
local files = require "files"
local json = require "json"
local report = require "report"
local reports = dofile "tests/lua/support/reports.lua"
local vega = require "vega"

local M = {}

local function words(name) return ({ op = "OP", due = "Due" })[name] end

local function small_table()
  local function row(name, rate, low, high, due)
    return { { text = name, head = true, mark = name == "b" and "SIMULATED" or nil },
      { text = rate and ("%.1f%%"):format(rate * 100) or "–", sort = rate or -1, link = { model = name },
        interval = low and { low = low, high = high } or nil }, { text = ("%d"):format(due) } }
  end
  return { block = "table", from = "leaderboard", columns = { { title = "Model" }, { title = "OP", number = true },
    { title = "Due", number = true } }, bodies = {
      { title = "Open", rows = { row("a", 0.5, 0.4, 0.6, 30), row("b", nil, nil, nil, 30) } },
      { title = "Closed", rows = { row("a", 0.25, nil, nil, 7) } } } }
end

M["cells become data with their value, interval, group and address; what is missing has no value"] = function(lu)
  local chart = assert(charts.block(small_table(), { kind = "dots" }, words))
  local cells = chart.spec.data[1].values
  lu.assertEquals(#cells, 3)
  lu.assertEquals(cells[1], { key = "1|a", row = "a", group = "Open", column = "OP", value = 0.5, low = 0.4, high = 0.6,
    text = "50.0%", href = "#items?model=a" })
  lu.assertEquals({ cells[2].row, cells[2].value }, { "b (SIMULATED)" })
  lu.assertEquals({ cells[3].key, cells[3].group }, { "3|a", "Closed" })
  lu.assertEquals(chart.table.columns[1].title, "Model")
end

M["a column goes by its title or its word, and one that is not there is told with those there are"] = function(lu)
  local chart = assert(charts.block(small_table(), { kind = "bars", columns = { "op", "Due" } }, words))
  lu.assertEquals(#chart.spec.data[1].values, 6)
  lu.assertEquals(chart.spec.data[1].values[2].value, 30)
  local narrow = assert(charts.block(small_table(), { kind = "bars", columns = "Due" }, words)).table
  lu.assertEquals({ #narrow.columns, narrow.bodies[2].rows[1][2].text }, { 2, "7" })
  local made, problem, code = charts.block(small_table(), { kind = "bars", columns = "opp", from = "leaderboard" }, words)
  lu.assertNil(made)
  lu.assertEquals(problem, "the table 'leaderboard' has no column of numbers 'opp'; it has: OP, Due")
  lu.assertEquals(code, "report_file")
end

M["changes are laid over: tables merge, entries are found by name, others are added, plain lists are replaced"] = function(lu)
  local base = { height = 10, scales = { { name = "x", domain = { 0, 1 }, zero = true }, { name = "y" } },
    axes = { { scale = "x", orient = "bottom" } } }
  local made = charts.merge(base, { height = 20, scales = { { name = "x", domain = { 0.2, 0.4 } }, { name = "z" } },
    axes = { { scale = "x", orient = "bottom", title = "share" } } })
  lu.assertEquals(made, { height = 20, scales = { { name = "x", domain = { 0.2, 0.4 }, zero = true }, { name = "y" },
    { name = "z" } }, axes = { { scale = "x", orient = "bottom", title = "share" } } })
  lu.assertEquals(base.height, 10)
end

M["a scale whose ends a file gives keeps to them, and what lies beyond is clipped"] = function(lu)
  local spec = { scales = { { name = "value", domain = { 0.3, 0.6 } } } }
  local drawn = assert(charts.block(small_table(), { kind = "bars", columns = "op", spec = spec }, words)).spec
  lu.assertEquals({ drawn.scales[2].domain, drawn.scales[2].zero, drawn.scales[2].nice }, { { 0.3, 0.6 }, false, false })
  lu.assertTrue(drawn.marks[1].clip)
  local plain = assert(charts.block(small_table(), { kind = "bars", columns = "op" }, words)).spec
  lu.assertEquals({ plain.scales[2].zero, plain.marks[1].clip }, { true, nil })
end

M["a whole specification of one's own has the table's numbers as its cells"] = function(lu)
  local chart = assert(charts.block(small_table(), { kind = "own", spec = { width = 9, marks = { { type = "rule" } } } }, words))
  lu.assertEquals({ chart.spec.width, #chart.spec.data[1].values, chart.spec.marks[1].type }, { 9, 6, "rule" })
end

M["nothing to draw is a chart with its table and no specification"] = function(lu)
  local made = small_table()
  made.bodies = {}
  local chart = assert(charts.block(made, { kind = "heatmap" }, words))
  lu.assertNil(chart.spec)
  lu.assertEquals(chart.table, made)
end

local FILE = [[
title = "Charts"
show = {
  dots { from = "leaderboard", title = "OP by model" },
  heatmap { from = "usability", down = "category", across = "model", spec = { height = 77 } },
}
]]

local function build(format, options)
  local place = reports.folder()
  assert(files.make_folder(place .. "/reports"))
  assert(files.write(place .. "/reports/charts.lua", FILE))
  local run, rows = reports.small()
  local aggregate = require "stages.aggregate"
  local paths, problem = report.build { run = run, rows = rows, aggregate = aggregate, workspace = place, name = "charts",
    format = format, language = "en", out = place .. "/out." .. format, vega = options and options.vega }
  local text = paths and files.read(paths[1])
  reports.remove(place)
  experts.close()
  return text, problem
end

M["where nothing can be drawn, a chart is its table"] = function(lu)
  local text = assert(build "md")
  lu.assertStrContains(text, "**OP by model**\n\n| Model | OP |")
  lu.assertStrContains(text, "| MK Medical knowledge |")
end

M["a report file's changes reach the specification"] = function(lu)
  local made = json.decode(assert(build "json"))
  lu.assertEquals(made.report.blocks[1].kind, "dots")
  lu.assertEquals(made.report.blocks[2].spec.height, 77)
  lu.assertEquals(made.report.blocks[2].table.from, "usability")
end

M["without Vega a page shows the tables and says how to get charts; its policy names no more than its own script"] = function(lu)
  local text = assert(build("html", { vega = "/nowhere" }))
  lu.assertStrContains(text, "libjs-vega")
  lu.assertStrContains(text, "<details open><summary>Table</summary>")
  lu.assertNotStrContains(text, 'class="chart"')
  local _, digests = text:match("script%-src ([^;]*);"):gsub("'sha256%-", "")
  lu.assertEquals(digests, 1)
end

M["with Vega a page holds each script under its digest and allows no eval"] = function(lu)
  if not vega.script() then lu.skip("Vega (libjs-vega) is not installed") end
  local text = assert(build "html")
  local policy = text:match("script%-src ([^;]*);")
  local _, digests = policy:gsub("'sha256%-", "")
  lu.assertEquals(digests, 3)
  lu.assertNotStrContains(policy, "unsafe")
  lu.assertEquals(#json.decode(text:match('id="data">(.-)</script>')).charts, 2)
  lu.assertNotStrContains(text, "libjs-vega</p>")
end

M["a misspelt word of a chart is told at its line"] = function(lu)
  local place = reports.folder()
  local path = place .. "/mine.lua"
  assert(files.write(path, 'title = "x"\nshow = { dots { from = "leaderboard",\n  colums = "OP" } }\n'))
  local file, problem = experts.load("report", path)
  lu.assertNil(file)
  lu.assertStrContains(problem, "mine.lua:3:")
  lu.assertStrContains(problem, "columns")
  reports.remove(place)
  experts.close()
end

return M
