-- A setting with a very long name.
-- ends: refused
_ENV[('x'):rep(1000000)] = 1
