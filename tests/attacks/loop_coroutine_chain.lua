-- Coroutines that each resume a new one.
-- ends: refused
local function go() return coroutine.wrap(go)() end
go()
