-- Following a run that another process makes. A run that is derived in no time is derived at every look; of a bigger
-- one the verdicts that came since are counted in the store, and its rows are derived when something next asks for
-- them: whoever types never waits.
local loop = require "viva.loop"
local rows_of = require "desk.rows"
local runs = require "runs"
local task = require "task"

local M = {}

local STEP = 2 -- seconds between two looks
local NO_TIME = 0.1 -- seconds that deriving may take while somebody types

-- Verdicts that are remembered in the stores of a run. One process at a time writes there, so what comes is this run's.
local function count_verdicts(known)
  local stores, problem = runs.stores(known.out, known.saved.record, true)
  if not stores then return nil, problem end
  local count = 0
  for _, store in pairs(stores) do count = count + (store:counts().memos or 0) end
  runs.close(stores)
  return count
end

-- Derives the run; remembers how long that took and how many verdicts there were.
local function derive(self, run)
  local started = loop.now()
  local verdicts = count_verdicts(rows_of.known(run))
  local status, problem, code = run:refresh()
  self.look = { seconds = loop.now() - started, verdicts = verdicts, judged = rows_of.known(run).count.judged }
  return status, problem, code
end

local function judged(known)
  return known.desk.say("desk_judged", known.count.judged, known.count.due)
end

local function estimate(self, run)
  local known, last = rows_of.known(run), self.look
  local verdicts, problem = count_verdicts(known)
  if not verdicts then return nil, problem end
  if verdicts ~= last.seen then rows_of.forget(run) end
  last.seen = verdicts
  known.count.judged = math.min(last.judged + verdicts - (last.verdicts or verdicts), known.count.due)
  return judged(known)
end

local function look(self, run, tell)
  local known = rows_of.known(run)
  local saved = runs.read(known.out, known.name)
  local going = saved and saved.under_way
  local status, problem = (going and self.look.seconds > NO_TIME and estimate or derive)(self, run)
  if self.followed ~= run then return end
  if going and status then return tell(judged(known)) end
  self.followed = nil
  tell(nil, status and known.desk.say "desk_ended" .. ", " .. status or problem)
end

local function keep_looking(self, run, tell)
  while self.followed == run do
    self.timer = loop.timer(STEP)
    task.await(self.timer)
    if self.followed == run and not self.work then look(self, run, tell) end
  end
end

---@param self table the session; `followed` is the run that it follows, `work` what is running at its prompt
---@param tell fun(status: string?, last: string?) no status when nothing is followed any more, and what is left to say
---@return fun(desk: table, run: table, on: boolean): string
function M.by(self, tell)
  return function(desk, run, on)
    M.stop(self)
    tell(nil)
    if not on then return desk.say "desk_not_followed" end
    local status, problem, code = derive(self, run)
    if not status then return nil, problem, code end
    if not rows_of.known(run).saved.under_way then return desk.say "desk_ended" .. ", " .. status end
    self.followed = run
    tell(judged(rows_of.known(run)))
    task.spawn(keep_looking, self, run, tell)
    return status
  end
end

---Follows nothing any more.
function M.stop(self)
  self.followed = nil
  if self.timer then loop.cancel(self.timer) end
end

return M
