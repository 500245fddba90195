-- A format with a huge width.
-- ends: refused
local _ = string.format('%1000000000d', 1)
