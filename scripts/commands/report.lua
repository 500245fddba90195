-- viva report [RUN]: writes a report of a run, asking nobody.
local experts = require "experts"
local results = require "commands.shared.results"

local M = { summary = { en = "write a report of a run", zh = "为一次运行生成报告" } }

function M.options(parser)
  parser:argument("run", "the run's name; the newest when left out"):args("?")
  parser:option("--format", "html, md, csv, json, or the name of a writer file"):default("html"):argname("NAME")
  parser:option("--report", "a report file's name"):default("leaderboard"):argname("NAME")
  parser:option("--language", "en or zh"):choices { "en", "zh" }
  parser:option("--convention", "viva, script or paper"):choices { "viva", "script", "paper" }
  parser:option("--file", "where to write; beside the run when left out"):argname("FILE")
  parser:option("--out", "folder for replies, runs and reports"):default("viva-out"):argname("DIR")
end

function M.run(options)
  local run, rows, extra = results.open(options.run, options.out)
  local path, problem = nil, rows
  if run then
    path, problem = results.write(run, rows, extra, { name = options.report, format = options.format,
      language = options.language, convention = options.convention, out = options.file })
  end
  experts.close()
  if not path then
    io.stderr:write("viva report: ", problem, "\n")
    return 1
  end
  print(path)
  return 0
end

return M
