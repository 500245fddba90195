-- Fills words in over and over, at a time when there is nothing to fill in.
-- ends: stopped
while true do pcall(fill, "{{answer}}{{x}}", { x = ("x"):rep(100000) }) end
