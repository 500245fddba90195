-- table.insert into a table that says how long it is.
-- ends: refused
table.insert(setmetatable({}, { __len = function() return math.maxinteger - 1 end }), 1, 'x')
