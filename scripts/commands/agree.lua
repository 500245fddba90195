-- viva agree [RUN]: the judge against physicians, and physicians among themselves: on the screen, and as a report.
local agreement = require "commands.shared.agreement"
local aggregate = require "stages.aggregate"
local context_of = require "context"
local results = require "commands.shared.results"
local report = require "report"
local screen = require "screen"
local words = require "words"

local M = { summary = { en = "hold the judge against physicians", zh = "比较评判与医师" } }

local SHOWN = { { from = "agreement" },
  { from = "agreement_by", down = "category", short = true },
  { from = "agreement_by", down = "model", short = true },
  { from = "confusion" }, { from = "calibrated", down = "model" },
  { from = "differing", most = 10 } }

function M.options(parser)
  parser:argument("run", "a run's name; the latest one when left out"):args("?")
  parser:option("--format", results.FORMATS):default("html"):argname("FORMAT")
  parser:option("--language", "en or zh"):choices { "en", "zh" }
  parser:option("--convention", "viva, script or paper"):choices { "viva", "script", "paper" }
  parser:option("--out", "folder for replies, runs and reports"):default("viva-out"):argname("DIR")
  parser:option("--to", "the file to write, instead of one in the run's folder"):argname("FILE")
end

local function show(run, rows, options)
  local language = words.choose(options.language, run.language, words.locale())
  local context = context_of.new({ run = run, rows = rows, aggregate = aggregate,
    agreement = agreement.of(rows, run), convention = options.convention }, { name = "agreement" }, language)
  local sources = report.sources()
  io.write(screen.banners(run, context.words))
  for _, block in ipairs(SHOWN) do io.write(screen.block(sources[block.from](context, block)), "\n") end
  return context
end

function M.run(options)
  local run, rows, extra = results.open(options.run, options.out)
  if not run then return nil, rows end
  if run.ratings.count == 0 then
    local elsewhere = run.ratings.elsewhere
    return nil, ("no answer of the run '%s' has a rating%s; `viva ratings import FILE.csv` takes them in"):format(
      run.name, elsewhere > 0 and ("; the %d that are kept are of other texts"):format(elsewhere) or "")
  end
  local context = show(run, rows, options)
  local path, problem = results.write(run, rows, extra, { name = "agreement", format = options.format,
    language = options.language, convention = options.convention, out = options.to })
  if not path then return nil, problem end
  print(("%s: %s"):format(context.words "report", path))
  return true
end

return M
