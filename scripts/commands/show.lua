-- viva show: what an item is, by which points its answers are marked, and where each point comes from.
local checklists = require "checklists"
local dataset = require "dataset"
local evaluation = require "evaluation"
local experts = require "experts"
local text = require "viva.text"

local M = { summary = { en = "show an item or its checklist", zh = "查看题目或其要点清单" } }

function M.options(parser)
  parser:command_target("what")
  for _, what in ipairs { { "item", "print an item as it stands in the dataset" },
    { "checklist", "print the points that answers to an item are marked by, and where each comes from" } } do
    local one = parser:command(what[1], what[2])
    one:argument("id", "an item, such as MK/5/1")
    one:option("--evaluation", "the evaluation file whose data, judges and checklists count"):argname("FILE")
  end
end

local function fail(problem)
  io.stderr:write("viva show: ", problem, "\n")
  return 1
end

local function find_item(data, id)
  local ids = {}
  for i, item in ipairs(data.items) do
    if item.id == id then return item end
    ids[i] = item.id
  end
  local near = text.similar(id, ids)
  return nil, ("no item of %s is called '%s'; %s"):format(data.name, id,
    near and ("did you mean '%s'?"):format(near) or ("the first is '%s'"):format(ids[1]))
end

-- The record of an evaluation, its dataset and the item that is wanted.
local function open(options)
  local record, problem = evaluation.read(options.evaluation or viva_root .. "/data/demo/demo.lua")
  if not record then return nil, problem end
  local data
  data, problem = dataset.load(record.data)
  if not data then return nil, problem end
  local item
  item, problem = find_item(data, options.id)
  if not item then return nil, problem end
  return { record = record, data = data, item = item }
end

local function put(label, value)
  if not value or value == "" then return end
  print(("%s: %s"):format(label, text.clean(tostring(value))))
end

local function put_text(label, value)
  if value and value ~= "" then print(("\n%s\n%s"):format(label, text.clean(value))) end
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
  if not lists then return fail(problem) end
  local item = found.item
  if not item.points then
    print(("%s has no points%s"):format(item.id, item.checklist and "; its checklist is a text of its own:" or ""))
    put_text("checklist", item.checklist)
    return 0
  end
  for _, point in ipairs(item.points) do
    local worth = point.weight and (" (%g)"):format(point.weight) or ""
    local told = ("%-9s  %s%s\n%11s%s, known as %s"):format(point.kind, point.text, worth, "", point.from, point.id)
    print(text.clean(told))
  end
  return 0
end

function M.run(options)
  local found, problem = open(options)
  local status = found and views[options.what](found) or fail(problem)
  experts.close()
  return status
end

return M
