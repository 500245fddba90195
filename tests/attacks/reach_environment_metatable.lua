-- A new metatable for the file's globals.
-- ends: refused
setmetatable(_ENV, { __index = function() print 'ESCAPED' end })
