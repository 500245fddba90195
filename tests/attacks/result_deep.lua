-- A setting nested very deep.
-- ends: refused
local t = {}
for _ = 1, 10000 do t = { t } end
levels = { t }
