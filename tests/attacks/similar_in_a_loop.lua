-- The nearest of many words, in a loop.
-- ends: stopped
local words = {}
for i = 1, 100000 do words[i] = ('w'):rep(60) end
while true do text.similar(('x'):rep(60), words) end
