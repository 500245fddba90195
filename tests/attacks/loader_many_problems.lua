-- A hundred thousand mistakes.
-- ends: refused|stopped|memory
for i = 1, 100000 do _ENV['mistake' .. i] = i end
