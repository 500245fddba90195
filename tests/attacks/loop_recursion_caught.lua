-- Endless recursion that catches its own overflow.
-- ends: stopped
local function f() pcall(f) return f() end
while true do pcall(f) end
