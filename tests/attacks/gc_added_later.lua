-- A finalizer added after setmetatable, which must stay inert.
-- ends: harmless
local m = {}
for _ = 1, 100 do setmetatable({}, m) end
m.__gc = function() print 'ESCAPED' end
local waste = {}
for i = 1, 20000 do waste[i % 10] = { i } end
