-- Arguments that double with each call.
-- ends: refused|memory|stopped
local function f(...) return f(1, ..., ...) end
f(1)
