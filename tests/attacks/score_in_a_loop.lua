-- Scores long texts over and over: each score is one call of C, which no hook interrupts.
-- ends: stopped
local text = ("word and word "):rep(2000)
while true do pcall(score.rouge, text, text) end
