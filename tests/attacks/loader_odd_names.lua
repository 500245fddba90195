-- Settings whose names are no texts.
-- ends: refused
_ENV[1] = 1
_ENV[true] = 1
_ENV[{}] = 1
_ENV[print] = 1
