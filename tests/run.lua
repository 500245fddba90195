-- Runs one file of LuaUnit tests inside the host: viva lua tests/run.lua tests/lua/test_x.lua
-- The file returns a table of functions whose names are sentences; each runs as a task, so it may await. After each
-- test nothing may be under way: a test that leaves a timer, a request or a process behind fails.
local strict = getmetatable(_G)
setmetatable(_G, nil) -- LuaUnit asks for globals that other Lua versions have
local luaunit = require "luaunit"
setmetatable(_G, strict)
rawset(_G, "testNames", {}) -- LuaUnit assigns this global while it runs
local loop = require "viva.loop"

local file = ...
local cases = assert(loadfile(file))()
local instances = {}
for name, test in pairs(cases) do
  instances[#instances + 1] = { name, function()
    test(luaunit)
    luaunit.assertEquals(loop.pending(), 0, "something is still under way after the test")
  end }
end
table.sort(instances, function(a, b) return a[1] < b[1] end)
local runner = luaunit.LuaUnit.new()
local failed = runner:runSuiteByInstances(instances, "-v")
return failed == 0 and 0 or 1
