-- Runs one file of LuaUnit tests inside the host: viva lua tests/run.lua tests/lua/test_x.lua
-- The file returns a table of functions whose names are sentences; each runs as a task, so it may await. After each
-- test nothing may be under way: a test that leaves a timer, a request or a process behind fails.
-- LuaUnit asks for globals that may not exist and sets one of its own; everybody else stays strict.
local strict = getmetatable(_G)
local function from_luaunit() return debug.getinfo(3, "S").short_src:find("luaunit.lua", 1, true) end
setmetatable(_G, {
  __index = function(t, name) return not from_luaunit() and strict.__index(t, name) or nil end,
  __newindex = function(t, name, value)
    if not from_luaunit() then strict.__newindex(t, name) end
    rawset(t, name, value)
  end,
})
local luaunit = require "luaunit"
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
