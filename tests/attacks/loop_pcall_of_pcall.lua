-- pcall called by pcall, without a function of its own.
-- ends: stopped
while true do pcall(pcall, pcall, error) end
