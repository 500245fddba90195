-- viva answers import FILE --model NAME: answers that exist already become answers of a model, marked as imported.
local dataset = require "dataset"
local files = require "files"
local importer = require "importers.answers"
local json = require "json"
local store = require "viva.store"
local answer = require "stages.answer"
local task = require "task"
local words = require "words"

local M = { summary = { en = "import answers that exist already", zh = "导入已有的回答" } }

function M.options(parser)
  parser:command_target("action")
  local import = parser:command("import", "import answers, to be judged by `viva run` with `endpoint = imported`")
  import:argument("file", "the published evaluator's JSON, JSONL or CSV")
  import:option("--model", "the name these answers stand under"):count(1):argname("NAME")
  import:option("--data", "the dataset they answer"):count(1):argname("DIR")
  import:option("--sample", "which of n answers they are"):default("1"):convert(math.tointeger):argname("N")
  import:option("--out", "folder for replies, runs and reports"):default("viva-out"):argname("DIR")
end

local function by_id(data)
  local items = {}
  for _, item in ipairs(data.items) do items[item.id] = item end
  return items
end

local function store_all(open, data, found, options)
  local items, ids, note = by_id(data), {}, "imported from " .. options.file
  for i, one in ipairs(found) do
    local id = answer.imported_id(data.name, options.model, items[one.id], options.sample)
    local before = open:reply(id)
    local raw = json.encode { text = one.text, file = options.file, line = one.line }
    if before and json.decode(before.raw).text ~= one.text then
      return nil, ("%s:%d: item %s: another answer of '%s' is stored already"):format(options.file, one.line or 0,
        one.id, options.model)
    end
    ids[i] = not before and { id = id, raw = raw } or nil
  end
  local added = 0
  for i = 1, #found do
    if ids[i] then
      local saved, problem = task.await(open:import(ids[i].id, ids[i].raw, note))
      if not saved then return nil, problem end
      added = added + 1
    end
  end
  return added
end

local function import(options)
  local data, problem = dataset.load(options.data)
  if not data then return nil, problem end
  local found
  found, problem = importer.read(options.file, data)
  if not found then return nil, problem end
  local made
  made, problem = files.make_folder(options.out)
  if not made then return nil, problem end
  local open
  open, problem = store.open(options.out .. "/replies.db", { simulated = false })
  if not open then return nil, problem end
  local added
  added, problem = store_all(open, data, found, options)
  open:close()
  return added, problem, #found
end

function M.run(options)
  local added, problem, all = import(options)
  if not added then return nil, problem end
  print(words.fill("%d {answer|answers} of '%s' read, %d new. Judge {it|them} with: model { name = \"%s\", endpoint = "
    .. "imported }", all, options.model, added, options.model))
  return 0
end

return M
