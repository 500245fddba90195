-- Following a run that another process makes: its store is read again and again, and what is new is told.
local loop = require "viva.loop"
local rows_of = require "desk.rows"
local task = require "task"

local M = {}

local STEP = 2 -- seconds between two looks

local function look(self, run, tell)
  local status, problem = run:refresh()
  if self.followed ~= run then return end
  if not status then
    self.followed = nil
    return tell(problem)
  end
  if rows_of.known(run).saved.under_way then return tell(status) end
  self.followed = nil
  tell(rows_of.known(run).desk.say "desk_ended" .. ", " .. status)
end

local function keep_looking(self, run, tell)
  while self.followed == run do
    self.timer = loop.timer(STEP)
    task.await(self.timer)
    if self.followed == run and not self.work then look(self, run, tell) end
  end
end

---@param self table the session; `followed` is the run that it follows, `work` what is running at its prompt
---@param tell fun(status: string?) nil when nothing is followed any more
---@return fun(desk: table, run: table, on: boolean): string
function M.by(self, tell)
  return function(desk, run, on)
    M.stop(self)
    tell(nil)
    if not on then return desk.say "desk_not_followed" end
    local status, problem, code = run:refresh()
    if not status then return nil, problem, code end
    if not rows_of.known(run).saved.under_way then return desk.say "desk_ended" .. ", " .. status end
    self.followed = run
    tell(status)
    self.task = task.spawn(keep_looking, self, run, tell)
    return status
  end
end

---Follows nothing any more.
function M.stop(self)
  self.followed = nil
  if self.timer then loop.cancel(self.timer) end
end

return M
