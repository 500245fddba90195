-- Support: where two values differ, tables by all that is in them, integers and floats told apart.

---@return string? where "value.rows.3.score: 4 and 4.0"; nil when they are alike
local function difference(a, b, at)
  at = at or "value"
  if type(a) ~= "table" or type(b) ~= "table" then
    local same = a == b and math.type(a) == math.type(b)
    return not same and ("%s: %s and %s"):format(at, a, b) or nil
  end
  if getmetatable(a) ~= getmetatable(b) then return at .. ": their metatables" end
  for key, value in pairs(a) do
    local found = difference(value, b[key], ("%s.%s"):format(at, key))
    if found then return found end
  end
  for key in pairs(b) do
    if a[key] == nil then return ("%s.%s: nothing and %s"):format(at, key, b[key]) end
  end
end

return difference
