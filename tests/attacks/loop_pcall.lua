-- A loop that absorbs the error that should end it.
-- ends: stopped
while true do pcall(function() while true do end end) end
