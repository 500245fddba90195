-- table.remove from a table that says how long it is.
-- ends: refused
table.remove(setmetatable({}, { __len = function() return math.maxinteger - 1 end }), 1)
