-- Reads a judge model's reply: the one grammar of verdicts. Runs in the box and in the tests alike.
--   read(reply, options, tools) -> { state="scored", score=, safety_risk=, reason=, fields= }
--                                | { state="unreadable", code=, why=, ... what else could be read }
--   repair(language, code, levels) -> the message that asks for a readable verdict
-- options: levels (level -> text), reply (field -> "text" | "yes or no" | "level" | "number"), fractions (values
-- between the levels count), tag (of the fence around the answer), language (of `why`). tools: fold (NFKC), decode
-- (strict JSON).
-- codes: no_score, two_scores, range, fraction, bad_json, flag. Nothing is clamped and nothing defaulted: a score that
-- is not plainly one of the levels is no score, and a safety flag that is not there is unknown, which is not "no".
local values = require "box.verdict_values"
local jsons = require "box.verdict_json"
local prose = require "box.verdict_prose"
local words = require "box.verdict_words"

local M = {}

local function unreadable(verdict, code, context)
  verdict.state, verdict.code, verdict.score = "unreadable", code, nil
  verdict.fields = verdict.fields or {}
  verdict.why = words.why(code, context)
  return verdict
end

-- The first field whose name is one of a spec field's names; a second result of true when two of them differ.
local function pick(object, names)
  local found
  for key, value in next, object do
    if names[key] or (type(key) == "string" and names[words.plain(key)]) then
      if found ~= nil and found ~= value then return nil, true end
      found = value
    end
  end
  return found
end

local function text_of(value)
  if type(value) == "string" then return value end
  if type(value) == "number" then return tostring(value) end
  if type(value) ~= "table" then return nil end
  local parts = {}
  for i, part in ipairs(value) do parts[i] = type(part) == "string" and part or nil end
  return #parts > 0 and table.concat(parts, "\n") or nil
end

-- One field's value by its type: value, code.
local function field_of(kind, value, context)
  if kind == "text" then return text_of(value) end
  if kind == "level" then return values.level(value, context.scale, context.fold) end
  if kind == "points" then return nil end
  if kind == "number" then return values.number(value, context.fold) end
  return values.flag(value, context.fold)
end

local function finish(verdict, context)
  local spec = context.spec
  verdict.score = verdict.fields[spec.score]
  verdict.reason = spec.reason and verdict.fields[spec.reason]
  verdict.safety_risk = verdict.fields.safety_risk
  return verdict
end

-- A verdict from a decoded object; nil when it has no score field at all.
local function from_object(object, context)
  local spec, verdict, problem = context.spec, { state = "scored", fields = {} }, nil
  for name, kind in pairs(spec.kinds) do
    local value, twice = pick(object, spec.names[name])
    local code
    if name == spec.score and value == nil and not twice then return nil end
    if value ~= nil then verdict.fields[name], code = field_of(kind, value, context) end
    if name == spec.score then problem = twice and "two_scores" or code or problem
    elseif kind == "yes or no" then problem = problem or (twice or code) and "flag" or nil end
  end
  finish(verdict, context)
  if problem then return unreadable(verdict, problem, context) end
  return verdict
end

local function same(a, b)
  if a.state ~= b.state or a.score ~= b.score then return false end
  for _, fields in ipairs { a.fields, b.fields } do
    for name in pairs(fields) do
      if a.fields[name] ~= b.fields[name] then return false end
    end
  end
  return true
end

-- Labelled statements and lone lines after a position must say what was said there.
local function contradicted(s, from, score, context)
  for _, one in ipairs(prose.labelled(s, context.scale, context.label)) do
    if one.at >= from and one.value ~= score then return true end
  end
  for _, one in ipairs(prose.lines(s, from, context.scale)) do
    if one.value ~= score then return true end
  end
  return false
end

local function from_objects(objects, text, context)
  local verdict, stop
  for _, object in ipairs(objects) do
    if not object.value then
      context.detail = object.why
      return unreadable({}, "bad_json", context)
    end
    local one = from_object(object.value, context)
    if one and verdict and not same(verdict, one) then return unreadable({}, "two_scores", context) end
    if one then verdict, stop = one, object.stop end
  end
  if not verdict or verdict.state ~= "scored" then return verdict end
  local rest = values.simplify(context.fold(text:sub(stop)))
  if contradicted(rest, 1, verdict.score, context) then return unreadable(verdict, "two_scores", context) end
  return verdict
end

