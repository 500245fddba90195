-- viva report [RUN]: writes a run's report anew from what is stored; asks nobody.
local experts = require "experts"
local results = require "commands.shared.results"
local show = require "show"
local words = require "words"

local M = { summary = { en = "write the report of a run", zh = "生成某次运行的报告" } }

function M.options(parser)
  parser:argument("run", "a run's name; the latest one when left out"):args("?")
  parser:option("--format", results.FORMATS):default("html"):argname("FORMAT")
  parser:option("--name", "which report file"):default("leaderboard"):argname("NAME")
  parser:flag("--list", "name the report files there are, with their titles")
  parser:option("--model", "only this model"):count("*"):argname("NAME")
  parser:option("--language", "language of the report: en or zh"):choices { "en", "zh" }
  parser:option("--convention", "viva, script or paper"):choices { "viva", "script", "paper" }
  parser:option("--out", "folder for replies, runs and reports"):default("viva-out"):argname("DIR")
  parser:option("--to", "the file to write, instead of one in the run's folder"):argname("FILE")
end

-- The report files there are, ours and those of the workspace.
local function list(language)
  local loaded, problem = experts.load_all("report", experts.all("report", "."))
  if not loaded then return nil, problem end
  local rows = {}
  for i, file in ipairs(loaded) do rows[i] = { file.name, words.pick(file.settings.title, language) } end
  return show.table({ { title = "" }, { title = "" } }, rows)
end

local function write(options)
  local run, rows, extra = results.open(options.run, options.out)
  if not run then return nil, rows end
  local problem
  rows, problem = results.of_models(run, rows, options.model)
  if not rows then return nil, problem end
  return results.write(run, rows, extra, { name = options.name, format = options.format, language = options.language,
    convention = options.convention, models = options.model, out = options.to })
end

function M.run(options)
  local language = words.choose(options.language, nil, words.locale())
  local path, problem, code
  if options.list then path, problem = list(language) else path, problem, code = write(options) end
  if not path then return nil, problem, code == "lacking" and 2 or 1 end
  print((path:gsub("\n$", "")))
  return 0
end

return M
