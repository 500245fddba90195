-- The debug library.
-- ends: stopped
if type(debug.getinfo(1)) == 'table' and debug.getinfo(1).source then print 'ESCAPED' end
debug.sethook()
while true do end
