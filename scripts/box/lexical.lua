-- What is known of the tokens that box/source.lua makes of a file: which are words and signs of Lua's own, which names.
local M = {}

---The words of Lua's own: none of them can be a name.
M.reserved = {}
local WORDS = "and break do else elseif end false for function goto if in local nil not or repeat return then true "
  .. "until while"
for word in WORDS:gmatch("%a+") do M.reserved[word] = true end

---Whether a token is that word or sign.
function M.is(token, text) return token and token.kind ~= "text" and token.text == text end

---Whether a token is a name.
function M.is_name(token) return token and token.kind == "name" and not M.reserved[token.text] end

---A token as it is shown: its first line, cut.
function M.short(token)
  local said = token.text:match("^[^\n]*")
  return #said <= 30 and said or said:sub(1, utf8.offset(said, 0, 30) - 1) .. "..."
end

---What goes on in place of a word of Lua's own that stands where a name should (`repeat = 3`): a name that is none, of
---which the loader tells.
function M.stand_in(word) return "_" .. word end

---@return string? word that a name stands in for
function M.stands_for(name)
  local word = type(name) == "string" and name:match("^_(%l+)$")
  return M.reserved[word] and word or nil
end

return M
