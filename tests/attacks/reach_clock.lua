-- The time, which would make results differ.
-- ends: refused
if type(os.time()) == 'number' then print 'ESCAPED' end
