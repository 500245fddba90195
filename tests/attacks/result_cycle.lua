-- A setting that contains itself.
-- ends: refused
local t = {}
t.t = t
reply = t
