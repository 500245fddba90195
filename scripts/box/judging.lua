-- A judge file at work: its checks, and what the program asks of it.
--
--   render(view)        -> { { role = "user", content = prompt } }
--   read(reply, view)   -> verdict, after the file's `final`
--   repair(verdict, view) -> the message for a judge model whose verdict could not be read
--   examples()          -> what is wrong with the file's examples, one text each
local check = require "box.check"
local json = require "viva.json"
local messages = require "box.messages"
local prompt = require "box.prompt"
local template = require "box.template"
local text = require "viva.text"
local verdicts = require "box.verdict"

local M = {}

local TOOLS = { fold = text.fold, decode = json.decode }

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
    local at = node.entries[number] or node
    if math.type(number) ~= "integer" then
      context.report(at.line, messages.say("level_number", tostring(number)))
    elseif not check.is(several and "text" or "text in languages", meaning) then
      local name = ("levels[%d]"):format(number)
      context.report(at.line, messages.say("wrong_type", name, messages.type("text"), messages.type(type(meaning))))
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
        messages.say("wrong_type", "levels." .. language, messages.type("levels"), messages.type(type(list))))
    else
      for _, twice in ipairs(at.twice or {}) do
        context.report(twice.line, messages.say("twice", twice.key, twice.first))
      end
      check_numbered(list, at, context, true)
    end
  end
  if good then same_numbers(levels, node, context) end
end

local reply_types = { "text", "yes or no", "level", "number" }

function M.check_reply(reply, node, context)
  local levels = 0
  for key, kind in next, reply do
    local known = false
    for _, allowed in ipairs(reply_types) do known = known or kind == allowed end
    if not known then
      local at, allowed = node.entries[key] or node, "'" .. table.concat(reply_types, "', '") .. "'"
      context.report(at.line, messages.say("not_one_of", tostring(key), allowed, tostring(kind)))
    end
    if kind == "level" then levels = levels + 1 end
  end
  if levels ~= 1 then context.report(node.line, messages.say("no_level")) end
end

function M.check_example(example, node, context)
  if (example.score ~= nil) == (example.unreadable ~= nil) then
    context.report(node.line, messages.say("example_kind"))
  end
end

function M.target(name)
  return function(value) return { [name] = type(value) == "table" and value or { value } } end
end

-- One word, or several in a list, become { category = { "MK" }, scene = { ... } }: all that are named must fit an item.
local function merge_targets(value)
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

local function reply_keys(file)
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
local function parse_prompt(context, prompt_text, node)
  local first = node.line
  if node.token and node.token.text:find("^%[=*%[\n") then first = first + 1 end
  local function report(line, message) context.report(first + line, message) end
  local parts, used = template.parse(prompt_text, prompt.words, report)
  for _, word in ipairs { "question", "answer" } do
    if not used[word] then context.report(node.line, messages.say("template_lacks", word)) end
  end
  return parts
end

local function compile_prompts(file, context)
  local own, node = file.settings.prompt, context.node("prompt")
  local compiled = {}
  for _, language in ipairs { "en", "zh" } do
    if type(own) == "table" and own[language] then
      compiled[language] = parse_prompt(context, own[language], node.entries[language] or node)
    end
  end
  if type(own) == "string" then compiled.en = parse_prompt(context, own, node) end
  return compiled
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

function M.finish(file, context)
  local settings, state = file.settings, file.state
  settings.applies_to = merge_targets(settings.applies_to)
  local numbers = prompt.numbers(settings.levels)
  local low, high = numbers[1], numbers[#numbers]
  if settings.usable_from < low or settings.usable_from > high then
    context.report_at("usable_from",
      messages.say("out_of_range", "usable_from", low, high, tostring(settings.usable_from)))
  end
  check_example_scores(settings, low, high, context)
  state.low, state.high, state.final_line = low, high, context.first.final
  state.prompts = compile_prompts(file, context)
  state.constants = {}
  for _, language in ipairs { "en", "zh" } do
    state.constants[language] = prompt.constants(settings, reply_keys(file), language)
  end
  state.example_nodes = context.node("examples")
end

-- The language asked for where the prompt has it; else the prompt's own. A prompt that is one text takes the view's.
local function language_for(file, view)
  local wanted = view.language == "zh" and "zh" or "en"
  if type(file.settings.prompt) == "string" or file.state.prompts[wanted] then return wanted end
  return wanted == "zh" and "en" or "zh"
end

function M.render(file, view)
  local language = language_for(file, view)
  local parts = file.state.prompts[language] or file.state.prompts.en
  local content = template.fill(parts, prompt.values(view, file.state.constants[language], language))
  return { { role = "user", content = content } }
end

local function apply_final(file, verdict)
  local final, state = file.settings.final, file.state
  if not final or verdict.state ~= "scored" then return verdict end
  local copy = {}
  for key, value in next, verdict do copy[key] = value end
  local score = final(verdict.score, copy)
  if type(score) ~= "number" or score ~= score or score < state.low or score > state.high then
    local message = messages.say("bad_final", state.low, state.high, tostring(score))
    error(("(file):%d: %s"):format(state.final_line, message), 0)
  end
  verdict.score = score
  return verdict
end

function M.read(file, reply, view)
  local levels = file.settings.levels
  local reading = {
    levels = levels.en or levels.zh or levels, reply = file.settings.reply, tag = view.tag, language = view.language,
  }
  return apply_final(file, verdicts.read(reply, reading, TOOLS))
end

function M.repair(file, verdict, view)
  local levels = file.settings.levels
  return verdicts.repair(language_for(file, view), verdict.code, levels.en or levels.zh or levels)
end

local function judge_example(file, example, i)
  local verdict = M.read(file, example.reply, { tag = example.tag })
  local found = verdict.state == "scored" and verdict.score or verdict.state
  local wanted = example.unreadable and "unreadable" or example.score
  if found == wanted then return nil end
  local node = file.state.example_nodes.entries[i] or file.state.example_nodes
  local why = verdict.why and (" (%s)"):format(verdict.why) or ""
  return ("%s:%d: %s%s"):format(file.path, node.line, messages.say("example_wrong", i, wanted, found), why)
end

function M.examples(file)
  local problems = {}
  for i, example in ipairs(file.settings.examples or {}) do
    problems[#problems + 1] = judge_example(file, example, i)
  end
  return problems
end

return M
