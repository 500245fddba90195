-- A text that doubles.
-- ends: memory|refused|stopped
local s = 'x'
while true do s = s .. s end
