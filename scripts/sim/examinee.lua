-- The simulated examinee: answers a question from its reference at a given skill. What it does not know it leaves out,
-- or gets wrong: a number altered, a statement turned round, a sentence of another item.
local dice = require "sim.dice"
local phrases = require "sim.phrases"
local prose = require "sim.prose"

local M = {}

local SKILLS = { ["sim-strong"] = 0.92, ["sim-middle"] = 0.74, ["sim-weak"] = 0.48 }

---@param model string
---@return number|nil skill from 0 to 1; nil for a model that is no examinee
function M.skill(model)
  local percent = model:match("^sim%-skill%-(%d%d?)$")
  return SKILLS[model] or percent and tonumber(percent) / 100
end

local function alter_number(sentence, roll)
  local factor = dice.pick(roll, { 2, 3, 5, 10 })
  local changed, count = sentence:gsub("%d+", function(digits)
    local number = math.tointeger(tonumber(digits))
    return number and ("%d"):format(number * factor + (number == 0 and 4 or 0))
  end, 1)
  return count > 0 and changed or nil
end

local function replace_word(sentence, from, to, language)
  local pattern = from:gsub("%p", "%%%0")
  if language == "en" then pattern = "%f[%a]" .. pattern .. "%f[%A]" end
  local changed, count = sentence:gsub(pattern, to, 1)
  return count > 0 and changed or nil
end

local function turn_round(sentence, language)
  for _, pair in ipairs(phrases.opposites[language]) do
    local changed = replace_word(sentence, pair[1], pair[2], language)
    if changed then return changed end
  end
end

local function borrow(library, material, roll)
  local others = library.by_language[material.language]
  for _ = 1, 4 do
    local other = dice.pick(roll, others)
    if other.conversation ~= material.conversation and #other.sentences > 0 then
      return dice.pick(roll, other.sentences).text
    end
  end
end

local function get_wrong(library, material, sentence, roll)
  local way = roll()
  return way < 0.45 and alter_number(sentence, roll) or way < 0.85 and turn_round(sentence, material.language)
    or borrow(library, material, roll)
end

-- Some questions are harder than others, for everybody and for this model.
local function chance_to_know(material, skill, model, seed)
  local hardness = (dice.roll("hardness", seed, material.question) - 0.5) * 0.24
  local fit = (dice.roll("fit", seed, model, material.question) - 0.5) * 0.20
  return math.min(0.99, math.max(0.04, skill + (hardness + fit) * (1.2 - skill) * 2))
end

local function remembered_chance(material, skill, model, seed)
  local key = seed .. "/" .. model
  material.chances = material.chances or {}
  material.chances[key] = material.chances[key] or chance_to_know(material, skill, model, seed)
  return material.chances[key]
end

local function recall(library, material, chance, roll)
  local said = {}
  for _, sentence in ipairs(material.sentences) do
    local known, guess = roll() < chance, roll() < 0.3
    local text = known and sentence.text or guess and get_wrong(library, material, sentence.text, roll)
    if text then
      said[#said + 1] = { text = text, ends_line = sentence.ends_line }
    elseif sentence.ends_line and #said > 0 then
      said[#said].ends_line = true
    end
  end
  return said
end

local function add_remarks(said, language, chance, roll)
  if roll() < 0.12 * (1 - chance) then
    table.insert(said, { text = dice.pick(roll, phrases.danger[language]), ends_line = true })
  end
  if roll() < 0.05 + 0.3 * (1 - chance) then
    table.insert(said, { text = dice.pick(roll, phrases.hedge[language]), ends_line = true })
  end
end

---@param library table
---@param material table|nil what is asked; nil for a question that no dataset has
---@param call { model: string, messages: table[], key: string }
---@param seed string
---@return string answer
function M.answer(library, material, call, seed)
  if not material then
    return phrases.vague[prose.language(call.messages[#call.messages].content)]
  end
  local skill = M.skill(call.model) or 0.9
  local roll = dice.new("answer", seed, call.key)
  local chance = remembered_chance(material, skill, call.model, seed)
  local said = recall(library, material, chance, roll)
  if #said == 0 then return phrases.vague[material.language] end
  add_remarks(said, material.language, chance, roll)
  return prose.join(said, material.language)
end

return M
