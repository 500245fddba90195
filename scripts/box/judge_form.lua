-- What a judge file must be: its settings checked beyond their types, its prompts taken apart, once it is loaded.
local check = require "box.check"
local lexical = require "box.lexical"
local messages = require "box.messages"
local prompt = require "box.prompt"
local template = require "box.template"
local words = require "box.verdict_words"

local M = {}

-- Levels in two languages name the same numbers.
local function same_numbers(levels, node, context)
  for language, other in pairs { en = "zh", zh = "en" } do
    for number in pairs(levels[other] and levels[language] or {}) do
      if levels[other][number] == nil then
        local at = node.entries[other] or node
        context.report(at.line, messages.say("missing_in", ("[%s]"):format(number), messages.type("text")))
      end
    end
  end
end

-- A level left out or mistyped shows as a gap.
local function check_gaps(levels, node, context)
  local numbers = {}
  for number in next, levels do
    if math.type(number) == "integer" then numbers[#numbers + 1] = number end
  end
  table.sort(numbers)
  for i = 2, #numbers do
    if numbers[i] - numbers[i - 1] ~= 1 then
      local at = node.entries[numbers[i]] or node
      context.report(at.line, messages.say("level_gap", numbers[i - 1], numbers[i]))
    end
  end
end

local function check_numbered(levels, node, context, several)
  for number, meaning in next, levels do
    local at, name = node.entries[number] or node, ("levels[%s]"):format(number)
    if math.type(number) ~= "integer" then
      local word = lexical.stands_for(number)
      context.report(at.line,
        word and messages.say("reserved_name", word) or messages.say("level_number", tostring(number)))
    elseif not check.is(several and "text" or "text in languages", meaning) then
      context.report(at.line, messages.say("wrong_type", name, messages.type("text"), messages.value(meaning)))
    elseif meaning == "" then
      context.report(at.line, messages.say("no_text", name))
    end
  end
  if next(levels) == nil then context.report(node.line, messages.say("too_few", "levels", 2)) end
  check_gaps(levels, node, context)
end

function M.check_levels(levels, node, context)
  if levels.en == nil and levels.zh == nil then return check_numbered(levels, node, context) end
  local good = true
  for language, list in pairs(levels) do
    local at = node.entries[language] or node
    if language ~= "en" and language ~= "zh" then
      good = context.report(at.line, messages.say("level_number", tostring(language)))
    elseif type(list) ~= "table" then
      good = context.report(at.line,
        messages.say("wrong_type", "levels." .. language, messages.type("levels"), messages.value(list)))
    else
      for _, twice in ipairs(at.twice or {}) do
        context.report(twice.line, messages.say("twice", twice.key, twice.first))
      end
      check_numbered(list, at, context, true)
    end
  end
  if good then same_numbers(levels, node, context) end
end

local reply_types = { "text", "yes or no", "level", "number", "points" }

function M.check_reply(reply, node, context)
  local scores = 0
  for key, kind in next, reply do
    local known = false
    for _, allowed in ipairs(reply_types) do known = known or kind == allowed end
    if not known then
      local at, allowed = node.entries[key] or node, "'" .. table.concat(reply_types, "', '") .. "'"
      context.report(at.line, messages.say("not_one_of", tostring(key), allowed, tostring(kind)))
    end
    if kind == "level" or kind == "points" then scores = scores + 1 end
  end
  if scores ~= 1 then context.report(node.line, messages.say("no_level")) end
end

function M.check_example(example, node, context)
  if (example.score ~= nil) == (example.unreadable ~= nil) then
    context.report(node.line, messages.say("example_kind"))
  end
end

function M.target(name)
  return function(value) return { [name] = type(value) == "table" and value or { value } } end
end

---One word, or several in a list, become { category = { "MK" }, scene = { ... } }: all that are named must fit an item.
function M.merge_targets(value)
  if #value == 0 then return value end
  local merged = {}
  for _, part in ipairs(value) do
    for kind, list in pairs(part) do
      if kind == "all" then return { all = true } end
      merged[kind] = merged[kind] or {}
      table.move(list, 1, #list, #merged[kind] + 1, merged[kind])
    end
  end
  return merged
end

---The fields of the reply in the order in which they are written.
function M.reply_keys(file)
  local keys, seen = {}, {}
  for _, key in ipairs(file.order("reply")) do
    if file.settings.reply[key] then
      keys[#keys + 1] = key
      seen[key] = true
    end
  end
  for key in pairs(file.settings.reply) do
    if not seen[key] then keys[#keys + 1] = key end
  end
  return keys
end

-- The line of a place in a prompt: the value's first line, and so many lines down. A text in [[ ]] that begins with a
-- line break loses it.
local function parse_prompt(context, prompt_text, node, known, needed)
  local first = node.line
  if node.token and node.token.text:find("^%[=*%[\n") then first = first + 1 end
  local function report(line, message) context.report(first + line, message) end
  local parts, used = template.parse(prompt_text, known, report)
  for _, word in ipairs(needed) do
    local key = prompt_text:find("%f[{]{%s*" .. word .. "%s*}%f[^}]") and "template_single" or "template_lacks"
    if not used[word] then context.report(node.line, messages.say(key, word)) end
  end
  return parts
end

---The prompts by language, taken apart.
---@param known table<string, boolean> the words in double braces that they may use
---@param needed string[] those that they must use
function M.compile_prompts(file, context, known, needed)
  local own, node = file.settings.prompt, context.node("prompt")
  local compiled = {}
  for _, language in ipairs { "en", "zh" } do
    if type(own) == "table" and own[language] then
      compiled[language] = parse_prompt(context, own[language], node.entries[language] or node, known, needed)
    end
  end
  if type(own) == "string" then compiled.en = parse_prompt(context, own, node, known, needed) end
  return compiled
end

-- The name of the field of a kind, if the reply has one.
local function field_of(reply, kind)
  for name, its_kind in pairs(reply or {}) do
    if its_kind == kind then return name end
  end
end

-- What a setting needs beside it to make sense.
local function check_together(settings, context)
  local by_points = field_of(settings.reply, "points") ~= nil
  for _, name in ipairs { "points", "quotes", "level" } do
    if context.first[name] and not by_points then context.report_at(name, messages.say("only_with_points", name)) end
  end
  if context.first.calls and not settings.mark then context.report_at("calls", messages.say("only_with_mark")) end
  if settings.scale == "share" and not by_points and not settings.mark then
    context.report_at("scale", messages.say("share_without_points"))
  end
  return by_points
end

-- The lowest and the highest score there is.
local function set_scale(file, context)
  local settings, state = file.settings, file.state
  if settings.scale == "share" then
    state.low, state.high = -math.huge, math.huge
    return
  end
  local numbers = prompt.numbers(settings.levels)
  state.low, state.high = numbers[1], numbers[#numbers]
  if settings.usable_from < state.low or settings.usable_from > state.high then
    context.report_at("usable_from",
      messages.say("out_of_range", "usable_from", state.low, state.high, tostring(settings.usable_from)))
  end
end

-- A file's own rule may give what lies between two levels.
local function check_example_scores(settings, low, high, context)
  for i, example in ipairs(settings.examples or {}) do
    local score = example.score
    if score and (score < low or score > high or score % 1 ~= 0 and not settings.final) then
      local node = context.node("examples")
      local at = node.entries[i] or node
      context.report((at.entries.score or at).line, messages.say("example_level", i, tostring(score)))
    end
  end
end

local function set_prompts(file, context)
  local settings, state = file.settings, file.state
  local needed = { "question", "answer", context.by_points and "points" or nil }
  if settings.prompt then state.prompts = M.compile_prompts(file, context, prompt.words, needed) end
  state.constants = {}
  for _, language in ipairs { "en", "zh" } do
    state.constants[language] = prompt.constants(settings, settings.reply and M.reply_keys(file) or {}, language)
  end
end

function M.finish(file, context)
  local settings, state = file.settings, file.state
  settings.applies_to = M.merge_targets(settings.applies_to)
  context.by_points = check_together(settings, context)
  set_scale(file, context)
  check_example_scores(settings, state.low, state.high, context)
  state.lines, state.points_field = context.first, field_of(settings.reply, "points")
  if settings.reply then state.reason_field = words.spec(settings.reply).reason end
  state.example_nodes = context.node("examples")
  set_prompts(file, context)
end

return M
