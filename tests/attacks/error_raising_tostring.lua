-- An error object whose text raises.
-- ends: refused
error(setmetatable({}, { __tostring = function() error 'again' end }))
