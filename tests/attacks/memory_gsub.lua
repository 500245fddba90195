-- gsub that makes each letter long.
-- ends: memory|refused|stopped
local _ = (('x'):rep(1000000)):gsub('x', ('y'):rep(1000))
