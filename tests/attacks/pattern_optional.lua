-- A pattern of many optional letters.
-- ends: stopped
local _ = ('a'):rep(40):find(('a?'):rep(40) .. ('a'):rep(41))
