-- A table of ever new keys.
-- ends: memory|refused|stopped
local t = {}
local i = 0.5
while true do
  t[i] = i
  i = i + 1
end
