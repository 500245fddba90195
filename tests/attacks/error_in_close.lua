-- Errors raised by __close while errors go up.
-- ends: refused
local a <close> = setmetatable({}, { __close = function() error 'one' end })
local b <close> = setmetatable({}, { __close = function() error 'two' end })
error 'three'
