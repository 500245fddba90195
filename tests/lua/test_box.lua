-- The box: what it can do, what it cannot, and that it goes on.
local box = require "viva.box"
local loop = require "viva.loop"
local task = require "task"

local M = {}

local HEAD = [[
title = "T" applies_to = all usable_from = 1 levels = { [2] = "good", [1] = "bad" }
prompt = "{{question}} {{answer}}" reply = { score = "level" }
]]
local REPLY = '{"score": 2}'

-- A judge whose `final` is the given code; the sum of a reading is then what it returns.
local function judge(b, name, code, limit)
  local source = HEAD .. "function final(score, verdict) " .. code .. " end"
  local handle, id = b:load(name, 2, "judge", name, source, "en")
  local result, text = task.await(id)
  if not (result and result.settings) then error(text or result.problems[1].text) end
  return { handle = handle, limit = limit or 1 }
end

local function start(b, file) return b:call(file.handle, file.limit, "read", REPLY, { tag = "" }) end
local function read(b, file) return task.await(start(b, file)) end

local function open() return box.open(viva_root .. "/scripts") end

local function status_of(pid)
  local fields = {}
  for line in io.lines(("/proc/%d/status"):format(pid)) do
    local name, value = line:match("^(%w+):%s*(.*)$")
    if name then fields[name] = value end
  end
  return fields
end

local function limits_of(pid)
  local limits = {}
  for line in io.lines(("/proc/%d/limits"):format(pid)) do
    local name, value = line:match("^(Max .-)%s%s+(%S+)")
    if name then limits[name] = value end
  end
  return limits
end

M["a file's rule has the last word"] = function(lu)
  local b <close> = open()
  lu.assertEquals(read(b, judge(b, "a", "return score - 1")).score, 1)
end

M["calls are answered in order, whatever waits"] = function(lu)
  local b <close> = open()
  local file = judge(b, "a", "return 1")
  local ids = {}
  for i = 1, 500 do ids[i] = start(b, file) end
  for i = 1, 500 do lu.assertEquals(task.await(ids[i]).score, 1) end
  lu.assertEquals(b:starts(), 1)
end

M["a rule that loops is stopped at its line, and the box goes on"] = function(lu)
  local b <close> = open()
  local bad, good = judge(b, "judges/bad.lua", "\nwhile true do end", 0.1), judge(b, "good", "return 1")
  local before = b:pid()
  local verdict, text, code = read(b, bad)
  lu.assertNil(verdict)
  lu.assertEquals(code, "stopped")
  lu.assertStrContains(text, "judges/bad.lua:4: stopped")
  lu.assertEquals(read(b, good).score, 1)
  lu.assertEquals(b:pid(), before)
end

local BOMB = "local _ = ('a'):rep(40):find(('a?'):rep(40) .. ('a'):rep(41)) return 1"

M["slow rules that each keep the limit are answered as they come, and nobody pays for a neighbour that loops"] = function(lu)
  local b <close> = open()
  local slow = judge(b, "slow", "local x = 0 for i = 1, 4e5 do x = (x + i) % 7 end return 1")
  local looping, quick = judge(b, "looping", "while true do end"), judge(b, "quick", "return 1")
  local ids, results = {}, {}
  for i = 1, 200 do ids[i] = start(b, slow) end
  ids[201], ids[202], ids[203], ids[204] = start(b, quick), start(b, looping), start(b, looping), start(b, quick)
  for i, id in ipairs(ids) do results[i] = table.pack(task.await(id)) end
  for i = 202, 203 do lu.assertStrContains(results[i][2], "looping:3: stopped") end
  for _, i in ipairs { 1, 100, 200, 201, 204 } do lu.assertEquals((results[i][1] or {}).score, 1, results[i][2]) end
  lu.assertEquals(b:starts(), 1)
end

M["a rule stuck in C costs the box its life; the others' work is done by the next"] = function(lu)
  local b <close> = open()
  local bad, good = judge(b, "judges/bad.lua", BOMB, 0.1), judge(b, "good", "return 1")
  local ids = { start(b, good), start(b, bad), start(b, good), start(b, good) }
  local started = loop.now()
  lu.assertEquals(task.await(ids[1]).score, 1)
  local _, text, code = task.await(ids[2])
  lu.assertEquals(code, "stopped")
  lu.assertStrContains(text, "judges/bad.lua:3: stopped")
  lu.assertEquals(task.await(ids[3]).score, 1)
  lu.assertEquals(task.await(ids[4]).score, 1)
  lu.assertTrue(loop.now() - started < 1)
  lu.assertEquals(b:starts(), 2)
