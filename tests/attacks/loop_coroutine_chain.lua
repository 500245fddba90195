-- Coroutines that each resume a new one.
-- ends: refused|stopped
local function go() return coroutine.wrap(go)() end
go()
