-- A loop in a coroutine, resumed again and again.
-- ends: stopped
while true do coroutine.resume(coroutine.create(function() while true do end end)) end
