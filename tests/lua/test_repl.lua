-- The prompt at a pseudo-terminal (support/terminal.py types and reads): skipped where python3 is missing.
package.path = "tests/lua/support/?.lua;" .. package.path
local files = require "files"
local json = require "json"
local lfs = require "lfs"
local workshop = require "workshop"

local M = {}

local PROGRAM = lfs.symlinkattributes("/proc/self/exe", "target")
local HERE = lfs.currentdir()

-- A folder with a finished run of the demonstration.
local function workplace()
  local folder = workshop.folder()
  local status, text = workshop.viva { "run", "--limit", "2", "--category", "MK", "--out", folder .. "/viva-out" }
  assert(status == 0, text)
  return folder
end

-- What each step showed, without escape sequences; the exit status.
local function typed(folder, arguments, steps)
  local script = folder .. "/steps.json"
  assert(files.write(script, json.encode(json.array(steps))))
  local status, text = workshop.viva({ "-c", 'cd "$1" && shift && exec python3 "$@"', "sh", folder,
    HERE .. "/tests/lua/support/terminal.py", script, PROGRAM, table.unpack(arguments) },
    { binary = "/bin/sh", env = { "PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "HOME=" .. folder,
      "XDG_STATE_HOME=" .. folder .. "/state" } })
  local shown = {}
  for line in text:gmatch("[^\n]+") do
    local step = json.decode(line)
    assert(status == 0 and not step.missing, text)
    if step.status then return shown, step.status end
    shown[#shown + 1] = step.shown:gsub("\27%[[%d;?]*%a", ""):gsub("\r", "")
  end
end

local function has_python() return os.execute("python3 -c '' 2>/dev/null") == true end

local function at_terminal(test)
  return function(lu)
    lu.skipIf(not has_python(), "python3 is missing")
    local folder = workplace()
    test(lu, folder)
    workshop.remove(folder)
  end
end

local UP, CTRL_C, CTRL_D, LEFT = "\27[A", "\3", "\4", "\27[D"

-- Types a line and waits for what it shows.
local function say(steps, line, expected)
  steps[#steps + 1] = { send = line .. "\r" }
  steps[#steps + 1] = { expect = expected or "> " }
  return #steps
end

M["Chinese is typed, moved through and shown; several lines make one chunk that comes back whole"] = at_terminal(
  function(lu, folder)
    local steps = { { expect = "demo-part> " } }
    steps[#steps + 1] = { send = 'x = "高压"' .. LEFT .. LEFT .. "血\r" }
    steps[#steps + 1] = { expect = "> " }
    say(steps, "print(x)", "高血压\r\n")
    say(steps, "for i = 1, 2 do", "| ")
    say(steps, 'print(i, "行")', "| ")
    say(steps, "end", "2\t行\r\n")
    steps[#steps + 1] = { send = UP .. "\r" }
    steps[#steps + 1] = { expect = "2\t行\r\n" }
    steps[#steps + 1] = { expect = "> " }
    steps[#steps + 1] = { send = CTRL_D }
    local _, status = typed(folder, { "repl" }, steps)
    lu.assertEquals(status, 0)
    local path = folder .. "/state/viva/history"
    lu.assertEquals(lfs.attributes(path, "permissions"), "rw-------")
    lu.assertStrContains(files.read(path), 'for i = 1, 2 do\\nprint(i, "行")\\nend\n')
    -- Another session has what this one typed.
    local shown = typed(folder, { "repl" }, { { expect = "> " }, { send = UP }, { expect = "end" }, { send = CTRL_C },
      { expect = "> " }, { send = CTRL_D } })
    lu.assertStrContains(shown[2], 'print(i, "行")')
  end)

M["the tab key completes names, methods, options, items and models"] = at_terminal(function(lu, folder)
  local shown, status = typed(folder, { "repl", "--no-history" }, {
    { expect = "> " }, { send = "run:us\t" }, { expect = "run:usability" }, { send = '{by="sub\t' },
    { expect = 'subcategory"' }, { send = CTRL_C }, { expect = "^C" }, { expect = "> " },
    { send = 'show "MK/\t\t' }, { expect = "MK/1/1" }, { expect = "MK/2/1" }, { expect = 'show "MK/' }, { send = CTRL_C },
    { expect = "^C" }, { expect = "> " },
    { send = 'run:items{model="sim-w\t' }, { expect = 'sim-weak"' }, { send = ", uns\t" }, { expect = "unsafe=" },
    { send = CTRL_C }, { expect = "^C" }, { expect = "> " },
    { send = "run:leader\t()\r" }, { expect = "Convention" }, { expect = "> " },
    { send = CTRL_D } })
  lu.assertEquals(status, 0)
  lu.assertStrContains(shown[1], "SIMULATED")
  lu.assertNil(lfs.attributes(folder .. "/state"))
end)

M["Ctrl-C gives up a line, an unfinished chunk, and code that would run for ever; an error says its line"] = at_terminal(
  function(lu, folder)
    local steps = { { expect = "> " }, { send = "nonsense(" .. CTRL_C }, { expect = "^C" }, { expect = "> " } }
    say(steps, "if true then", "| ")
    steps[#steps + 1] = { send = CTRL_C }
    steps[#steps + 1] = { expect = "> " }
    steps[#steps + 1] = { send = "while true do end\r" }
    steps[#steps + 1] = { expect = "end\r\n" }
    steps[#steps + 1] = { send = CTRL_C }
    steps[#steps + 1] = { expect = "interrupted" }
    steps[#steps + 1] = { expect = "> " }
    steps[#steps + 1] = { send = 'require "task".sleep(1000)\r' }
    steps[#steps + 1] = { expect = "\r\n" }
    steps[#steps + 1] = { send = CTRL_C }
    steps[#steps + 1] = { expect = "interrupted" }
    steps[#steps + 1] = { expect = "> " }
    local at = say(steps, "nil + 1", "nil value\r\n")
    steps[#steps + 1] = { expect = "> " }
    steps[#steps + 1] = { send = CTRL_D }
    local shown, status = typed(folder, { "repl" }, steps)
    lu.assertEquals(status, 0)
    local count = 0
    for i = 1, at do if steps[i].expect then count = count + 1 end end
    lu.assertStrContains(shown[count], "line 1: attempt to perform arithmetic on a nil value")
    lu.assertNil(table.concat(shown):find("traceback", 1, true))
  end)

M["a try, an edit of the judge file and another try show what has changed"] = at_terminal(function(lu, folder)
  assert(files.make_folder(folder .. "/judges"))
  local source = assert(files.read("judges/knowledge.lua"))
  assert(files.write(folder .. "/judges/knowledge.lua", source))
  local edited = source:gsub("# Question\n", "Mark strictly.\n# Question\n"):gsub("# 题目\n", "从严评分。\n# 题目\n")
  local line = 'try("knowledge", "MK/1/1", "sim-weak")\r'
  local shown, status = typed(folder, { "repl" }, {
    { expect = "> " }, { send = line }, { expect = "every reply was stored already" }, { expect = "> " },
    { touch = "judges/knowledge.lua", text = edited }, { send = line }, { expect = "before: " }, { expect = "1 call, " },
    { expect = "> " }, { send = CTRL_D } })
  lu.assertEquals(status, 0)
  lu.assertTrue((shown[4]:find("+ Mark strictly.", 1, true) or shown[4]:find("+ 从严评分。", 1, true)) ~= nil, shown[4])
end)

M["a run that another process makes is followed while somebody types"] = at_terminal(function(lu, folder)
  local run = folder .. "/viva-out/runs/demo-part/run.json"
  local ended = files.read(run)
  local saved = json.decode(ended)
  saved.under_way = true
  assert(files.write(run, json.encode(saved)))
  local shown, status = typed(folder, { "repl" }, {
    { expect = "under way" }, { expect = "> " }, { send = "run:follow()\r" }, { expect = "18 of 18 judged" },
    { expect = "judged)> " }, { send = "1 + " }, { expect = "1 + " }, { touch = run, text = ended },
    { expect = "ended, 18 of 18 judged" }, { send = "41\r" }, { expect = "42\r\n" },
    { expect = "> " }, { send = CTRL_D } })
  lu.assertEquals(status, 0)
  lu.assertStrContains(table.concat(shown), "1 + 41")
end)

return M
