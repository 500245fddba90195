-- Child processes: lines, ends, signals, and nothing left behind.
local process = require "viva.process"
local task = require "task"

local M = {}

local function shell(script, env)
  return assert(process.start { argv = { "/bin/sh", "-c", script }, env = env })
end

local function lines_of(child)
  local lines = {}
  while true do
    local line, _, code = task.await(child:line())
    if not line then return lines, code end
    lines[#lines + 1] = line
  end
end

M["lines come in order, the last one without an end too"] = function(lu)
  local child <close> = shell "printf 'one\\n\\nthree\\nfour'"
  local lines, code = lines_of(child)
  lu.assertEquals(lines, { "one", "", "three", "four" })
  lu.assertEquals(code, "eof")
  lu.assertEquals(task.await(child:wait()), 0)
end

M["a long output comes whole"] = function(lu)
  local child <close> = shell "i=0; while [ $i -lt 5000 ]; do echo line-$i; i=$((i+1)); done; head -c 200000 /dev/zero | tr '\\0' x; echo"
  local lines = lines_of(child)
  lu.assertEquals(#lines, 5001)
  lu.assertEquals(lines[5000], "line-4999")
  lu.assertEquals(#lines[5001], 200000)
  lu.assertEquals(task.await(child:wait()), 0)
end

M["the exit status and the ending signal are told"] = function(lu)
  local child <close> = shell "exit 7"
  lu.assertEquals(task.await(child:wait()), 7)
  local killed <close> = shell "sleep 60"
  killed:kill("KILL")
  local status, text, code, number = task.await(killed:wait())
  lu.assertEquals({ status, code, number }, { nil, "signal", 9 })
  lu.assertStrContains(text, "9")
end

M["the environment is the one that was given"] = function(lu)
  local child <close> = shell("echo $GREETING; env | wc -l", { "GREETING=hello", "PATH=/usr/bin:/bin" })
  local lines = lines_of(child)
  lu.assertEquals(lines[1], "hello")
  lu.assertTrue(tonumber(lines[2]) <= 5)
  task.await(child:wait())
end

M["a program that is not there is told"] = function(lu)
  local child, problem, code = process.start { argv = { "/no/such/program" } }
  lu.assertNil(child)
  lu.assertStrContains(problem, "/no/such/program")
  lu.assertEquals(code, "ENOENT")
end

M["the child gets none of our files"] = function(lu)
  local file <close> = assert(io.open("/proc/self/status"))
  local child <close> = shell "exec ls /proc/self/fd"
  lu.assertEquals(lines_of(child), { "0", "1", "2", "3" }) -- 3 is the folder that ls itself reads
  lu.assertEquals(io.type(file), "file")
end

M["a child that is let go is killed and reaped, and its waits end"] = function(lu)
  local child = shell "echo $$; exec sleep 60"
  local pid = task.await(child:line())
  local line, ending = child:line(), child:wait()
  child:close()
  lu.assertNil((io.open("/proc/" .. pid .. "/stat")))
  lu.assertEquals(select(3, task.await(line)), "eof")
  lu.assertEquals(select(3, task.await(ending)), "signal")
end

M["a forgotten child is killed and reaped by the collector"] = function(lu)
  local pid = task.await((shell "echo $$; exec sleep 60"):line())
  collectgarbage()
  collectgarbage()
  lu.assertNil((io.open("/proc/" .. pid .. "/stat")))
end

M["its standard input closes when it is let go"] = function(lu)
  local child = shell "cat >/dev/null; echo done"
  child:close()
  child:close()
  lu.assertErrorMsgContains("closed", child.line, child)
end

return M
