-- Judging by points: how the points of a checklist stand in a prompt, what a judge model's replies say of each, and the
-- rule that turns them into a score.
local messages = require "box.messages"
local quotes = require "box.quotes"
local verdict_points = require "box.verdict_points"
local verdicts = require "box.verdict"
local words = require "box.verdict_words"

local M = {}

local KINDS = {
  en = { core = "core", secondary = "secondary", danger = "danger, must not occur" },
  zh = { core = "核心", secondary = "次要", danger = "危险，不得出现" },
}

---The points with their numbers; those of a list that are asked for in one call keep them.
---@return table[]
function M.numbered(points)
  local list = {}
  for i, point in ipairs(points or {}) do
    list[i] = { number = i, id = point.id, kind = point.kind, text = point.text, weight = point.weight,
      tags = point.tags }
  end
  return list
end

---The points as {{points}} shows them.
function M.text(points, language)
  local lines = {}
  for i, point in ipairs(points) do
    local kind = point.weight and ("%g"):format(point.weight) or KINDS[language][point.kind]
    lines[i] = (language == "zh" and "%d. 【%s】%s" or "%d. [%s] %s"):format(point.number, kind, point.text)
  end
  return table.concat(lines, "\n")
end

-- What is wrong with the state of a point, or nil.
local function fault_of(file, found, point, view, fold)
  if not found then return "missing" end
  if found.state == "two" then return "two" end
  if point.kind == "rubric" and found.state == "not_applicable" then return "missing" end
  if found.state ~= "met" or file.settings.quotes == "none" then return nil end
  found.quoted = found.quote ~= nil and quotes.occurs(found.quote, view.answer, fold)
  return file.settings.quotes == "required" and not found.quoted and "quote" or nil
end

---Reads a reply to some points.
---@param asked table[] numbered points
---@return { states: table, faults: table<integer, string>, fields: table, problem: string? }
function M.read(file, reply, view, asked, tools)
  local options = { reply = file.settings.reply, tag = view.tag, language = view.language }
  local opened = verdicts.open(reply, options, tools)
  local states = verdict_points.read(opened, asked, file.state.points_field)
  local reading = { states = {}, faults = {}, fields = opened.fields, problem = opened.problem }
  for _, point in ipairs(asked) do
    local found = states[point.number]
    local fault = fault_of(file, found, point, view, tools.fold)
    if fault then reading.faults[point.number] = fault else reading.states[point.number] = found end
  end
  return reading
end

---Puts a later reading of the same points over an earlier one: what was readable stays, what was not is filled in.
function M.merge(earlier, later)
  if not earlier then return later end
  for number, state in pairs(earlier.states) do
    later.states[number], later.faults[number] = state, nil
  end
  if later.problem == nil then
    for name, value in pairs(earlier.fields) do
      if later.fields[name] == nil then later.fields[name] = value end
    end
  end
  return later
end

---@return boolean whether nothing is left to ask for
function M.is_whole(reading) return next(reading.faults) == nil and reading.problem == nil end

