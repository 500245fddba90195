-- Code made at run time.
-- ends: refused
if type(load 'return 1') == 'function' then print 'ESCAPED' end
