-- Tasks: coroutines that wait for things under way. C never calls Lua; this scheduler asks the loop what has finished
-- and resumes the task that waited for it.
local loop = require "viva.loop"

local M = {}

local yield = coroutine.yield

-- Slot of a thing under way -> the task that waits for it. Ids only grow, and a hash whose keys always are new is built
-- again and again; the low bits of an id are a small number that comes again, so this stays an array.
local waiting, SLOT = {}, 0xffffff
local current                   -- the task that is running
local ready, first, last = {}, 1, 0 -- tasks that another task woke, in order

local unobserved = {}           -- tasks under way or failed whose end nobody has seen yet

local function finish(self, ok, results)
  self.done, self.ok, self.results = true, ok, results
  for _, joiner in ipairs(self.joiners or {}) do M.wake(joiner) end
end

local function work(self, fn, ...)
  finish(self, true, table.pack(fn(...)))
  unobserved[self] = nil
end

local function resume(self, ...)
  local before = current
  current = self
  local ok, problem = coroutine.resume(self.thread, ...)
  current = before
  if ok then return end
  local text = debug.traceback(self.thread, tostring(problem))
  coroutine.close(self.thread) -- what it held goes back
  finish(self, false, { text })
end

---Starts fn(...) as a task; it runs at once until it first waits.
---@return table task to give to `join`
function M.spawn(fn, ...)
  local self = { thread = coroutine.create(work), done = false, ok = nil, results = nil, joiners = nil, given = nil }
  resume(self, self, fn, ...)
  if not self.done or not self.ok then unobserved[self] = true end
  return self
end

---Waits for a thing under way. Returns what it finished with: value | nil, text, code, detail.
---@param id integer
function M.await(id)
  waiting[id & SLOT] = current or error("await is for code that runs inside a task", 2)
  return yield()
end

---Lets a task that yielded by `pause` go on in its turn; its `pause` returns the values given here.
function M.wake(self, ...)
  last = last + 1
  ready[last] = self
  if select("#", ...) > 0 then self.given = table.pack(...) end
end

---Yields until another task calls `wake` with the task that is returned by `M.current`.
M.pause = yield

function M.current() return current end

---Waits for a task's end and returns the results of its function; raises its error.
function M.join(self)
  unobserved[self] = nil
  if not self.done then
    self.joiners = self.joiners or {}
    table.insert(self.joiners, current)
    M.pause()
  end
  if not self.ok then error(self.results[1], 0) end
  return table.unpack(self.results, 1, self.results.n)
end

---@param seconds number
function M.sleep(seconds) return M.await(assert(loop.timer(seconds))) end

local function go_on(self)
  local given = self.given
  if not given then return resume(self) end
  self.given = nil
  resume(self, table.unpack(given, 1, given.n))
end

local function drain()
  while first <= last do
    local woken = ready[first]
    ready[first] = nil
    first = first + 1
    if first > last then first, last = 1, 0 end -- the list stays a short array
    go_on(woken)
  end
end

local function raise_unobserved(but)
  for self in pairs(unobserved) do
    if self ~= but and self.done and not self.ok then M.join(self) end
  end
end

local function step(id, ...)
  if not id then
    raise_unobserved() -- what others wait for may never come because a task failed
    error("every task waits for something that will never come", 0)
  end
  local slot = id & SLOT
  local self = waiting[slot]
  waiting[slot] = false
  if self then resume(self, ...) end
end

---Runs fn(...) as the first task until it ends, and returns its results. A task that failed and that nobody joined
---raises here, so that no error is lost.
function M.run(fn, ...)
  local main = M.spawn(fn, ...)
  drain()
  while not main.done do
    step(loop.wait())
    drain()
  end
  raise_unobserved(main)
  return M.join(main)
end

---A counting semaphore whose places are handed over in order of asking.
---@param places integer
function M.semaphore(places)
  local queue, head, tail = {}, 1, 0
  local self = {}
  function self.acquire()
    if places > 0 then places = places - 1 return end
    tail = tail + 1
    queue[tail] = current
    M.pause()
  end
  function self.release()
    if head > tail then places = places + 1 return end
    local nextone = queue[head]
    queue[head] = nil
    head = head + 1
    M.wake(nextone)
  end
  return self
end

local function source(list)
  if type(list) == "function" then return list end
  local position = 0
  return function()
    position = position + 1
    return list[position]
  end
end

---Calls fn(value) for each value of a list (or of an iterator function), at most `width` at once; returns when all are
---done. The first error stops new calls and is raised when those under way have ended.
function M.each(list, width, fn)
  local take = source(list)
  if width == 1 then -- the caller's own task does it
    for value in take do fn(value) end
    return
  end
  local failed, workers = nil, {}
  local function call_each()
    for value in take do
      local ok, message = xpcall(fn, debug.traceback, value)
      if not ok and not failed then
        failed = { done = true, ok = false, results = { message } }
        unobserved[failed] = true
      end
      if failed then return end
    end
  end
  for i = 1, width do
    workers[i] = M.spawn(call_each)
    if workers[i].done then break end -- the list has ended: a further worker would find nothing
  end
  for _, worker in ipairs(workers) do M.join(worker) end
  if failed then M.join(failed) end
end

return M
