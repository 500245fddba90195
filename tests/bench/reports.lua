-- The speed of reports: cmake --build build --target bench_reports
-- A leaderboard of 13 models x 667 items x 3 answers x 3 judgings (78,000) from made-up rows: what is counted and resampled
-- before anything is written, the whole report as HTML and Markdown, each ready report, a comparison and a gate's figures.
local aggregate = require "stages.aggregate"
local comparison = require "comparison"
local context = require "context"
local experts = require "experts"
local files = require "files"
local loop = require "viva.loop"
local make = dofile "tests/lua/support/rows.lua"
local report = require "report"
local task = require "task"

local folder = (os.getenv("VIVA_BENCH_DIR") or viva_root .. "/build") .. "/bench-reports-" .. loop.pid()

local function say(...) print(string.format(...)) end

-- The median wall time of a few runs, in milliseconds, and the processor's of this process.
local function timed(runs, fn)
  local wall, processor = {}, {}
  for i = 1, runs do
    collectgarbage()
    local started, used = loop.now(), os.clock()
    fn()
    wall[i], processor[i] = (loop.now() - started) * 1000, (os.clock() - used) * 1000
  end
  table.sort(wall)
  table.sort(processor)
  return wall[(runs + 1) // 2], processor[(runs + 1) // 2]
end

local function tell(name, wanted, wall, processor)
  say("%-46s %7.0f ms   processor %7.0f ms%s", name, wall, processor, wanted and "   (want < " .. wanted .. ")" or "")
end

local function resident_mb()
  return tonumber((files.read("/proc/self/status") or ""):match("VmHWM:%s+(%d+)")) / 1024
end

local function build(run, rows, name, format, other)
  local path = ("%s/%s.%s"):format(folder, name, format)
  local done, problem, code = report.build { run = run, rows = rows, aggregate = aggregate, name = name, format = format,
    language = "en", workspace = folder, out = path, other = other }
  assert(done or code == "lacking", problem) -- these rows have no ratings, no rubric and no pairs
  return path
end

-- From a click in a report's list to its verdicts, in Chromium.
local function tell_first_item(path)
  local pipe = io.popen("node tests/browser/bench/first_item.mjs '" .. path .. "' 2>/dev/null")
  local median, longest, opened = (pipe and pipe:read("a") or ""):match("^(%d+) (%d+) (%d+)")
  if pipe then pipe:close() end
  if not median then return say("%-46s not measured: node, Chromium or npm packages are missing", "first item in Chromium") end
  say("%-46s %7s ms   longest %s ms, the report opens in %s ms   (want < 200)", "first item in Chromium", median, longest,
    opened)
end

local function judgings_of(rows)
  local count = 0
  for _, row in ipairs(rows) do count = count + #row.judgings end
  return count
end

task.run(function()
  assert(files.make_folder(folder))
  assert(experts.load("writer", viva_root .. "/scripts/writers/html.lua")) -- as in a command, the box is there before the rows
  local options = { items = 667, models = 13, samples = 3, repeats = 3, answer = 800, reason = 300 }
  local run, rows = make.make(options)
  say("%d models, %d items, %d answers, %d judgings", #run.models, run.dataset.count, #rows, judgings_of(rows))
  tell("leaderboard without intervals", nil, timed(3, function() aggregate.leaderboard(rows, run, {}) end))
  tell("leaderboard with intervals and ranks", "1000", timed(3, function() context.board(aggregate, rows, run, {}) end))
  for _, format in ipairs { "html", "md" } do
    tell("report leaderboard as " .. format, format == "html" and "2000" or nil,
      timed(3, function() build(run, rows, "leaderboard", format) end))
  end
  tell_first_item(build(run, rows, "leaderboard", "html"))
  local other
  tell("comparison with another run", nil, timed(1, function()
    local compared = assert(comparison.of(aggregate, { run = run, rows = rows }, { run = run, rows = rows }, {}))
    other = { run = run, names = { "A", "B" }, compared = compared }
  end))
  for _, file in ipairs(experts.all("report", folder)) do
    if file.name ~= "leaderboard" then
      tell("report " .. file.name .. " as md", nil,
        timed(1, function() build(run, rows, file.name, "md", file.name == "comparison" and other or nil) end))
    end
  end
  say("%.0f MB resident at most", resident_mb())
  experts.close()
  os.execute("rm -rf '" .. folder .. "'")
end)
