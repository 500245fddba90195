-- An endless loop.
-- ends: stopped
while true do end
