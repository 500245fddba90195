-- %q of a long text in a loop: few instructions, much work.
-- ends: stopped
local s = ('\0'):rep(4000000)
while true do local _ = ('%q'):format(s) end