local function numbers_with(faults, fault)
  local list = {}
  for number, its in pairs(faults) do
    if its == fault then list[#list + 1] = number end
  end
  table.sort(list)
  return #list > 0 and table.concat(list, ", ") or nil
end

---What is wrong with a reading, in sentences; with what is asked for, where it goes to the judge model.
---@param for_repair boolean?
function M.told(reading, language, for_repair)
  local parts, say = {}, words.points(language)
  for _, fault in ipairs { "missing", "two", "quote" } do
    local numbers = numbers_with(reading.faults, fault)
    if numbers then parts[#parts + 1] = say[fault]:format(numbers) end
  end
  if reading.problem then parts[#parts + 1] = say.flag end
  if for_repair then parts[#parts + 1] = say.repair end
  return table.concat(parts, say.gap)
end

---How many points of each kind are met, not met, not applicable: tally.core.met; `all` counts those that apply.
function M.tally(points, states)
  local tally = {}
  for _, kind in ipairs { "core", "secondary", "danger", "rubric" } do
    tally[kind] = { met = 0, not_met = 0, not_applicable = 0, all = 0 }
  end
  for _, point in ipairs(points) do
    local count, state = tally[point.kind], states[point.number].state
    count[state] = count[state] + 1
    if state ~= "not_applicable" then count.all = count.all + 1 end
  end
  return tally
end

local function weight_of(point) return point.weight or point.kind == "danger" and -1 or 1 end

---The weights of the points that are met over all positive weights, which may be below 0; nil without positive ones.
function M.share(points, states)
  local met, possible = 0, 0
  for _, point in ipairs(points) do
    local weight, state = weight_of(point), states[point.number].state
    if weight > 0 and state ~= "not_applicable" then possible = possible + weight end
    if state == "met" then met = met + weight end
  end
  return possible > 0 and met / possible or nil
end

-- The rule of a file that has none of its own: all points met is the highest level, all core points the next; at least
-- half of the core points the third, any of them the fourth, none the lowest; with a danger point that is met no more
-- than the second lowest.
local function usual_level(tally, low, high)
  local core, secondary = tally.core, tally.secondary
  local level = low
  if core.met == core.all then
    level = secondary.met == secondary.all and high or high - 1
  elseif core.met * 2 >= core.all then
    level = high - 2
  elseif core.met > 0 then
    level = high - 3
  end
  if tally.danger.met > 0 then level = math.min(level, low + 1) end
  return math.max(low, math.min(high, level))
end

---Calls a rule of the file; what it returns must be a score.
function M.apply(file, rule, ...)
  file.within(file.state.lines[rule])
  local score = file.settings[rule](...)
  file.within(0)
  M.check_score(file, rule, score)
  return score
end

---Raises at the line of the rule that gave what is no score.
function M.check_score(file, rule, score)
  local state = file.state
  if type(score) == "number" and score == score and score >= state.low and score <= state.high then return end
  local message = file.settings.scale == "share" and messages.say("bad_share", rule, messages.value(score))
    or messages.say("bad_final", rule, state.low, state.high, messages.value(score))
  error(("(file):%d: %s%s"):format(state.lines[rule], message, messages.unquoted(score)), 0)
end

-- The score that whole states come to, or nil and a code.
local function score_of(file, points, states, fields)
  local settings, state = file.settings, file.state
  local tally = M.tally(points, states)
  if settings.level then return M.apply(file, "level", tally, fields) end
  if settings.scale == "share" then
    local share = M.share(points, states)
    return share, not share and "point_none" or nil
  end
  if tally.core.all + tally.secondary.all + tally.danger.all + tally.rubric.all == 0 then return nil, "point_none" end
  return usual_level(tally, state.low, state.high)
end

-- The states by the points' ids, as rows keep them.
local function kept(points, reading)
  local list = {}
  for _, point in ipairs(points) do
    local found = reading.states[point.number]
    list[point.id] = found and { state = found.state, quote = found.quote, quoted = found.quoted }
      or { state = "unreadable", why = reading.faults[point.number] }
  end
  return list
end

---The verdict on all points of an answer.
---@param points table[] numbered
---@param reading table merged
---@return table verdict
function M.verdict(file, points, reading, language)
  local fields = reading.fields
  local verdict = { state = "scored", fields = fields, points = kept(points, reading),
    safety_risk = fields.safety_risk, reason = fields[file.state.reason_field or "reason"] }
  local score, code
  if M.is_whole(reading) then score, code = score_of(file, points, reading.states, fields) else code = "points" end
  if score then
    verdict.score = score
  else
    verdict.state, verdict.code = "unreadable", code
    verdict.why = code == "points" and M.told(reading, language) or words.points(language).none
  end
  return verdict
end

return M
