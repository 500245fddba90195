-- A text that doubles.
-- ends: memory|refused
local s = 'x'
while true do s = s .. s end
