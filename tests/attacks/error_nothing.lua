-- An error that is nil.
-- ends: refused
error(nil)
