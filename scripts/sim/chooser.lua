-- The simulated judge as a chooser: finds two answers in a prompt, marks both by counting, adds a little noise and a
-- little liking for the one that stands first, and says which is better.
local dice = require "sim.dice"
local json = require "json"
local marking = require "sim.marking"
local prose = require "sim.prose"

local M = {}

local NOISE, LIKING, TIE = 0.06, 0.02, 0.04 -- in worth, which runs from 0 to 1

local function whole_of(messages)
  local texts = {}
  for _, message in ipairs(messages) do
    if message.role ~= "assistant" then texts[#texts + 1] = message.content end
  end
  return table.concat(texts, "\n")
end

-- The prompt without the answers, and both answers; no answers where there are not two.
local function take_apart(messages)
  local whole, found = whole_of(messages), {}
  for _, which in ipairs { "a", "b" } do
    local start, after, _, answer = whole:find("<answer%-" .. which .. "%-(%w+)>(.-)</answer%-" .. which .. "%-%1>")
    if not start then return whole end
    found[#found + 1] = prose.trim(answer)
    whole = whole:sub(1, start - 1) .. whole:sub(after + 1)
  end
  return whole, found[1], found[2]
end

local WORDS = {
  zh = { both = "A 覆盖参考答案的 %d%%，B 为 %d%%。", danger = "%s 含有可能造成伤害的说法。", tie = "难分高下。" },
  en = { both = "A covers %d%% of the reference, B %d%%.", danger = " %s says what may do harm.",
    tie = " No telling apart." },
}

local function worth_of(result, roll) return result.worth + (roll() + roll() - 1) * NOISE end

local function decide(material, a, b, language, roll)
  local words, one, other = WORDS[language], marking.mark(material, a), marking.mark(material, b)
  local difference = worth_of(one, roll) + LIKING - worth_of(other, roll)
  local choice = math.abs(difference) < TIE and "tie" or difference > 0 and "A" or "B"
  local reason = words.both:format(one.coverage * 100 // 1, other.coverage * 100 // 1)
  if one.danger then reason = reason .. words.danger:format("A") end
  if other.danger then reason = reason .. words.danger:format("B") end
  return { choice = choice, reason = choice == "tie" and reason .. words.tie or reason }
end

local SHAPES = {
  function(verdict) return ("```json\n%s\n```"):format(verdict.object) end,
  function(verdict)
    return ("%s\n%s[[%s]]"):format(verdict.reason, verdict.language == "zh" and "选择：" or "Choice: ", verdict.choice)
  end,
}

local UNREADABLE = {
  function(verdict) return verdict.reason end,
  function(verdict) return (verdict.object:gsub('"choice": "%a+"', '"choice": "A or B"')) end,
  function(verdict) return verdict.object:sub(1, -9) end,
}

---The reply, or nil when the messages show no two answers to a known item.
---@param library table
---@param find fun(library: table, prompt: string): table|nil
---@param call { model: string, messages: table[], key: string }
---@param seed string
---@param unreadable boolean reply so that no choice can be read
---@return string|nil reply
function M.reply(library, find, call, seed, unreadable)
  local prompt, a, b = take_apart(call.messages)
  local material = a and find(library, prompt)
  if not material then return nil end
  local language, roll = prose.language(prompt:sub(1, 300)), dice.new("chooser", seed, call.key)
  local verdict = decide(material, a, b, language, roll)
  verdict.language = language
  verdict.object = ('{"reason": %s, "choice": "%s"}'):format(json.encode(verdict.reason), verdict.choice)
  if unreadable then return dice.pick(roll, UNREADABLE)(verdict) end
  if roll() < 0.06 then return dice.pick(roll, SHAPES)(verdict) end
  return verdict.object
end

return M
