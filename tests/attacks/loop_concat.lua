-- __concat that loops.
-- ends: stopped
local _ = setmetatable({}, { __concat = function() while true do end end }) .. ''
