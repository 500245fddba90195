-- viva lua write_reports.lua FOLDER: the reports that report.mjs opens, of made-up rows, through the real box.
local aggregate = require "stages.aggregate"
local experts = require "experts"
local hostile = dofile "tests/lua/support/hostile.lua"
local make = dofile "tests/lua/support/rows.lua"
local report = require "report"
local task = require "task"

local folder = ...

local function write(name, language, run, rows)
  assert(report.build { run = run, rows = rows, aggregate = aggregate, language = language, format = "html",
    workspace = folder, out = ("%s/%s.html"):format(folder, name) })
end

task.run(function()
  local small = { items = 60, models = 3, repeats = 3, simulated = true }
  write("small-en", "en", make.make(small))
  write("small-zh", "zh", make.make(small))
  write("big", "zh", make.make { items = 667, models = 3, repeats = 3, raw = 900, answer = 2200, reason = 600 })
  write("hostile", "en", hostile.rows(table.concat(hostile.texts, " ")))
  experts.close()
end)
