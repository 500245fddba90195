-- A loop inside wrapped coroutines that are caught.
-- ends: stopped
while true do pcall(coroutine.wrap(function() while true do end end)) end
