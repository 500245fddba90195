-- Settings that are no numbers.
-- ends: refused
usable_from = 0 / 0
repeats = 1e308
