-- Addresses, of use to other attacks.
-- ends: harmless
local shown = tostring({}) .. tostring(print) .. ('%s'):format({}) .. tostring(coroutine.create(print))
if shown:find '0x' then print 'ESCAPED' end
if pcall(string.format, '%p', {}) then print 'ESCAPED' end
if pcall(string.format, '%-10p', {}) then print 'ESCAPED' end
