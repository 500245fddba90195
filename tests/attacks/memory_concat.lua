-- table.concat of one long text many times.
-- ends: memory|refused
local t, s = {}, ('x'):rep(1000000)
for i = 1, 100000 do t[i] = s end
local _ = table.concat(t)
