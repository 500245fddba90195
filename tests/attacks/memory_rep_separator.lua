-- A terabyte through the separator.
-- ends: refused
local _ = ('') .. (''):rep(1 << 30, ('x'):rep(1000))
