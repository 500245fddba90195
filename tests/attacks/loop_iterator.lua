-- A generic for whose iterator never ends.
-- ends: stopped
for _ in function() return true end do end
