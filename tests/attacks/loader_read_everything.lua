-- Reading names for ever.
-- ends: stopped|memory|refused
local i = 0
while true do
  i = i + 1
  local _ = _ENV['name' .. i]
end
