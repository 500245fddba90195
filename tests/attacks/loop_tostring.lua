-- __tostring that loops.
-- ends: stopped
tostring(setmetatable({}, { __tostring = function() while true do end end }))
