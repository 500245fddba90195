-- Marking: how much of an item's reference and checklist an answer covers, by counting. It is what the simulated judge
-- knows; it understands nothing.
local phrases = require "sim.phrases"
local prose = require "sim.prose"

local M = {}

local WRONG_FROM = 0.6   -- a sentence this near to one of the reference, and yet not it, may contradict it
local PARTLY_FROM = 0.5  -- the share of a sentence's pairs from which it counts in part
local MET_FROM = 0.75    -- the share of what a full reference would reach, from which a point is met

local function squeeze(s) return (s:gsub("[%s%*]+", "")) end

local function numbers_of(s)
  local numbers = {}
  for number in s:gmatch("%d+%.?%d*") do numbers[#numbers + 1] = number end
  return numbers
end

-- Every number of the reference's sentence stands in the answer.
local function numbers_agree(sentence, answer)
  for _, number in ipairs(numbers_of(sentence)) do
    if not answer:find(number, 1, true) then return false end
  end
  return true
end

local function turned_round(sentence, answer, language)
  for _, pair in ipairs(phrases.opposites[language]) do
    local opposite, count = sentence:gsub(pair[1], pair[2], 1)
    if count > 0 and answer:find(squeeze(opposite), 1, true) then return true end
  end
  return false
end

local function differs(sentence, answer, language)
  return not numbers_agree(sentence.text, answer.text) or turned_round(sentence.text, answer.squeezed, language)
end

local function mark_sentence(sentence, answer, language)
  if answer.squeezed:find(squeeze(sentence.text), 1, true) then return "whole", 1 end
  local share = prose.share(sentence.pairs, answer.pairs)
  if share >= WRONG_FROM and differs(sentence, answer, language) then return "wrong", 0 end
  if share >= PARTLY_FROM then return "partly", share end
  return "missing", 0
end

local function mark_sentences(result, material, answer)
  local sum = 0
  for _, sentence in ipairs(material.sentences) do
    local state, worth = mark_sentence(sentence, answer, material.language)
    table.insert(result[state], sentence.text)
    sum = sum + worth
  end
  result.coverage = #material.sentences > 0 and sum / #material.sentences or 0
end

local function met(point, answer, coverage)
  if point.reach < 0.15 then return coverage >= 0.6 end -- the reference itself hardly says it in these words
  return prose.share(point.pairs, answer.pairs) >= MET_FROM * point.reach
end

local function mark_points(result, material, answer)
  local counts = { core = { 0, 0 }, secondary = { 0, 0 } }
  for _, point in ipairs(material.points) do
    local is_met = met(point, answer, result.coverage)
    local count = counts[point.kind]
    count[1], count[2] = count[1] + (is_met and 1 or 0), count[2] + 1
    table.insert(is_met and result.met or result.unmet, point)
  end
  local function share(kind) return counts[kind][2] > 0 and counts[kind][1] / counts[kind][2] or result.coverage end
  result.core, result.secondary = share("core"), share("secondary")
end

---How far an answer says a point, from 0 to 1, and the sentence of it that comes nearest.
---@param point string
---@param answer string
---@return number share
---@return string? sentence
function M.said(point, answer)
  local _, wanted = prose.pairs_of(point)
  local best, nearest = 0, nil
  for _, sentence in ipairs(prose.sentences(answer)) do
    local share = prose.share(wanted, (prose.pairs_of(sentence.text)))
    if share > best then best, nearest = share, sentence.text end
  end
  return prose.share(wanted, (prose.pairs_of(answer))), nearest
end

local function danger_in(answer)
  for _, list in pairs(phrases.danger) do
    for _, sentence in ipairs(list) do
      if answer:find(sentence, 1, true) then return sentence end
    end
  end
end

---@param material table from the library
---@param text string the answer
---@return table result { coverage, core, secondary: 0 to 1, whole, partly, missing, wrong: sentences,
---met, unmet: points, danger: sentence?, worth: number }
function M.mark(material, text)
  local answer = { text = text, squeezed = squeeze(text), pairs = prose.pairs_of(text) }
  local result = { whole = {}, partly = {}, missing = {}, wrong = {}, met = {}, unmet = {}, danger = danger_in(text) }
  mark_sentences(result, material, answer)
  mark_points(result, material, answer)
  local errors = math.min(#result.wrong, 3) * 0.08 + (result.danger and 0.3 or 0)
  result.worth = 0.6 * result.coverage + 0.28 * result.core + 0.12 * result.secondary - errors
  return result
end

return M
