-- A comparison file at work: a judge model is shown two models' answers to one question and says which is better.
--
--   step(view, replies) -> what is to be asked next, or the verdict, as for judge files (box/steps.lua)
--   render(view), read(reply, view), examples()
-- view: language, question, reference, checklist, category ..., answer_a, answer_b, history_a, history_b, tag
local choice = require "box.choice"
local form = require "box.judge_form"
local judging = require "box.judging"
local messages = require "box.messages"
local prompt = require "box.prompt"
local template = require "box.template"

local M = {}

local MOST_ASKED = 3 -- once, and twice again when a choice cannot be read

M.words = {}
for _, word in ipairs { "question", "reference", "checklist", "history_a", "history_b", "answer_a", "answer_b", "tag",
  "reply", "category", "subcategory", "scene" } do M.words[word] = true end

function M.check_reply(reply, node, context)
  local choices = 0
  for key, kind in next, reply do
    if kind ~= "text" and kind ~= "choice" then
      local at = node.entries[key] or node
      context.report(at.line, messages.say("not_one_of", tostring(key), "'text', 'choice'", tostring(kind)))
    end
    if kind == "choice" then choices = choices + 1 end
  end
  if choices ~= 1 then context.report(node.line, messages.say("no_choice")) end
end

function M.check_example(example, node, context)
  if (example.choice ~= nil) == (example.unreadable ~= nil) then
    context.report(node.line, messages.say("example_choice"))
  end
end

function M.finish(file, context)
  local settings, state = file.settings, file.state
  settings.applies_to = form.merge_targets(settings.applies_to)
  state.prompts = form.compile_prompts(file, context, M.words, { "question", "answer_a", "answer_b" })
  state.reply = prompt.reply_line(settings.reply, form.reply_keys(file))
  state.example_nodes = context.node("examples")
end

function M.render(file, view)
  local language = judging.language_for(file, view)
  local values = { reply = file.state.reply, tag = view.tag }
  for _, word in ipairs { "question", "reference", "checklist", "category", "subcategory", "scene" } do
    values[word] = view[word]
  end
  for _, which in ipairs { "a", "b" } do
    values["answer_" .. which] = prompt.fence("answer-" .. which, view["answer_" .. which], view.tag)
    values["history_" .. which] = prompt.history(view["history_" .. which], view.tag, language)
  end
  local parts = file.state.prompts[language] or file.state.prompts.en
  return { { role = "user", content = template.fill(parts, values) } }
end

function M.read(file, reply, view)
  return choice.read(reply, { reply = file.settings.reply, tag = view.tag, language = view.language }, judging.tools)
end

---@param view table
---@param replies string[] to all that was asked so far
---@return { asks: table[] }|{ verdict: table }
function M.step(file, view, replies)
  local list = M.render(file, view)
  for i, reply in ipairs(replies) do
    local verdict = M.read(file, reply, view)
    if verdict.state == "scored" or i == MOST_ASKED then return { verdict = verdict } end
    list[#list + 1] = { role = "assistant", content = reply }
    list[#list + 1] = { role = "user", content = choice.repair(judging.language_for(file, view)) }
  end
  return { asks = { list } }
end

local function try_example(file, example, i)
  local verdict = M.read(file, example.reply, { tag = example.tag })
  local found, wanted = verdict.choice or verdict.state, example.unreadable and "unreadable" or example.choice
  if found == wanted then return nil end
  local node = file.state.example_nodes.entries[i] or file.state.example_nodes
  return ("%s:%d: %s"):format(file.path, node.line, messages.say("example_wrong", i, wanted, found))
end

function M.examples(file)
  local problems = {}
  for i, example in ipairs(file.settings.examples or {}) do problems[#problems + 1] = try_example(file, example, i) end
  return problems
end

return M
