-- Tokens and what they cost. Counts are the endpoints' own where there is a reply, estimates for plans.
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

---@param price { input?: number, output?: number }? money for a million tokens
---@param usage { input: integer, output: integer }?
---@return number? money, in the currency of the price
function M.cost(price, usage)
  if not price or not usage then return nil end
  return (usage.input * (price.input or 0) + usage.output * (price.output or 0)) / 1e6
end

return M
