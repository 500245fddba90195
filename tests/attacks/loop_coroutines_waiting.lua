-- Coroutines that wait in great number.
-- ends: memory|refused|stopped
local all = {}
while true do
  local co = coroutine.wrap(function() coroutine.yield() end)
  co()
  all[#all + 1] = co
end
