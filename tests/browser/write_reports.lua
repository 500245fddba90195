-- viva lua write_reports.lua FOLDER: the reports that report.mjs opens, of made-up rows, through the real box.
local aggregate = require "stages.aggregate"
local experts = require "experts"
local files = require "files"
local hostile = dofile "tests/lua/support/hostile.lua"
local make = dofile "tests/lua/support/rows.lua"
local report = require "report"
local task = require "task"

local folder = ...

-- The ready reports that these rows give nothing to show: they have no page.
local LACKING = { agreement = true, comparison = true, human = true, pairwise = true, refine = true, rubric = true }

local function write(name, language, run, rows, more)
  local options = { run = run, rows = rows, aggregate = aggregate, language = language, format = "html", workspace = folder,
    out = ("%s/%s.html"):format(folder, name) }
  for key, value in pairs(more or {}) do options[key] = value end
  local made, problem, code = report.build(options)
  assert((made == nil) == (LACKING[options.name] == true) and (made or code == "lacking"), problem or name)
end

-- Every report file that is shipped, and those of the tests.
local function write_all(run, rows)
  assert(files.make_folder(folder .. "/reports"))
  assert(files.write(folder .. "/reports/charts.lua", files.read "tests/data/report/charts.lua"))
  for _, language in ipairs { "en", "zh" } do
    write("charts-" .. language, language, run, rows, { name = "charts" })
    for file in require("lfs").dir "scripts/reports" do
      local name = file:match("^(.*)%.lua$")
      if name then write(("ready-%s-%s"):format(name, language), language, run, rows, { name = name, convention = "paper" }) end
    end
  end
  write("tables", "en", run, rows, { name = "charts", vega = "/nowhere" })
end

task.run(function()
  local small = { items = 60, models = 3, repeats = 3, simulated = true }
  write("small-en", "en", make.make(small))
  write("small-zh", "zh", make.make(small))
  write_all(make.make(small))
  write("big", "zh", make.make { items = 667, models = 3, repeats = 3, raw = 900, answer = 2200, reason = 600 })
  write("hostile", "en", hostile.rows(table.concat(hostile.texts, " ")))
  experts.close()
end)
