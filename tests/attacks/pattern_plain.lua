-- A plain search that meets its worst case.
-- ends: stopped|harmless
local _ = (('a'):rep(8000000)):find(('a'):rep(4000000) .. 'b', 1, true)
