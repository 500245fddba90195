-- A sort whose comparator loops.
-- ends: stopped
table.sort({ 3, 2, 1 }, function() while true do end end)
