-- A million values on the stack.
-- ends: refused
local t = {}
for i = 1, 10 do t[i] = i end
local _ = { table.unpack(t, 1, 1e8) }
