-- %b on a text without an end.
-- ends: stopped
local _ = (('('):rep(400000)):find('%b()')
