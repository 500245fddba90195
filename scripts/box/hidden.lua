-- Characters that turn, hide or split text: control characters, direction marks, invisible ones, language tags.
local M = {}

local function is_hidden(code)
  return code < 9 or code > 10 and code < 32 or code >= 127 and code < 160 or code == 0xAD or code == 0x61C
    or code >= 0x200B and code <= 0x200F or code >= 0x2028 and code <= 0x202E or code >= 0x2060 and code <= 0x206F
    or code == 0xFEFF or code >= 0xE0000 and code <= 0xE007F
end

---Shows each hidden character by its number between two marks.
---@param s string UTF-8
---@param before string
---@param after string
---@return string
function M.mark(s, before, after)
  if not s:find("[%c\xC2\xD8\xE2\xEF\xF3]") then return s end
  return (s:gsub(utf8.charpattern, function(character)
    local code = utf8.codepoint(character)
    if is_hidden(code) then return ("%sU+%04X%s"):format(before, code, after) end
  end))
end

return M
