-- Many frontiers and repetitions.
-- ends: stopped
local _ = (('ab '):rep(20000)):find(('%f[%w].-'):rep(8) .. 'c')
