-- Modules.
-- ends: refused
if type(require) == 'function' then print('ESCAPED', require 'viva.inside') end
