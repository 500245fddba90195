-- viva repl [RUN]: Lua at a prompt, with a run at hand. Lines are edited in the event loop, so that calls, and a run
-- that another process makes, go on while somebody types.
local prompts = require "commands.shared.prompts"

local M = { summary = { en = "explore a run at a prompt", zh = "在提示符下探查运行结果" } }

function M.options(parser)
  parser:argument("run", "a run's name or folder; the latest one when left out"):args("?")
  parser:option("--out", "folder for replies, runs and reports"):default("viva-out"):argname("DIR")
  parser:flag("--no-history", "keep nothing of what is typed")
end

function M.run(options)
  return prompts.run(options)
end

return M
