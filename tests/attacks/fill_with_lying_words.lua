-- Gives fill a table of words whose iteration never ends.
-- ends: stopped|refused
local lying = setmetatable({}, { __pairs = function() return function() return "x", "y" end end })
while true do pcall(fill, "{{x}}", lying) end
