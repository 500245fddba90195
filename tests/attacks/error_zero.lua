-- An error message with zero bytes and escape sequences.
-- ends: refused
error('\0\27[2Jgone\0')
