-- Files.
-- ends: refused
if type(io.open('/etc/passwd')) == 'userdata' then print 'ESCAPED' end
