-- Token counts for plans, where no endpoint has counted yet.
local M = {}

---A rough count: a Chinese character is about 0.7 of a token, four Latin letters are one. Measured counts come from the
---endpoints' own usage fields.
---@param text string
---@return integer
function M.estimate(text)
  local wide = select(2, text:gsub("[\xE3-\xE9][\x80-\xBF][\x80-\xBF]", ""))
  return math.ceil(wide * 0.7 + (#text - 3 * wide) / 4)
end

---@param messages { role: string, content: string }[]
---@return integer
function M.of_messages(messages)
  local total = 0
  for _, message in ipairs(messages) do total = total + M.estimate(message.content) + 4 end
  return total
end

return M
