-- How what is said of an unknown name ends: with the known one that was probably meant, in the terminal's language.
local text = require "viva.text"
local words = require "words"

---@param name any
---@param names string[] the known ones
---@param otherwise string? what ends it when none is near ("")
---@return string
return function(name, names, otherwise)
  local near = text.similar(tostring(name), names)
  return near and words.here()("did_you_mean", near) or otherwise or ""
end
