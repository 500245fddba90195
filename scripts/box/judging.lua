-- A judge file at work: what the program asks of it.
--
--   render(view)        -> { { role = "user", content = prompt } }
--   read(reply, view)   -> verdict, after the file's `final`
--   repair(verdict, view) -> the message for a judge model whose verdict could not be read
--   step(view, replies) -> what is to be asked next, or the verdict (box/steps.lua)
--   examples()          -> what is wrong with the file's examples, one text each
--   samples()           -> runs the file's rules on made-up replies; raises where one fails
local json = require "json"
local strict = require "viva.json"
local messages = require "box.messages"
local points = require "box.points"
local prompt = require "box.prompt"
local template = require "box.template"
local text = require "viva.text"
local verdicts = require "box.verdict"

local M = {}

M.tools = { fold = text.fold, decode = strict.decode }

-- The language asked for where the prompt has it; else the prompt's own. A prompt that is one text takes the view's.
function M.language_for(file, view)
  local wanted = view.language == "zh" and "zh" or "en"
  local prompts = file.state.prompts
  if not prompts or type(file.settings.prompt) == "string" or prompts[wanted] then return wanted end
  return wanted == "zh" and "en" or "zh"
end

---What the words in double braces stand for.
---@param asked table[]? the numbered points of this call; all when left out
function M.values(file, view, asked)
  local language = M.language_for(file, view)
  local values = prompt.values(view, file.state.constants[language], language)
  if view.points then values.points = points.text(asked or points.numbered(view.points), language) end
  return values
end

function M.render(file, view, asked)
  local parts = file.state.prompts[M.language_for(file, view)] or file.state.prompts.en
  return { { role = "user", content = template.fill(parts, M.values(file, view, asked)) } }
end

---The answer between its marks, as {{answer}} shows it.
function M.fence(view) return prompt.values(view, {}, "en").answer end

function M.apply_final(file, verdict)
  if not file.settings.final or verdict.state ~= "scored" then return verdict end
  local copy = {}
  for key, value in next, verdict do copy[key] = value end
  verdict.score = points.apply(file, "final", verdict.score, copy)
  return verdict
end

---The verdict that `mark` returned: a score, a table with one, or nil and why there is none.
function M.marked(file, result, why)
  if result == nil then
    return { state = "unreadable", code = "no_score", fields = {}, why = type(why) == "string" and why or nil }
  end
  local given = type(result) == "table" and result or { score = result }
  if given.state == "unreadable" then return given end
  points.check_score(file, "mark", given.score)
  local verdict = { state = "scored", score = given.score, fields = {} }
  if type(given.reason) == "string" then verdict.reason = given.reason end
  if type(given.safety_risk) == "boolean" then verdict.safety_risk = given.safety_risk end
  return verdict
end

local function levels_of(file)
  local levels = file.settings.levels
  return levels and (levels.en or levels.zh or levels)
end

local function read_points(file, reply, view)
  local all = points.numbered(view.points)
  return points.verdict(file, all, points.read(file, reply, view, all, M.tools), M.language_for(file, view))
end

---The verdict in a reply, before the file's `final`.
function M.verdict(file, reply, view)
  if file.state.points_field then return read_points(file, reply, view) end
  local reading = { levels = levels_of(file), reply = file.settings.reply, tag = view.tag, language = view.language }
  return verdicts.read(reply, reading, M.tools)
end

function M.read(file, reply, view) return M.apply_final(file, M.verdict(file, reply, view)) end

function M.repair(file, verdict, view)
  return verdicts.repair(M.language_for(file, view), verdict.code, levels_of(file))
end

-- An example of judging by points says which kinds of points there are, and the answer where quotes count.
local function example_view(example)
  local view = { tag = example.tag, answer = example.answer or "", points = {} }
  for i, kind in ipairs(example.points or {}) do
    view.points[i] = { id = tostring(i), kind = kind, text = ("point %d"):format(i) }
  end
  return view
end

local function judge_example(file, example, i)
  local verdict = M.read(file, example.reply, example_view(example))
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

-- Made-up replies that touch what a rule may look at: each level, with each yes and no.
local function sample_reply(settings, level, flag, state)
  local fields = {}
  for name, kind in pairs(settings.reply) do
    if kind == "level" then fields[name] = level
    elseif kind == "yes or no" then fields[name] = flag
    elseif kind == "number" then fields[name] = 1
    elseif kind == "points" then fields[name] = { ["1"] = state, ["2"] = state, ["3"] = "not met" }
    else fields[name] = "a sample" end
  end
  return json.encode(fields)
end

local SAMPLE = { answer = "a sample", tag = "0", points = { { id = "1", kind = "core", text = "one" },
  { id = "2", kind = "secondary", text = "two" }, { id = "3", kind = "danger", text = "three" } } }

---Runs the file's rules on made-up replies; raises where one fails. Returns how many there were.
function M.samples(file)
  local settings, count = file.settings, 0
  if not settings.reply or settings.mark then return 0 end
  for _, level in ipairs(settings.levels and prompt.numbers(settings.levels) or { 1 }) do
    for _, flag in ipairs { false, true } do
      for _, state in ipairs { "met", "not met" } do
        M.read(file, sample_reply(settings, level, flag, state), SAMPLE)
        count = count + 1
      end
    end
  end
  return count
end

return M
