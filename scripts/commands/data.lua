-- viva data: brings datasets in and says what is in them.
local counts = require "dataset_counts"
local csv = require "csv"
local dataset = require "dataset"
local imports = require "imports"
local show = require "show"
local text = require "viva.text"
local words = require "words"

local M = { summary = { en = "import a dataset, or say what is in one", zh = "导入数据集，或查看数据集的内容" } }

local function pairs_of(value)
  local list = {}
  for field, column in (value .. ","):gmatch("([^=,]+)=([^,]*),") do list[#list + 1] = { field, column } end
  if #list == 0 then return nil, ("--map wants field=column, not '%s'"):format(value) end
  return list
end

local function separator_of(value)
  value = value == "\\t" and "\t" or value
  if csv.is_separator(value) then return value end
  return nil, "--separator wants one of , ; | or \\t"
end

function M.options(parser)
  parser:command_target("action")
  local import = parser:command("import", "make a dataset folder of a file")
  import:argument("file", "the file to import")
  import:option("--as", "what the file is"):count(1):choices(imports.formats())
  import:option("--out", "the folder to make"):count(1):argname("DIR")
  import:option("--name", "what the dataset is called"):argname("NAME")
  import:option("--map", "which columns hold which fields"):count("*"):convert(pairs_of):argname("FIELD=COLUMN,...")
  import:option("--language", "of items that do not say it"):choices { "zh", "en" }
  import:option("--separator", "between the fields of a CSV"):convert(separator_of)
  local view = parser:command("show", "print what is in a dataset")
  view:argument("folder", "the dataset's folder")
end

local function map_of(options)
  local map = {}
  for _, list in ipairs(options.map) do
    for _, pair in ipairs(list) do map[pair[1]] = pair[2] end
  end
  return map
end

local function import(options)
  options.map = map_of(options)
  local done, problem = imports.run(options)
  if not done then
    io.stderr:write(text.clean(problem), "\n")
    return nil, "nothing was imported"
  end
  local say = words.here()
  for _, note in ipairs(done.notes) do print(text.clean(say("data_note", note))) end
  print(say("data_imported", done.items, done.conversations, options.out))
  return 0
end

local function number(key)
  return { title = words.here()("data_" .. key), key = key, align = "right" }
end

local function words_column(key, field)
  return { title = words.here()("data_" .. key), key = field or key, max = 40 }
end

local function print_counts(set)
  local columns = { words_column "category", number "items", number "conversations", number "several",
    number "reference", number "no_reference", number "checklist", number "local_only" }
  print("\n" .. show.table(columns, counts.categories(set)))
  local finer = { columns[1], words_column "subcategory", columns[2], columns[5], columns[6], columns[7] }
  print(show.table(finer, counts.subcategories(set)))
  print(show.table({ number "rounds", columns[3] }, counts.rounds(set)))
end

local function print_lengths(set)
  print(words.here() "data_lengths" .. "\n" .. show.table({ words_column "category", words_column("text", "field"),
    number "texts", number "min", number "median", number "max" }, counts.lengths(set)))
end

local function view(options)
  local set, problem = dataset.load(options.folder)
  if not set then return nil, problem end
  local say, language = words.here(), words.choose(nil, nil, words.locale())
  local title = set.title.en == set.title.zh and set.title.en or set.title.en .. " / " .. set.title.zh
  print(text.clean(("%s: %s"):format(set.name, title)))
  if set.notes then print(text.clean(words.pick(set.notes, language))) end
  print(say(set.validated and "data_validated" or "data_not_validated"))
  print(say("data_digest", set.digest))
  print_counts(set)
  print_lengths(set)
  for _, remark in ipairs(set.remarks) do print(text.clean(say("data_note", remark))) end
  return 0
end

function M.run(options)
  return (options.action == "import" and import or view)(options)
end

return M
