-- viva export [RUN] --as FORMAT: writes a run's rows in a shape that other programs read.
local exports = require "exports"
local files = require "files"
local results = require "commands.shared.results"
local text = require "viva.text"

local M = { summary = { en = "write a run's scores for other programs", zh = "导出一次运行的评分，供其他程序读取" } }

function M.options(parser)
  parser:argument("run", "a run's name; the latest one when left out"):args("?")
  parser:option("--as", "the shape of the files"):count(1):choices(exports.formats)
  parser:option("--out", "folder for replies, runs and reports"):default("viva-out"):argname("DIR")
  parser:option("--to", "the folder to write into, instead of one in the run's folder"):argname("DIR")
end

local function write_all(list, folder)
  local made, problem = files.make_folder(folder)
  if not made then return nil, problem end
  for _, file in ipairs(list) do
    local done
    done, problem = files.write(("%s/%s"):format(folder, file.name), file.bytes)
    if not done then return nil, problem end
  end
  return true
end

function M.run(options)
  local run, rows, extra = results.open(options.run, options.out)
  if not run then return nil, rows end
  local folder = (options.to or extra.dir .. "/export"):gsub("(.)/+$", "%1")
  local list = exports.files(options.as, rows, run)
  local done, problem = write_all(list, folder)
  if not done then return nil, problem end
  if run.simulated then print("SIMULATED: these scores are of simulated models or of a simulated judge.") end
  for _, file in ipairs(list) do print(text.clean(("%s/%s"):format(folder, file.name))) end
  return true
end

return M
