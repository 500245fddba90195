-- A long tail of arguments, walked one by one.
-- ends: stopped|refused
local t = {}
for i = 1, 200000 do t[i] = i end
local function sum(...)
  local total = 0
  for i = 1, select('#', ...) do total = total + select(i, ...) end
  return total
end
sum(table.unpack(t))
