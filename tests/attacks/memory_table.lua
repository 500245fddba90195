-- A table that only grows.
-- ends: memory|refused|stopped
local t = {}
while true do t[#t + 1] = {} end
