-- What stands behind the file's own globals.
-- ends: harmless
if getmetatable(_ENV) then print 'ESCAPED' end
if rawget(_ENV, 'os') or rawget(_ENV, 'require') then print 'ESCAPED' end
