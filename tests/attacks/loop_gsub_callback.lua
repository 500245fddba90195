-- A gsub callback that loops.
-- ends: stopped
(('x'):rep(100)):gsub('x', function() while true do end end)
