-- The length of a long text, in a loop.
-- ends: stopped
local s = ('x'):rep(8000000)
while true do utf8.len(s) end
