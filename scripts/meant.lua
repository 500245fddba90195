-- How an error about an unknown name ends: with the known one that was probably meant.
local text = require "viva.text"

---@param name any
---@param names string[] the known ones
---@param otherwise string? what ends the error when none is near ("")
---@return string
return function(name, names, otherwise)
  local near = text.similar(tostring(name), names)
  return near and ("; did you mean '%s'?"):format(near) or otherwise or ""
end
