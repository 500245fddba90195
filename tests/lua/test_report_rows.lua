-- Tables of a report's own: rows{} with columns, and with functions that run in the box.
local aggregate = require "stages.aggregate"
local experts = require "experts"
local files = require "files"
local make = dofile "tests/lua/support/rows.lua"
local report = require "report"
local reports = dofile "tests/lua/support/reports.lua"

local M = {}

-- The report that a file with these tables makes, as Markdown; or nil and the problem.
local function made(tables, options)
  local run, rows = make.make(options or { items = 24, models = 2, repeats = 3, simulated = true })
  local place = reports.folder()
  assert(files.make_folder(place .. "/reports"))
  assert(files.write(place .. "/reports/mine.lua", ('title = "Mine"\n%s\n'):format(tables)))
  local paths, problem = report.build { run = run, rows = rows, aggregate = aggregate, workspace = place, name = "mine",
    format = "md", language = "en", out = place .. "/mine.md" }
  local text = paths and files.read(paths[1])
  reports.remove(place)
  experts.close()
  return text, problem, rows
end

local function lines_of(text)
  local lines = {}
  for line in text:match("^(.-)\n## Provenance"):gmatch("\n(| [^\n]*)") do lines[#lines + 1] = line end
  return lines
end

M["columns by name show the rows that fit, sorted, with the models marked"] = function(lu)
  local text, _, rows = made [[show = { table { rows = rows { judge = "<=2" },
    columns = { "item", "model", "judge", "unsafe" }, sort = "-judge", most = 3 } }]]
  local lines, fit = lines_of(text), 0
  local filter = require "filter"
  for _, row in ipairs(rows) do
    local score = filter.value("judge", row, {})
    fit = fit + (score and score <= 2 and 1 or 0)
  end
  lu.assertEquals(lines[1], "| Item | Model | Score | Unsafe |")
  lu.assertEquals(#lines, 2 + 3)
  lu.assertStrMatches(lines[3], "| %S+ | model%-%d %*SIMULATED%* | 2 | yes |")
  lu.assertStrContains(text, ("The first 3 of %d."):format(fit))
end

M["rows are sorted by a field that no column shows, and a cell that is no number is a dash"] = function(lu)
  local lines = lines_of((made [[show = { table { rows = rows { model = "model-1" }, columns = { "category", "item" },
    sort = "-item" } }]]))
  local plain = lines_of((made [[show = { table { rows = rows { model = "model-1" }, columns = { "category" },
    sort = "-item" } }]]))
  lu.assertEquals(#lines, #plain)
  for i = 3, #lines do lu.assertEquals(plain[i], lines[i]:match "^| [^|]* |") end
  local text = made [[show = { table { rows = rows { model = "model-1" }, columns = { "a", "b", "c" },
    each = function() return { 0 / 0, 1 / 0, 5 } end } }]]
  lu.assertEquals(lines_of(text)[3], "| – | – | 5 |")
end

M["each() makes the lines it wants, after() those of what was gathered, and pages are one walk"] = function(lu)
  local text, problem, rows = made([[
local count, bytes = 0, 0
show = {
  table { rows = rows { category = "MK" }, columns = { "Item", "Bytes" }, sort = "Item",
    each = function(row) return row.model == "model-1" and { row.item.id, #row.answer.text } or nil end },
  table { rows = rows {}, columns = { "Rows", "Bytes" },
    each = function(row) count, bytes = count + 1, bytes + #(row.answer.text or "") end,
    after = function() return { { count, bytes } } end },
}]], { items = 60, models = 2, repeats = 1, answer = 30000 })
  lu.assertNil(problem)
  local bytes, own = 0, 0
  for _, row in ipairs(rows) do
    bytes = bytes + #(row.answer.text or "")
    if row.model == "model-1" and row.item.category == "MK" then own = own + 1 end
  end
  lu.assertTrue(bytes > 3 << 20) -- several pages
  lu.assertStrContains(text, ("| %d | %d |"):format(#rows, bytes))
  local lines = lines_of(text)
  lu.assertEquals(#lines, 2 + own + 3)
  lu.assertEquals(lines[1], "| Item | Bytes |")
end

M["a file's mistakes are told at their lines"] = function(lu)
  local cases = {
    { 'show = { table { rows = rows { judge = "low" }, columns = { "item" } } }', "mine.lua:2: 'judge' is compared as in" },
    { 'show = { table { rows = rows { categroy = "MK" }, columns = { "item" } } }', "did you mean 'category'" },
    { 'show = { table { rows = rows {}, columns = { "itm" } } }', "no column 'itm' without each(); did you mean 'item'" },
    { 'show = { table { rows = rows {}, columns = { "item" }, sort = "-juge" } }', "sorted by 'juge'; did you mean 'judge'" },
    { 'show = { table { rows = rows {} } }', "'columns' is missing here" },
    { 'show = { table { from = "cost", rows = rows {}, columns = { "item" } } }', "'from' (the program computes it) or 'rows'" },
    { 'show = { table { from = "usability", down = { "model",\n"categry" } } }', "did you mean 'category'" },
    { 'show = { table { from = "usability", across = "modle" } }', "did you mean 'model'" },
    { 'show = { bars { from = "usability", down = "modle" } }', "did you mean 'model'" },
    { "show = { table {} }", "'from' (the program computes it) or 'rows'" },
    { 'show = { table { rows = rows {}, columns = { "A" }, each = function(row) return row.nothing.x end } }', "mine.lua:2:" },
    { 'show = { table { rows = rows {}, columns = { "A" }, each = function() return { {} } end } }', "cell 1 is a table" },
  }
  for _, case in ipairs(cases) do
    local text, problem = made(case[1])
    lu.assertNil(text, case[1])
    lu.assertStrContains(problem, case[2])
  end
end

M["a function that never ends is stopped, and the report is told as failed"] = function(lu)
  local text, problem = made('show = { table { rows = rows {}, columns = { "A" }, each = function() while true do end end } }',
    { items = 6, models = 1, repeats = 1 })
  lu.assertNil(text)
  lu.assertStrContains(problem, "mine.lua")
end

return M
