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

-- What is said of a report file whose show is these lines, the first being line 3.
local function said_of(lines, build_it)
  local place = reports.folder()
  assert(files.make_folder(place .. "/reports"))
  assert(files.write(place .. "/reports/mine.lua", 'title = "x"\nshow = {\n' .. lines .. "\n}\n"))
  local made, problem, code
  if build_it then
    local run, rows = reports.small()
    made, problem, code = report.build { run = run, rows = rows, aggregate = require "stages.aggregate", workspace = place,
      name = "mine", format = "md", language = "en", out = place .. "/out.md" }
  else
    made, problem, code = experts.load("report", place .. "/reports/mine.lua")
  end
  reports.remove(place)
  experts.close()
  return problem and problem:gsub(place .. "/reports/", ""), code, made
end

M["what is wrong with the form of a specification is told at its own line, all at once"] = function(lu)
  lu.assertEquals(said_of [[
  dots { from = "leaderboard", spec = { marks = 3 } },
  chart { from = "leaderboard", spec = {
    data = { { name = "more", url = "https://example.org/x.json" } },
    marks = { { type = "rectangel" }, { type = "group",
      marks = { { type = "image" } } } },
    axes = { { scale = "x", orient = "botom" },
      4 },
    hight = 3,
    width = "wide" } },]], [[
mine.lua:3: 'marks' should be a list in { }, and this is a number
mine.lua:5: a chart shows the numbers of its table, which are called cells, or values written here: a report fetches nothing
mine.lua:6: 'type' should be one of 'arc', 'area', 'group', 'line', 'path', 'rect', 'rule', 'shape', 'symbol', 'text', ]]
    .. [['trail', and this is 'rectangel'
mine.lua:7: 'type' should be one of 'arc', 'area', 'group', 'line', 'path', 'rect', 'rule', 'shape', 'symbol', 'text', ]]
    .. [['trail', and this is 'image'
mine.lua:8: 'orient' should be one of 'left', 'right', 'top', 'bottom', and this is 'botom'; did you mean 'bottom'?
mine.lua:9: 'axes[2]' should be settings in { }, and this is a number
mine.lua:10: there is no setting called 'hight'; did you mean 'height'?
mine.lua:11: 'width' should be a number, and this is a text]])
end

M["what a whole specification names that is not there is told with its line, its block and the names there are"] = function(lu)
  local problem, code = said_of([[
  heading "x",
  dots { from = "leaderboard", spec = { axes = { { scale = "valeu", orient = "top" } } } },
  chart { from = "leaderboard", spec = {
    scales = { { name = "x", domain = { data = "cell", field = "value" } } },
    marks = { { type = "rect", from = { data = "cells" }, encode = { update = {
      x = { scale = "x", field = "worth" }, y = { signal = "datum.text + 'datum.no' + datum.nam" } } } }, { name = "m" } },
  } },
  bars { from = "leaderboard", columns = "opp" },]], true)
  lu.assertEquals(code, "report_file")
  local lines = {}
  for line in problem:gmatch "[^\n]+" do lines[#lines + 1] = line:match "^(.-) [Tt]here are" or line end
  lu.assertEquals(lines, {
    "mine.lua:4: block 2, dots: axes[3].scale: there is no scale 'valeu'; did you mean 'value'?",
    "mine.lua:5: block 3, chart: scales[1].domain.data: there is no data set 'cell'; did you mean 'cells'?",
    "mine.lua:5: block 3, chart: marks[1].encode.update.x.field: there is no field 'worth';",
    "mine.lua:5: block 3, chart: marks[1].encode.update.y.signal: there is no field 'nam';",
    "mine.lua:5: block 3, chart: marks[2]: a mark has no type",
    lines[6] })
  lu.assertStrContains(lines[6], "mine.lua:10: block 4, bars: the table 'leaderboard' has no column of numbers 'opp'; it has: OP")
end

M["a table shows the columns that are asked for, and one it lacks is told with its line"] = function(lu)
  local made = assert(charts.narrow(small_table(), { block = "table", columns = { "op" } }, words))
  lu.assertEquals({ #made.columns, made.columns[2].title, made.bodies[2].rows[1][2].text }, { 2, "OP", "25.0%" })
  lu.assertEquals(#charts.narrow(small_table(), { block = "table" }, words).columns, 3)
  local problem = said_of('  heading "x",\n  table { from = "leaderboard", columns = { "MK", "MTC" } },', true)
  lu.assertStrContains(problem, "mine.lua:4: block 2, table: the table 'leaderboard' has no column of numbers 'MTC'; it has: OP")
end

M["names that a specification makes itself are no mistakes"] = function(lu)
  local problem, _, made = said_of([[
  chart { from = "leaderboard", spec = {
    data = { { name = "sums", source = "cells", transform = {
      { type = "aggregate", groupby = { "row" }, ops = { "mean" }, fields = { "value" }, as = { "average" } },
      { type = "formula", as = "half", expr = "datum.average / 2" } } }, { name = "line", values = { { at = 0.5 } } } },
    scales = { { name = "y", domain = { fields = { { data = "sums", field = "average" }, { data = "line", field = "at" } } } } },
    marks = { { type = "rect", name = "made", from = { data = "sums" }, encode = { update = { y = { scale = "y", field = "half" } } } },
      { type = "rule", from = { data = "line" }, encode = { update = { y = { scale = "y", field = "at" } } } },
      { type = "text", from = { data = "made" }, encode = { update = { x = { field = "bounds" } } } } } } },
  distribution { from = "usability", down = "item", spec = {
    data = { { name = "more", source = "cells", transform = { { type = "window", ops = { "rank" } } } } },
    marks = { { type = "rect", from = { data = "more" }, encode = { update = { x = { field = "rank" } } } } } } },]], true)
  lu.assertNil(problem)
  lu.assertNotNil(made)
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
