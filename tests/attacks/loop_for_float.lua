-- A loop whose counter never moves.
-- ends: stopped
for i = 2^53, math.huge do local _ = i end
