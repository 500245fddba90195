-- A finalizer that the metatable only inherits.
-- ends: harmless
local m = setmetatable({}, { __index = { __gc = function() print 'ESCAPED' end } })
for _ = 1, 20000 do setmetatable({}, m) end
