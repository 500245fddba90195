-- One text of a terabyte.
-- ends: refused
local _ = ('x'):rep(1 << 40)
