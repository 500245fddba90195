-- Long texts turned to capitals.
-- ends: stopped
local s = ('x'):rep(8000000)
while true do local _ = s:upper() end
