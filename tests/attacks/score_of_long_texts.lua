-- Scores two texts of a million words, whose longest common subsequence takes far longer than the limit.
-- ends: stopped|memory|refused
local words = {}
for i = 1, 1000000 do words[i] = i % 7919 end
local text = table.concat(words, " ")
score.lcs(text, text:reverse())
score.similarity(text, text:reverse())
