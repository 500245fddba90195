-- The library of the simulated endpoint: the items of the loaded datasets, found again by their question's text.
local prose = require "sim.prose"

local M = {}

local ANCHOR = 18 -- bytes by which a question is noticed inside a longer text

local function material_of(item)
  local reference = item.reference and item.reference:find("%S") and item.reference
  local listed = item.checklist and item.checklist:find("%S") and item.checklist or reference
  local points = prose.points(listed or "")
  local sentences = prose.sentences(reference or item.checklist or item.question)
  local material = {
    item = item, question = prose.trim(item.question), language = item.language or prose.language(item.question),
    points = points, sentences = sentences, text = prose.join(sentences, "zh"),
  }
  for _, part in ipairs(points) do part.pairs = select(2, prose.pairs_of(part.text)) end
  for _, part in ipairs(sentences) do part.pairs = select(2, prose.pairs_of(part.text)) end
  local all = prose.pairs_of(material.text)
  for _, point in ipairs(points) do point.reach = prose.share(point.pairs, all) end
  return material
end

local function append(map, key, value)
  map[key] = map[key] or {}
  table.insert(map[key], value)
end

local function add(library, material, set)
  material.conversation = ("%s/%s/%s"):format(set.name, material.item.category, material.item.group)
  library[#library + 1] = material
  append(library.by_question, material.question, material)
  append(library.by_anchor, material.question:sub(1, ANCHOR), material)
  append(library.by_language, material.language, material)
  append(library.by_conversation, material.conversation, material)
end

---@param folders string[] datasets
---@return table|nil library
---@return string? problem
function M.load(folders)
  local dataset = require "dataset" -- only here: the list of commands loads this file too
  local library = { by_question = {}, by_anchor = {}, by_language = {}, by_conversation = {} }
  for _, folder in ipairs(folders) do
    local set, problem, code = dataset.load(folder)
    if not set then return nil, problem, code end
    for _, item in ipairs(set.items) do add(library, material_of(item), set) end
  end
  return library
end

local function starts_with(s, position, part) return s:sub(position, position + #part - 1) == part end

local function collect(library, s, position, found)
  for _, material in ipairs(library.by_anchor[s:sub(position, position + ANCHOR - 1)] or {}) do
    if starts_with(s, position, material.question) then found[#found + 1] = material end
  end
end

-- Questions shorter than an anchor stand alone on their line.
local function collect_line(library, s, position, found)
  local line = s:match("^[^\r\n]*", position)
  if #line < ANCHOR then
    for _, material in ipairs(library.by_question[prose.trim(line)] or {}) do found[#found + 1] = material end
  end
end

-- A question usually begins its line; only when none does is every position tried.
local function questions_in(library, s)
  local found = {}
  for position in ("\n" .. s):gmatch("\n%s*()") do
    collect(library, s, position - 1, found)
    collect_line(library, s, position - 1, found)
  end
  if #found > 0 then return found end
  for position = 1, #s do collect(library, s, position, found) end
  return found
end

-- Earlier rounds are shown as history, so the latest round of a conversation is the one that is meant; a prompt that
-- shows the reference means that item; otherwise the longest question does.
local function better(s, a, b)
  if a.conversation == b.conversation then return a.item.round > b.item.round end
  local a_shown = a.item.reference and s:find(a.item.reference, 1, true) ~= nil
  local b_shown = b.item.reference and s:find(b.item.reference, 1, true) ~= nil
  if a_shown ~= b_shown then return a_shown end
  return #a.question > #b.question
end

---The item whose question a longer text contains.
---@param s string
---@return table|nil material
function M.inside(library, s)
  local best
  for _, material in ipairs(questions_in(library, s)) do
    if not best or better(s, material, best) then best = material end
  end
  return best
end

local function asked_before(library, material, questions)
  local matching = 0
  for _, earlier in ipairs(library.by_conversation[material.conversation]) do
    if questions[earlier.item.round] == earlier.question then matching = matching + 1 end
  end
  return matching
end

---The item that the last user message asks for; among equal questions the one whose round and earlier rounds fit.
---@param messages { role: string, content: string }[]
---@return table|nil material
function M.asked(library, messages)
  local questions = {}
  for _, message in ipairs(messages) do
    if message.role == "user" then questions[#questions + 1] = prose.trim(message.content) end
  end
  local last = questions[#questions] or ""
  local best, best_fit
  for _, material in ipairs(library.by_question[last] or {}) do
    local fit = asked_before(library, material, questions)
    if not best or fit > best_fit then best, best_fit = material, fit end
  end
  return best or M.inside(library, last)
end

return M
