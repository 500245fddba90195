-- A loop in __close, run while the error goes up.
-- ends: stopped
local guard <close> = setmetatable({}, { __close = function() while true do end end })
while true do end
