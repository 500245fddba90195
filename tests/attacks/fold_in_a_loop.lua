-- Long texts folded, in a loop.
-- ends: stopped
local s = ('Ａ'):rep(1000000)
while true do text.fold(s) end
