---Whether a list has a value.
---@param list any[]
---@param value any
---@return boolean
return function(list, value)
  for _, one in ipairs(list) do
    if one == value then return true end
  end
  return false
end
