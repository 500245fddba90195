-- A cycle of __index tables.
-- ends: refused
local one, two = {}, {}
setmetatable(one, { __index = two })
setmetatable(two, { __index = one })
local _ = one.x
