-- Running out of memory, caught, again and again.
-- ends: stopped
while true do
  pcall(function()
    local s = ('x'):rep(1000000)
    while true do s = s .. s end
  end)
end
