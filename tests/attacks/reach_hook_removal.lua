-- The hook itself, by every name it might have.
-- ends: harmless
for _, name in ipairs { 'sethook', 'gethook', 'getregistry', 'getupvalue', 'upvaluejoin' } do
  for _, library in ipairs { string, table, math, utf8, coroutine, text, score } do
    if library[name] then print 'ESCAPED' end
  end
end
