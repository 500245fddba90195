-- An error object whose text loops.
-- ends: refused
error(setmetatable({}, { __tostring = function() while true do end end, __name = {} }))
