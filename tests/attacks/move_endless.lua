-- table.move over the whole range of integers.
-- ends: refused
table.move({}, 1, math.maxinteger - 1, 2)
