-- Closures that hold closures.
-- ends: memory|refused|stopped
local f = function() end
while true do
  local g = f
  f = function() return g end
end
