-- A simulated model asked to reword a text: it adds a sentence of its own, always the same one to the same text. It
-- knows nothing of medicine; it shows how `viva refine` goes on.
local dice = require "sim.dice"
local prose = require "sim.prose"

local M = {}

local ADDED = {
  en = { "Only what is said in so many words counts.", "What is merely hinted at does not count.",
    "Another wording of the same meaning counts." },
  zh = { "只有明确写出的才算。", "仅有暗示的不算。", "意思相同而措辞不同的也算。" },
}

---@param call { messages: table[], key: string }
---@return string|nil reply nil where nothing is to be reworded
function M.reply(call, seed)
  local asked = call.messages[#call.messages].content
  local wording = asked:match("<wording>\n(.-)\n</wording>")
  if not wording then return nil end
  local language = prose.language(wording)
  local added = dice.pick(dice.new("rewording", seed, wording), ADDED[language])
  local space = language == "en" and not wording:find("\n") and " " or wording:find("\n") and "\n" or ""
  return ("<wording>\n%s%s%s\n</wording>"):format(wording, space, added)
end

return M
