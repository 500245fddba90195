-- Compiled code.
-- ends: refused
local made = string.dump(function() end)
print('ESCAPED', made)
