-- Builds reports of made-up rows in folders of their own: for tests only.
local aggregate = require "stages.aggregate"
local files = require "files"
local lfs = require "lfs"
local make = dofile "tests/lua/support/rows.lua"
local report = require "report"
local workshop = dofile "tests/lua/support/workshop.lua"

local M = {}

M.folder, M.remove = workshop.folder, workshop.remove

function M.build(run, rows, format, options)
  options = options or {}
  local place = M.folder()
  if options.file then -- a report file of the test's own
    assert(files.make_folder(place .. "/reports"))
    assert(files.write(("%s/reports/%s.lua"):format(place, options.name), assert(files.read(options.file))))
  end
  local extra = { attempts = options.attempts or {}, paid_twice = options.paid_twice or {}, dir = place }
  local paths, problem, code = report.build { run = run, rows = rows, aggregate = aggregate, extra = extra,
    format = format, language = options.language or "en", convention = options.convention, workspace = place,
    name = options.name, vega = options.vega, experts = options.experts, out = place .. "/report." .. format }
  local text = paths and files.read(paths[1])
  local pages = {}
  if paths and paths[2] then
    for name in lfs.dir(paths[2]) do
      if name:sub(1, 1) ~= "." then pages[#pages + 1] = { name = name, text = files.read(paths[2] .. "/" .. name) } end
    end
    table.sort(pages, function(a, b) return a.name < b.name end)
  end
  M.remove(place)
  return text, problem, code, pages
end

---A small simulated run.
function M.small()
  return make.make { items = 12, models = 2, repeats = 3, simulated = true, answer = 200, reason = 120 }
end

return M