end

M["the file that was stopped may run again, three times in all"] = function(lu)
  local b <close> = open()
  local bad = judge(b, "judges/bad.lua", BOMB, 0.05)
  for _ = 1, 3 do lu.assertEquals(select(3, read(b, bad)), "stopped") end
  local started = loop.now()
  local _, text, code = read(b, bad)
  lu.assertEquals(code, "stopped")
  lu.assertStrContains(text, "not run any more")
  lu.assertTrue(loop.now() - started < 0.05)
end

M["a box killed from outside is started again and loses nothing"] = function(lu)
  local b <close> = open()
  local file = judge(b, "a", "return 1")
  os.execute("kill -9 " .. b:pid())
  task.sleep(0.05)
  lu.assertEquals(read(b, file).score, 1)
  lu.assertEquals(b:starts(), 2)
end

M["a box that stands still is replaced"] = function(lu)
  local b <close> = open()
  local slow, quick = judge(b, "slow", "return 1", 5), judge(b, "quick", "return 1", 0.1)
  local ids = { start(b, slow), start(b, quick), start(b, slow) }
  lu.assertEquals(task.await(ids[1]).score, 1)
  lu.assertEquals(task.await(ids[2]).score, 1)
  lu.assertEquals(task.await(ids[3]).score, 1)
  os.execute("kill -STOP " .. b:pid())
  ids = { start(b, quick), start(b, slow) }
  local started = loop.now()
  local _, text, code = task.await(ids[1])
  lu.assertEquals(code, "stopped")
  lu.assertStrContains(text, "quick: stopped: read ran longer than 0.1 s")
  lu.assertEquals(task.await(ids[2]).score, 1)
  lu.assertTrue(loop.now() - started < 3)
end

local slow_sources = {
  quotes = '"', brackets = "[", braces = "{", parentheses = "(", wide_quotes = "“", wide_commas = "，", comments = "--[[",
  words = "category ", unfinished = 'a="', calls = "category'x' ", numbers = "1 ", newlines = "\n", templates = "{{#",
}

