-- A finalizer, which would run without a hook.
-- ends: refused
setmetatable({}, { __gc = function() while true do end end })
