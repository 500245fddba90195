-- The methods of all texts, by way of a text.
-- ends: harmless
string.rep = function() print 'ESCAPED' end
local _ = ('x'):rep(3)
