-- An error that is a table.
-- ends: refused
error({ 'x' })
