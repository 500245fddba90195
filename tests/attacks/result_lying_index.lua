-- A setting that answers with anything.
-- ends: refused
levels = setmetatable({}, { __index = function() while true do end end, __len = function() return 1e9 end,
  __pairs = function() return function() return 1, 1 end end })
