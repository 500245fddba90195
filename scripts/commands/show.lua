-- viva show: what an item is, by which points its answers are marked and where each comes from, and what a judge model
-- would be asked.
local checklists = require "checklists"
local dataset = require "dataset"
local evaluation = require "evaluation"
local experts = require "experts"
local judge_files = require "judge_files"
local judging = require "judging"
local results = require "commands.shared.results"
local text = require "viva.text"
local tokens = require "tokens"
local words = require "words"

local M = { summary = { en = "show an item, its checklist or a judge's prompt", zh = "查看题目、要点清单或评判提示词" } }

function M.options(parser)
  parser:command_target("what")
  for _, what in ipairs { { "item", "print an item as it stands in the dataset" },
    { "checklist", "print the points that answers to an item are marked by, and where each comes from" } } do
    local one = parser:command(what[1], what[2])
    one:argument("id", "an item, such as MK/5/1")
    one:option("--evaluation", "the evaluation file that counts; the one in the working folder when left out")
      :argname("FILE")
  end
  local judge = parser:command("judge", "print what a judge model would be asked about an answer, as it goes out")
  judge:argument("name", "a judge file's name, such as knowledge")
  judge:option("--item", "the item, such as MK/5/1"):count(1):argname("ID")
  judge:option("--answer", "the text to be judged; a placeholder when left out"):argname("TEXT")
  judge:option("--model", "judge this model's answer in the newest run instead"):argname("NAME")
  judge:option("--out", "folder of that run"):default("viva-out"):argname("DIR")
  judge:option("--evaluation", "the evaluation file that counts; the one in the working folder when left out")
    :argname("FILE")
end

-- The evaluation meant: the one named, else the one in the working folder, else the demonstration.
local function evaluation_of(options)
  local here = options.evaluation and { options.evaluation } or evaluation.here()
  if #here > 1 then
    return nil, words.here()("show_several", table.concat(here, ", "))
  end
  return evaluation.read(here[1] or viva_root .. "/data/demo/demo.lua")
end

-- The record of an evaluation, its dataset and the item that is wanted.
local function open(options)
  local record, problem = evaluation_of(options)
  if not record then return nil, problem end
  local data
  data, problem = dataset.load(record.data)
  if not data then return nil, problem end
  local item
  item, problem = dataset.find(data, options.id or options.item)
  if not item then return nil, problem end
  return { record = record, data = data, item = item }
end

local function put(label, value)
  if not value or value == "" then return end
  print(("%s: %s"):format(words.here()("show_" .. label), text.clean(tostring(value))))
end

local function put_text(label, value)
  if value and value ~= "" then print(("\n%s\n%s"):format(words.here()("show_" .. label), text.clean(value))) end
end

local views = {}

function views.item(found)
  local item = found.item
  put("item", item.id)
  put("dataset", found.data.name)
  for _, field in ipairs { "subcategory", "scene", "language", "difficulty" } do put(field, item[field]) end
  put("local_only", item.local_only)
  for _, field in ipairs { "question", "reference", "checklist" } do put_text(field, item[field]) end
  return 0
end

function views.checklist(found)
  local lists, problem = checklists.resolve(found.data, found.record)
  if not lists then return nil, problem end
  local item, say = found.item, words.here()
  if not item.points then
    print(say(item.checklist and "show_own_checklist" or "show_no_points", item.id))
    put_text("checklist", item.checklist)
    return 0
  end
  for _, point in ipairs(item.points) do
    local worth = point.weight and (" (%g)"):format(point.weight) or ""
    local field = point.from:match("^(%l+) of the dataset$")
    local from = field and say("show_from_" .. field) or point.from
    print(text.clean(("%s  %s%s\n%11s%s"):format(text.pad(say("show_" .. point.kind), 9, "left"), point.text, worth, "",
      say("show_known_as", from, point.id))))
  end
  return 0
end

-- The row of a model's answer in the newest run, and the rounds before it.
local function stored(options, item)
  local run, rows = results.open(nil, options.out)
  if not run then return nil, rows end
  local history, found = {}, nil
  for _, row in ipairs(rows) do
    local same = row.model == options.model and row.item.category == item.category and row.item.group == item.group
    if same and (row.sample or 1) == 1 then
      if row.item.round < item.round then
        history[row.item.round] = { question = row.item.question, answer = row.answer.text or "" }
      end
      if row.item.id == item.id and row.answer.state == "obtained" then found = row end
    end
  end
  if found then return found, history end
  return nil, words.here()("show_no_answer", options.out, options.model, item.id)
end

-- What stands in for answers that nobody has given yet.
local function made_up(options, item, data)
  local history, placeholder = {}, words.here() "show_placeholder"
  for _, other in ipairs(data.items) do
    if other.category == item.category and other.group == item.group and other.round < item.round then
      history[other.round] = { question = other.question, answer = placeholder }
    end
  end
  return { item = item, answer = { text = options.answer or placeholder } }, history
end

local function print_asks(asks)
  local say = words.here()
  for i, messages in ipairs(asks) do
    if #asks > 1 then print(say("show_call", i, #asks)) end
    for _, message in ipairs(messages) do
      if #messages > 1 then print(("[%s]"):format(message.role)) end
      print(text.clean(message.content))
    end
    print(say("show_tokens", tokens.of_messages(messages)))
  end
end

local function print_verdict(verdict)
  put("verdict", words.here()("verdict_" .. verdict.state))
  put("score", verdict.score)
  put("reason", verdict.reason or verdict.why)
end

-- A judge file by its name, in the workspace first.
local function load_judge(name, record)
  local folder, names = record.path:match("^(.*)/[^/]*$") or ".", {}
  for i, one in ipairs(experts.all("judge", folder)) do
    if one.name == name then return experts.load("judge", one.path) end
    names[i] = one.name
  end
  return nil, judge_files.none(name, names)
end

function views.judge(found, options)
  local lists, problem = checklists.resolve(found.data, found.record)
  if not lists then return nil, problem end
  local judge
  judge, problem = load_judge(options.name, found.record)
  if not judge then return nil, problem end
  local need = judging.lacks(judge, found.item)
  if need then return nil, words.here()("show_not_marked", found.item.id, words.here()("need_" .. need)) end
  local row, history = made_up(options, found.item, found.data)
  if options.model then row, history = stored(options, found.item) end
  if not row then return nil, history end
  local step
  step, problem = experts.call(judge, "step", judging.view({ language = found.record.language }, row, history, 1), {})
  if not step then return nil, problem end
  if step.verdict then print_verdict(step.verdict) else print_asks(step.asks) end
  return 0
end

function M.run(options)
  local found, problem = open(options)
  if not found then return nil, problem end
  return views[options.what](found, options)
end

return M
