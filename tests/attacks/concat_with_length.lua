-- table.concat of a table that says how long it is.
-- ends: refused
local _ = table.concat(setmetatable({}, { __len = function() return 1 << 30 end, __index = rawlen }))
