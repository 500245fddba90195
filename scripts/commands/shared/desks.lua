-- A desk for code that runs at once, without a prompt: it prints to standard output and follows a run by waiting.
local loop = require "viva.loop"
local task = require "task"

local M = {}

local USUAL, STEP = 100, 2 -- columns where there is no terminal; seconds between two looks at a run

---@return integer how wide what is printed may be
function M.columns() return loop.terminal(1) or USUAL end

-- Until the run has ended, or for ever where nobody says that it has.
local function wait_for(run, on)
  local rows_of = require "desk.rows"
  while on do
    local status, problem, code = run:refresh()
    if not status then return nil, problem, code end
    io.stderr:write(status, "\n")
    if not rows_of.known(run).saved.under_way then return status end
    task.sleep(STEP)
  end
end

---@param options { out: string?, tell: function?, follow: function? }
function M.new(options)
  return require("desk.words").new { out = options.out, columns = M.columns, follow = options.follow or
    function(_, run, on) return wait_for(run, on) end,
    tell = options.tell or function(s) io.write(s) end }
end

return M
