-- Gives coverage a list that has a length and entries of its own making.
-- ends: refused|harmless|stopped
local lying = setmetatable({}, { __len = function() return 1 << 40 end, __index = function() return "x" end })
score.coverage("an answer", lying)
