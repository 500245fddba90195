-- Control of the collector.
-- ends: stopped|refused
while true do collectgarbage() end
