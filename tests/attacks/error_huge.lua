-- An error message of many megabytes.
-- ends: refused
error(('x'):rep(10000000))
