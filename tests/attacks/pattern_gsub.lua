-- gsub with a pattern that looks far ahead at each place.
-- ends: stopped
local _ = (('a'):rep(200000)):gsub('.-b', 'c')
