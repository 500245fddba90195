-- string.pack of a huge block.
-- ends: refused|memory
local _ = string.pack('!16 s8 i16', ('x'):rep(10000000)):rep(1000)
