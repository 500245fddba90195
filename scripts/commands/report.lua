-- viva report [RUN]: writes a run's report anew from what is stored; asks nobody.
local experts = require "experts"
local results = require "commands.shared.results"
local text = require "viva.text"

local M = { summary = { en = "write the report of a run", zh = "生成某次运行的报告" } }

function M.options(parser)
  parser:argument("run", "a run's name; the latest one when left out"):args("?")
  parser:option("--format", "html, md, csv, json, or the name of a writer file"):default("html"):argname("FORMAT")
  parser:option("--name", "which report file"):default("leaderboard"):argname("NAME")
  parser:option("--language", "language of the report: en or zh"):choices { "en", "zh" }
  parser:option("--convention", "viva, script or paper"):choices { "viva", "script", "paper" }
  parser:option("--out", "folder for replies, runs and reports"):default("viva-out"):argname("DIR")
  parser:option("--to", "the file to write, instead of one in the run's folder"):argname("FILE")
end

local function write(options)
  -- A run may be named by its folder too.
  local name = options.run and options.run:gsub("/+$", ""):match("([^/]+)$")
  local run, rows, extra = results.open(name, options.out)
  if not run then return nil, rows end
  return results.write(run, rows, extra, { name = options.name, format = options.format, language = options.language,
    convention = options.convention, out = options.to })
end

function M.run(options)
  local path, problem = write(options)
  experts.close()
  if not path then
    io.stderr:write("viva report: ", text.clean(problem), "\n")
    return 1
  end
  print(path)
  return 0
end

return M
