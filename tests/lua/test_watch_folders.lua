-- Changes in folders: every way in which an editor saves is one change, and none is lost between two watches.
package.path = "tests/lua/support/?.lua;" .. package.path
local files = require "files"
local loop = require "viva.loop"
local task = require "task"
local watch = require "viva.watch"
local workshop = require "workshop"

local M = {}

local function write(path, bytes)
  local file <close> = assert(io.open(path, "wb"))
  file:write(bytes)
end

-- Each way of saving, as editors do it.
local saves = {
  ["over the old text"] = function(path) write(path, "new") end,
  ["by a temporary file that takes its place"] = function(path) assert(files.write(path, "new")) end,
  ["by moving the old one away first"] = function(path)
    assert(os.rename(path, path .. "~"))
    write(path, "new")
    os.remove(path .. "~")
  end,
  ["by removing it"] = function(path) os.remove(path) end,
}

M["a save of any kind ends the watch, once"] = function(lu)
  for kind, save in pairs(saves) do
    local folder = workshop.folder()
    write(folder .. "/a.lua", "old")
    local id = assert(watch.start({ folder }, 0.02))
    save(folder .. "/a.lua")
    lu.assertEquals(task.await(id), true, kind)
    lu.assertFalse(watch.cancel(id), kind)
    workshop.remove(folder)
  end
end

M["one of several folders is enough"] = function(lu)
  local one, other = workshop.folder(), workshop.folder()
  local id = assert(watch.start({ one, other }, 0))
  write(other .. "/a", "x")
  lu.assertEquals(task.await(id), true)
  workshop.remove(one)
  workshop.remove(other)
end

M["a watch that is started before one looks loses nothing"] = function(lu)
  local folder = workshop.folder()
  local first = assert(watch.start({ folder }, 0.01))
  write(folder .. "/a", "1")
  task.await(first)
  local second = assert(watch.start({ folder }, 0.01))
  write(folder .. "/a", "2") -- as if it came while the files are looked at
  lu.assertEquals(files.read(folder .. "/a"), "2")
  lu.assertEquals(task.await(second), true)
  workshop.remove(folder)
end

M["changes that never stop end it all the same"] = function(lu)
  local folder, over = workshop.folder(), false
  local writing = task.spawn(function()
    while not over do
      write(folder .. "/log", "x")
      task.sleep(0.005)
    end
  end)
  lu.assertEquals(task.await(assert(watch.start({ folder }, 0.05))), true)
  over = true
  task.join(writing)
  workshop.remove(folder)
end

M["a watch is cancelled"] = function(lu)
  local folder = workshop.folder()
  local id = assert(watch.start { folder })
  lu.assertTrue(watch.cancel(id))
  lu.assertEquals(task.await(id), false)
  lu.assertEquals(loop.pending(), 0)
  workshop.remove(folder)
end

M["a folder that is not there is named, and what was begun is let go"] = function(lu)
  local folder = workshop.folder()
  local id, problem, code = watch.start { folder, folder .. "/nowhere" }
  lu.assertNil(id)
  lu.assertStrContains(problem, folder .. "/nowhere")
  lu.assertEquals(code, "ENOENT")
  lu.assertEquals(loop.pending(), 0)
  loop.wait(0) -- the loop closes what was opened
  workshop.remove(folder)
end

M["mistakes of the caller raise"] = function(lu)
  lu.assertErrorMsgContains("1 to 64 folders", watch.start, {})
  lu.assertErrorMsgContains("texts", watch.start, { 1 })
  lu.assertErrorMsgContains("seconds", watch.start, { "/tmp" }, -1)
end

return M
