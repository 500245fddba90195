-- gmatch with a pattern that looks far ahead.
-- ends: stopped
for _ in (('a'):rep(200000)):gmatch('a-b') do end
