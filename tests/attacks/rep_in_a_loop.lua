-- Long texts made and thrown away.
-- ends: stopped
while true do local _ = ('x'):rep(8000000) end
