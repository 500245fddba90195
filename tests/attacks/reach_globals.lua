-- The real globals, by their usual name.
-- ends: refused
if type(_G.os) == 'table' and type(_G.os.time) == 'function' then print 'ESCAPED' end
