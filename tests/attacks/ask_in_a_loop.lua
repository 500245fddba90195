-- Asks for ever in a coroutine that takes the questions itself and gives nothing back.
-- ends: stopped
local thread = coroutine.create(function() while true do ask "more" end end)
while true do coroutine.resume(thread) end
