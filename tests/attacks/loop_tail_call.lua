-- Endless tail calls.
-- ends: stopped
local function f() return f() end
f()
