-- A setting with millions of entries.
-- ends: refused|stopped|memory
local t = {}
for i = 1, 3000000 do t[i] = i end
examples = t
