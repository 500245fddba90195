-- The scheduler: waiting, joining, errors that reach whoever waits.
local loop = require "viva.loop"
local task = require "task"

local M = {}

M["timers end in the order of their times"] = function(lu)
  local order = {}
  local slow = task.spawn(function() task.sleep(0.03) order[#order + 1] = "slow" end)
  local fast = task.spawn(function() task.sleep(0.01) order[#order + 1] = "fast" end)
  task.join(slow)
  task.join(fast)
  lu.assertEquals(order, { "fast", "slow" })
end

M["a cancelled timer ends at once"] = function(lu)
  local id = loop.timer(1000)
  lu.assertTrue(loop.cancel(id))
  lu.assertTrue(task.await(id))
  lu.assertFalse(loop.cancel(id))
end

M["join gives the results of the function"] = function(lu)
  local t = task.spawn(function(a) task.sleep(0.001) return a, nil, 3 end, 1)
  lu.assertEquals(table.pack(task.join(t)), { 1, nil, 3, n = 3 })
  lu.assertEquals(table.pack(task.join(t)), { 1, nil, 3, n = 3 })
end

M["join raises the task's error with its place"] = function(lu)
  local t = task.spawn(function() task.sleep(0.001) error("broken") end)
  local ok, message = pcall(task.join, t)
  lu.assertFalse(ok)
  lu.assertStrContains(message, "broken")
  lu.assertStrContains(message, "test_task.lua")
end

M["each keeps to its width and visits all"] = function(lu)
  local now, most, visited = 0, 0, {}
  local list = {}
  for i = 1, 50 do list[i] = i end
  task.each(list, 7, function(i)
    now = now + 1
    most = math.max(most, now)
    task.sleep(0.001)
    visited[i] = true
    now = now - 1
  end)
  lu.assertEquals(most, 7)
  lu.assertEquals(#visited, 50)
end

M["each stops at the first error and raises it"] = function(lu)
  local calls = 0
  local ok, message = pcall(task.each, { 1, 2, 3, 4, 5, 6 }, 2, function(i)
    calls = calls + 1
    task.sleep(0.001)
    if i == 2 then error("at two") end
  end)
  lu.assertFalse(ok)
  lu.assertStrContains(message, "at two")
  lu.assertTrue(calls < 6)
end


M["where all wait for what a failed task has not given back, its failure is told"] = function(lu)
  local gate = task.semaphore(1)
  local ok, message = pcall(task.run, function()
    task.each({ 1, 2, 3 }, 3, function(i)
      gate.acquire()
      task.sleep(0.001)
      error("the cause " .. i)
    end)
  end)
  lu.assertFalse(ok)
  lu.assertStrContains(message, "the cause 1")
end

M["what a failed task holds to the end of its scope goes back"] = function(lu)
  local given_back = false
  local t = task.spawn(function()
    local held <close> = setmetatable({}, { __close = function() given_back = true end })
    task.sleep(0.001)
    error("broken with " .. type(held))
  end)
  lu.assertFalse(pcall(task.join, t))
  lu.assertTrue(given_back)
end

M["each waits for calls that end at once among calls that wait"] = function(lu)
  local visited = 0
  task.each({ 1, 2, 3, 4, 5, 6, 7, 8 }, 3, function(i)
    if i % 2 == 0 then task.sleep(0.002) end
    visited = visited + 1
  end)
  lu.assertEquals(visited, 8)
end

M["a semaphore hands its places over in order"] = function(lu)
  local gate, order, tasks = task.semaphore(1), {}, {}
  for i = 1, 4 do
    tasks[i] = task.spawn(function()
      gate.acquire()
      order[#order + 1] = i
      task.sleep(0.001)
      gate.release()
    end)
  end
  for _, t in ipairs(tasks) do task.join(t) end
  lu.assertEquals(order, { 1, 2, 3, 4 })
end

M["a wait with a time limit gives up"] = function(lu)
  local id = loop.timer(1000)
  lu.assertNil((loop.wait(0.01)))
  loop.cancel(id)
  lu.assertTrue(task.await(id))
end

return M
