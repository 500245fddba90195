-- table.sort of a table that says how long it is.
-- ends: refused
table.sort(setmetatable({}, { __len = function() return 1 << 30 end, __index = function(_, i) return -i end }))
