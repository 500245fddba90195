-- An __index chain that calls itself.
-- ends: refused|stopped
local t
t = setmetatable({}, { __index = function(_, k) return t[k .. 'x'] end })
local _ = t.x