M["a source made to be slow to read is refused or stopped in time"] = function(lu)
  local b <close> = open()
  for name, unit in pairs(slow_sources) do
    for _, source in ipairs { unit:rep(250000 // #unit), HEAD .. 'owner = [[' .. unit:rep(200000 // #unit) .. "]]" } do
      local started = loop.now()
      local handle, id = b:load(name, 0.3, "judge", name, source, "en")
      local result, _, code = task.await(id)
      lu.assertTrue(result ~= nil or code == "stopped" or code == "memory", name)
      lu.assertTrue(loop.now() - started < 1.5, name)
      b:drop(handle)
    end
  end
end

M["closing the box ends what is under way"] = function(lu)
  local b = open()
  local id = start(b, judge(b, "a", "while true do end"))
  b:close()
  lu.assertEquals(select(3, task.await(id)), "closed")
  lu.assertError(b.pid, b)
end

M["a box that does not start says so"] = function(lu)
  local b <close> = box.open(viva_root .. "/scripts", "/nonexistent")
  local _, id = b:load("a", 1, "judge", "a", HEAD, "en")
  local _, text, code = task.await(id)
  lu.assertEquals(code, "box")
  lu.assertStrContains(text, "the box does not start")
  local c <close> = box.open("/nonexistent")
  _, id = c:load("a", 1, "judge", "a", HEAD, "en")
  _, text, code = task.await(id)
  lu.assertEquals(code, "box")
  lu.assertStrContains(text, "/nonexistent")
end

M["memory is capped for each file"] = function(lu)
  local b <close> = open()
  local file = judge(b, "judges/hungry.lua", "local s = 'x' while true do s = s .. s end")
  local _, text, code = read(b, file)
  lu.assertEquals(code, "memory")
  lu.assertStrContains(text, "judges/hungry.lua: not enough memory")
  lu.assertTrue(tonumber(status_of(b:pid()).VmHWM:match("%d+")) < 200 * 1024 or b:sanitized())
end

M["errors of the file name their line; error objects are not asked for their text"] = function(lu)
  local b <close> = open()
  local _, text, code = read(b, judge(b, "judges/a.lua", "\n\nlocal x = nil + 1"))
  lu.assertEquals(code, "script")
  lu.assertStrContains(text, "judges/a.lua:5: attempt to perform arithmetic on a nil value")
  local raising = "error(setmetatable({}, { __tostring = function() error 'again' end }))"
  _, text = read(b, judge(b, "judges/b.lua", raising))
  lu.assertEquals(text, "judges/b.lua:3: error object of type table")
end

M["what is printed comes along, up to a bound"] = function(lu)
  local b <close> = open()
  local verdict, _, _, printed = read(b, judge(b, "a", "print('score', score) return 1"))
  lu.assertEquals({ verdict.score, printed }, { 1, "score\t2\n" })
  _, _, _, printed = read(b, judge(b, "b", "for i = 1, 100000 do print 'xxxxxxxxxx' end return 1"))
  lu.assertEquals(#printed, 64 * 1024)
end

M["two runs of a file give the same, in two boxes"] = function(lu)
  local code = [[
    local t, order = { b = 1, a = 2, [3] = 3, [1] = 4, c = 5, zeta = 6, alpha = 7 }, {}
    for key in pairs(t) do order[#order + 1] = tostring(key) end
    print(table.concat(order, ","), math.random(1000000), math.random(), math.random(-5, 5))
    return 1]]
  local seen = {}
  for i = 1, 2 do
    local b <close> = open()
    local file = judge(b, "a", code)
    seen[#seen + 1] = select(4, read(b, file))
    seen[#seen + 1] = select(4, read(b, file))
    lu.assertEquals(seen[i], seen[1])
  end
  lu.assertStrContains(seen[1], "1,3,a,alpha,b,c,zeta\t")
  lu.assertEquals(seen[2], seen[1])
  lu.assertEquals(seen[4], seen[1])
end

M["one file cannot change what another sees"] = function(lu)
  local b <close> = open()
  local evil = judge(b, "evil", "string.rep = nil math.min = nil table.concat = nil return 1")
  lu.assertEquals(read(b, evil).score, 1)
  lu.assertEquals(read(b, judge(b, "good", "return math.min(score, #string.rep('x', 1))")).score, 1)
end

M["the box has no rights: no system calls, privileges, descriptors, environment, files, processes"] = function(lu)
  local b <close> = open()
  judge(b, "a", "return 1")
  local status, limits = status_of(b:pid()), limits_of(b:pid())
  lu.assertEquals(status.NoNewPrivs, "1")
  lu.assertEquals(limits["Max file size"], "0")
  lu.assertEquals(limits["Max core file size"], "0")
  lu.assertEquals(limits["Max processes"], "0")
  if not b:sanitized() then
    lu.assertEquals(status.Seccomp, "2", "the release has seccomp")
    lu.assertEquals(limits["Max open files"], "1")
    lu.assertNotEquals(limits["Max address space"], "unlimited", "the release has a limit of memory")
  end
  local environment = io.open(("/proc/%d/environ"):format(b:pid()), "rb")
  if environment then
    lu.assertEquals((environment:read("a") or ""), "")
    environment:close()
  end
end

-- Numbers of x86-64.
local forbidden = { open = 2, mprotect = 10, socket = 41, fork = 57, execve = 59, kill = 62, ptrace = 101, openat = 257 }

M["each forbidden system call is the end of the box"] = function(lu)
  local b <close> = open()
  if b:sanitized() then return end
  local file = judge(b, "a", "return 1")
  for name, number in pairs(forbidden) do
    local _, text = task.await(b:probe(number))
    lu.assertStrContains(tostring(text), "died of signal 31", false, name)
    lu.assertEquals(read(b, file).score, 1)
  end
end

M["a caller's mistakes raise"] = function(lu)
  local b <close> = open()
  lu.assertErrorMsgContains("no such file", b.call, b, 7, 1, "read")
  lu.assertErrorMsgContains("a function", b.load, b, "a", 1, print)
  lu.assertErrorMsgContains("limit", b.load, b, "a", 0)
end

return M
