-- What the simulated judge says of points that a prompt lists with numbers and kinds: met when the answer has enough of
-- the point's words, measured against how many of them the reference has. It understands nothing.
local json = require "json"
local marking = require "sim.marking"

local M = {}

local MET_FROM = 0.75     -- the share of what the reference itself says of a point
local HARDLY = 0.15       -- below this the reference does not say it in such words
local COVERED = 0.6       -- then it is met by so much of the reference
local OUTRIGHT = 0.5      -- and what should not be said by so much of its own words
local NOISE = 0.06

---The points of a prompt: lines such as "2. [core] text", "3. 【危险，不得出现】text", "1. [-5] text".
---@param prompt string
---@return { number: integer, kind: string, text: string }[]
function M.listed(prompt)
  local found = {}
  for line in prompt:gmatch("[^\n]+") do
    local number, kind, text = line:match("^(%d+)%. %[([^%]]+)%] (.+)$")
    if not number then number, kind, text = line:match("^(%d+)%. 【(.-)】(.+)$") end
    if number then found[#found + 1] = { number = math.tointeger(tonumber(number)), kind = kind, text = text } end
  end
  return found
end

local function unwanted(kind) return kind:find("^danger") or kind:find("^危险") or kind:find("^%-") end

-- What the reference says in other words counts as said by whoever says most of the reference; what an answer should
-- not say must be there in the point's own words.
local function is_met(point, material, answer, roll)
  local share, sentence = marking.said(point.text, answer)
  local reach, wanted = marking.said(point.text, material.text), OUTRIGHT
  if not unwanted(point.kind) then
    if reach < HARDLY then
      sentence = sentence or answer:match("[^\r\n]+")
      share, reach, wanted = marking.said(material.text, answer), 1, COVERED
    else
      wanted = MET_FROM * reach
    end
  end
  return share + (roll() + roll() - 1) * NOISE * reach >= wanted and sentence ~= nil, sentence
end

local function entry_of(point, material, answer, roll)
  local met, sentence = is_met(point, material, answer, roll)
  return { point = point.number, state = met and "met" or "not met", quote = met and sentence or nil }
end

local function prose_of(entries)
  local lines = {}
  for i, entry in ipairs(entries) do
    lines[i] = ("%d. %s%s"):format(entry.point, entry.state, entry.quote and (': "%s"'):format(entry.quote) or "")
  end
  return table.concat(lines, "\n")
end

---@param how { listed: table[], fields: table[], roll: fun(): number, risk: boolean, reason: string, spoil: boolean }
---@return string
function M.reply(material, answer, how)
  local entries, parts = {}, {}
  for i, point in ipairs(how.listed) do entries[i] = entry_of(point, material, answer, how.roll) end
  if how.spoil then table.remove(entries, math.floor(how.roll() * #entries) + 1) end
  local list = json.encode(json.array(entries))
  for i, field in ipairs(how.fields) do
    local value = field.kind == "points" and list or field.kind == "risk" and tostring(how.risk)
      or json.encode(how.reason)
    parts[i] = ("%s: %s"):format(json.encode(field.name), value)
  end
  if not how.risk and #how.fields == 1 and how.roll() < 0.06 and not how.spoil then return prose_of(entries) end
  local object = "{" .. table.concat(parts, ", ") .. "}"
  return how.roll() < 0.1 and "```json\n" .. object .. "\n```" or object
end

return M