-- The statements that count: from the first one that is said to be final on, or all.
local function counting(statements)
  for i = 1, #statements do
    if statements[i].final then return table.move(statements, i, #statements, 1, {}) end
  end
  return statements
end

local function score_in_prose(s, context)
  local stated = counting(prose.labelled(s, context.scale, context.label))
  local from = #stated > 0 and stated[#stated].stop or 1
  for _, one in ipairs(prose.lines(s, from, context.scale)) do stated[#stated + 1] = one end
  if #stated == 0 then stated[1] = prose.closing(s, context.scale) end
  local first = stated[1]
  if not first then return nil, "no_score" end
  for _, one in ipairs(stated) do
    if one.value ~= first.value or one.code ~= first.code then return nil, "two_scores" end
  end
  return first.value, first.code
end

-- Fields other than the score that prose states after a label at the start of a line: "安全风险：无".
local function fields_in_prose(text, s, context)
  local spec, fields, problem = context.spec, {}, nil
  for name, kind in pairs(spec.kinds) do
    if kind == "yes or no" then
      local said, code = words.stated_flag(s, spec.names[name], values.flag)
      fields[name], problem = said, problem or code
    elseif name == spec.reason then
      fields[name] = text:match("^%s*(.-)%s*$")
    end
  end
  return fields, problem
end

local function from_prose(text, context)
  local s = values.simplify(context.fold(text))
  local fields, problem = fields_in_prose(text, s, context)
  local verdict = { state = "scored", fields = fields }
  local score, code = score_in_prose(s, context)
  verdict.fields[context.spec.score] = score
  finish(verdict, context)
  if code or problem then return unreadable(verdict, code or problem, context) end
  return verdict
end

-- Takes out what lies between each pair of marks. A mark that is opened and not closed takes everything after it; text
-- before a closing mark alone is what is left of something whose start was cut.
local function cut(text, opening, closing)
  local kept, position = {}, 1
  while true do
    local at, inside, name = text:find(opening, position)
    if not at then break end
    kept[#kept + 1] = text:sub(position, at - 1)
    local _, stop = text:find(closing:format(name or ""), inside, true)
    if not stop then return table.concat(kept, "\n") end
    position = stop + 1
  end
  kept[#kept + 1] = text:sub(position)
  return table.concat(kept, "\n")
end

---The judge's own final words: without its thinking, and without the answer that it repeats inside the answer's fence.
function M.own_words(text, tag)
  if not text:find("<", 1, true) then return text end
  text = cut(text, "<think>", "</think>"):gsub("^.*</think>", "")
  if tag then text = cut(text, "<([%a-]+%-" .. tag:gsub("%W", "%%%0") .. ")>", "</%s>") end
  text = cut(text, "<([%a-]*answer%-[%w_-]+)>", "</%s>"):gsub("^.*</[%a-]*answer%-[%w_-]+>", "")
  return (text:gsub("</[%a_]+>", "\n"):gsub("<([%a_]+)>", "\n%1: "))
end

-- Most replies are one JSON object, bare or in a fence.
local function quick(reply, context)
  local json = reply:match("^%s*({.*})%s*$") or reply:match("^%s*```%a*%s*({.*})%s*```%s*$")
  local object = json and context.decode(json)
  return type(object) == "table" and from_object(object, context) or nil
end

local function context_of(options, tools)
  local spec = words.spec(options.reply)
  return { scale = options.levels and values.scale(options.levels, options.fractions), spec = spec, fold = tools.fold,
    decode = tools.decode, language = options.language, label = spec.score and values.simplify(spec.score) }
end

---Reads a reply.
---@param reply string
---@param options table
---@param tools table
---@return table verdict
function M.read(reply, options, tools)
  local context = context_of(options, tools)
  if not reply:find("%S") then return unreadable({}, "no_score", context) end
  local verdict = quick(reply, context)
  if verdict then return verdict end
  local text = M.own_words(reply, options.tag)
  local objects, shown = jsons.objects(text, tools)
  return from_objects(objects, shown, context) or from_prose(jsons.without(objects, shown), context)
end

---Opens a reply that says something of each point: its JSON objects, the text around them, and the fields beside the
---points. `problem` is "flag" when a yes or no says neither or both.
---@return { objects: table[], rest: string, fold: function, fields: table, problem: string? }
function M.open(reply, options, tools)
  local context = context_of(options, tools)
  local objects, shown = jsons.objects(M.own_words(reply, options.tag), tools)
  local opened = { objects = objects, rest = jsons.without(objects, shown), fold = tools.fold, fields = {} }
  for _, object in ipairs(objects) do
    local one = object.value and from_object(object.value, context)
    if one and one.state == "unreadable" then opened.problem = one.code end
    for name, value in pairs(one and one.fields or {}) do opened.fields[name] = value end
  end
  if #objects == 0 then
    opened.fields, opened.problem = fields_in_prose(opened.rest, values.simplify(tools.fold(opened.rest)), context)
  end
  return opened
end

---The message that asks a judge model to answer again, after a reply that could not be read.
---@param language string "zh" or "en"
---@param code string
---@param levels table
---@return string
function M.repair(language, code, levels)
  return words.repair(language, code, values.scale(levels).text)
end

return M
