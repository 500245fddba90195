-- A pattern that nests its captures as deep as it can.
-- ends: refused|harmless|stopped
local _ = ('x'):rep(100000):match(('('):rep(32) .. 'x-' .. (')'):rep(32) .. 'y')
