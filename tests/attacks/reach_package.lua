-- Modules by another way.
-- ends: refused
if type(package.loadlib) == 'function' then print('ESCAPED', package.loadlib('libc.so.6', '*')) end
