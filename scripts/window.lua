-- How many requests of one endpoint may be on the wire. Halves when the endpoint says it has had too many, grows back
-- by one for each window's worth of good replies; keeps its pauses and its pace.
local loop = require "viva.loop"
local task = require "task"

local M = {}

-- Those who wait stand in a queue whose links are fields of the tasks themselves: joining it costs no memory.
local function room(self)
  return self.used + 1 <= self.limit
end

local function wake(self)
  while self.first and room(self) do
    local waiter = self.first
    self.first, waiter.behind = waiter.behind, nil
    if not self.first then self.last = nil end
    self.used = self.used + 1
    task.wake(waiter)
  end
end

local function leave(self)
  self.used = self.used - 1
  wake(self)
end

local held = { __close = leave }

---@param most integer the widest the window may be
---@param per_minute number? requests a minute, nil for no pace
function M.new(most, per_minute)
  return setmetatable({ most = most, limit = most, used = 0, first = nil, last = nil, resume_at = 0, next_at = 0,
    gap = per_minute and 60 / per_minute or 0 }, held)
end

local function enter(self)
  if not self.first and room(self) then
    self.used = self.used + 1
    return
  end
  local me = task.current()
  if self.last then self.last.behind = me else self.first = me end
  self.last = me
  task.pause()
end

local function wait_for_pace(self)
  local now = loop.now()
  local mine = math.max(now, self.next_at)
  self.next_at = mine + self.gap
  if mine > now then task.sleep(mine - now) end
end

---Waits for a place on the wire, which goes back at the end of the scope: `local place <close> = window.enter(w)`.
function M.enter(self)
  enter(self)
  while self.resume_at > 0 and self.resume_at > loop.now() do task.sleep(self.resume_at - loop.now()) end
  if self.gap > 0 then wait_for_pace(self) end
  return self
end

---The endpoint answered in good order.
function M.widen(self)
  if self.limit < self.most then self.limit = math.min(self.most, self.limit + 1 / self.limit) end
end

---The endpoint asked for a pause: nothing goes out for so long, and afterwards half as much at once.
---@param seconds number
---@return boolean whether this is a new pause, not a longer one
function M.back_off(self, seconds)
  local now = loop.now()
  local new = self.resume_at <= now
  if new then self.limit = math.max(1, self.limit / 2) end
  self.resume_at = math.max(self.resume_at, now + seconds)
  return new
end

return M
