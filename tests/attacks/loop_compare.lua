-- A comparator that answers at random.
-- ends: harmless|refused|stopped
local t = {}
for i = 1, 50000 do t[i] = i end
table.sort(t, function() return math.random(2) == 1 end)
