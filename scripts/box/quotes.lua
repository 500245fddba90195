-- Whether the words a judge quotes stand in the answer: letters and digits alone are compared, folded, so that neither
-- case, width, blanks nor punctuation matter. A quote may leave words out with "..." or "……".
local M = {}

local GAPS = { "%.%.%.+", "…+", "%[%s*%]" }

-- Punctuation of Chinese texts that folding leaves as it is.
local MARKS = { "。", "、", "“", "”", "‘", "’", "《", "》", "【", "】", "「", "」", "『", "』", "—", "·", "–" }

local function letters(s)
  for _, mark in ipairs(MARKS) do
    if s:find(mark, 1, true) then s = s:gsub(mark, "") end
  end
  return (s:lower():gsub("[%s%p%c]+", ""))
end

---@param quote string
---@param answer string
---@param fold fun(s: string): string NFKC
---@return boolean
function M.occurs(quote, answer, fold)
  for _, gap in ipairs(GAPS) do quote = quote:gsub(gap, "\0") end
  local whole, from, any = letters(fold(answer)), 1, false
  for part in quote:gmatch("[^\0]+") do
    part = letters(fold(part))
    local at, stop = whole:find(part, from, true)
    if not at then return false end
    if part ~= "" then from, any = stop + 1, true end
  end
  return any
end

return M
