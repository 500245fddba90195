-- Many __close handlers, each with a loop.
-- ends: stopped
local function nest(n)
  local guard <close> = setmetatable({}, { __close = function() while true do end end })
  if n > 0 then nest(n - 1) end
  while true do end
end
nest(100)
