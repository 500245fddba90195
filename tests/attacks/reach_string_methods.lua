-- The methods of all texts.
-- ends: refused
getmetatable('').__index = { rep = function() print 'ESCAPED' end }
