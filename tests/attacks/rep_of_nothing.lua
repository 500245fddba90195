-- An empty text, repeated for ever.
-- ends: harmless
local _ = (''):rep(math.maxinteger)
local _ = (''):rep(math.maxinteger, '')
