-- A pattern of many lazy repetitions.
-- ends: stopped
local _ = ('a'):rep(3000):find(('.-'):rep(12) .. 'b')
