-- Importers: the published set, JSONL and CSV become datasets; answers become a list; nothing comes in half.
local answers = require "importers.answers"
local dataset = require "dataset"
local imports = require "imports"
local lfs = require "lfs"

local M = {}

local BROKEN = "tests/data/broken/"

local function temporary()
  local path = os.tmpname()
  os.remove(path)
  return path
end

-- Imports a broken file; gives the dataset and the notes, or nil and the problems, without the folder's name.
local function import(name, as, options)
  local own = { file = BROKEN .. name, as = as, out = temporary(), name = "t" }
  for key, value in pairs(options or {}) do own[key] = value end
  local done, problem, code = imports.run(own)
  local set = done and assert(dataset.load(own.out))
  if not done then assert(not lfs.attributes(own.out), "nothing may be there after a failure") end
  os.execute("rm -rf " .. own.out)
  local plain = BROKEN:gsub("%p", "%%%0")
  if not done then return nil, (problem:gsub(plain, "")), code end
  return set, table.concat(done.notes, "\n"):gsub(plain, ""), done
end

M["the published test set comes in with everything it is known for"] = function(lu)
  local path = "../shared/llmeval-med/dataset.json"
  if not lfs.attributes(path) then lu.skip("the published dataset is not here: " .. path) end
  local out = temporary()
  local done = assert(imports.run { file = path, as = "llmeval-med", out = out })
  local set = assert(dataset.load(out))
  os.execute("rm -rf " .. out)
  local several, checklists, all, without = 0, {}, 0, 0
  for _, conversation in ipairs(set.conversations) do several = several + (#conversation.items > 1 and 1 or 0) end
  for _, item in ipairs(set.items) do
    without = without + (item.reference and 0 or 1)
    if item.checklist then
      checklists[item.category], all = (checklists[item.category] or 0) + 1, all + 1
    end
  end
  lu.assertEquals({ #set.items, #set.conversations, several, without, all }, { 667, 571, 74, 24, 205 })
  lu.assertEquals(checklists, { MK = 141, MLU = 40, MTG = 24 })
  lu.assertEquals({ done.items, done.conversations, set.name, set.validated }, { 667, 571, "llmeval-med", true })
  local notes = table.concat(done.notes, "\n")
  for _, part in ipairs { "'checklist' (NaN or null): 251", "'sanswer' (NaN or null): 24", "'sanswer' is the number",
    "category1 '一般语言理解', where the outer key counts: 213" } do
    lu.assertStrContains(notes, part)
  end
end

M["the published shape on one line keeps a fixed order"] = function(lu)
  local set, notes = import("med_one_line.json", "llmeval-med")
  local ids = {}
  for i, item in ipairs(set.items) do ids[i] = item.id end
  lu.assertEquals(ids, { "MTG/1/1", "MK/1/1", "MK/1/2" })
  lu.assertEquals(set.items[1].language, "zh")
  lu.assertNil(set.items[1].reference)
  lu.assertStrContains(notes, "items whose reference is '/', kept as it is: 1")
end

M["every problem of the published shape is told at once"] = function(lu)
  local set, problem, code = import("med.json", "llmeval-med")
  lu.assertNil(set)
  lu.assertEquals(code, "data")
  lu.assertEquals(problem, table.concat({
    "med.json: '别的' is none of the five categories",
    "med.json:3: item MK/1/2: this round of the conversation is missing",
    "med.json:35: item MLU/1/1: 'question' should be text, and this is a table",
    "med.json:35: item MLU/1/1: this item stands in line 25 already",
  }, "\n"))
  local _, infinity = import("med_infinity.json", "llmeval-med")
  lu.assertEquals(infinity, "med_infinity.json:3: column 13: NaN and Infinity are not JSON")
  local _, deep = import("depth.json", "llmeval-med")
  lu.assertEquals(deep, "depth.json:1: column 65: nested deeper than 64")
  local _, empty = import("empty.jsonl", "llmeval-med")
  lu.assertStrContains(empty, "there is nothing to read")
end

M["columns are mapped, ids stay text, local items stay local"] = function(lu)
  local set = import("mapped.csv", "csv", { language = "en", map = { category = "Fach", question = "Frage",
    reference = "Antwort", round = "Runde", group = "Gespraech" } })
  lu.assertEquals(set.items[2], { id = "MK/0012/2", category = "MK", group = "0012", round = 2, language = "en",
    question = "Und dann?", reference = "Ruhe" })
  local flags = import("flags.csv", "csv")
  lu.assertEquals({ flags.items[1].id, flags.items[1].local_only }, { "MK/0012/1", true })
  lu.assertEquals({ flags.items[3].id, flags.items[3].local_only }, { "MK/7/2" })
end

M["a mapping to what is not there is refused"] = function(lu)
  local _, problem = import("mapped.csv", "csv", { language = "en", map = { questoin = "Frage", category = "Nix" } })
  lu.assertStrContains(problem, "there is no field called 'questoin'; did you mean 'question'?")
  lu.assertStrContains(problem, "there is no column called 'Nix'")
end

M["a misspelt column is refused, a foreign one noted"] = function(lu)
  local _, problem = import("misspelt_column.csv", "csv")
  lu.assertEquals(problem, "misspelt_column.csv: column 'refrence' is not read; did you mean 'reference'? "
    .. "Then say --map reference=refrence")
  local set, notes = import("misspelt_column.csv", "csv", { map = { reference = "refrence" } })
  lu.assertEquals(set.items[1].reference, "That")
  lu.assertEquals(notes, "misspelt_column.csv: column 'doctor' is not read")
end

M["the language is never guessed"] = function(lu)
  local _, problem = import("no_language.csv", "csv")
  lu.assertStrContains(problem, "give --language zh or --language en")
  lu.assertEquals(#import("no_language.csv", "csv", { language = "en" }).items, 2)
end

M["numbers for text are noted, a broken round is refused"] = function(lu)
  local _, problem = import("numbers.jsonl", "jsonl")
  lu.assertEquals(problem, "numbers.jsonl:2: item MK/2/1.5: 'round' should be a whole number from 1, and this is 1.5")
end

M["CSV as Excel writes it comes in"] = function(lu)
  local set = import("bom_crlf.csv", "csv")
  lu.assertEquals(set.items[1].question, "Two\nlines, \"quoted\"")
  lu.assertEquals(#import("sep_line.csv", "csv").items, 1)
  lu.assertEquals(import("semicolon.csv", "csv", { separator = ";" }).items[1].question, "one, two")
  for _, name in ipairs { "gb18030.csv", "utf16.csv", "bad_rows.csv", "bad_heading.csv", "semicolon.csv" } do
    lu.assertNil((import(name, "csv", { language = "zh" })), name)
  end
end

M["a folder that exists is never overwritten"] = function(lu)
  local done, problem, code = imports.run { file = BROKEN .. "flags.csv", as = "csv", out = "tests" }
  lu.assertNil(done)
  lu.assertEquals(code, "exists")
  lu.assertStrContains(problem, "tests: this exists already")
end

local function read_answers(name)
  local list, notes = answers.read(BROKEN .. name, assert(dataset.load(BROKEN .. "dataset_ok")))
  if not list then return nil, (notes:gsub(BROKEN:gsub("%p", "%%%0"), "")) end
  local brief = {}
  for i, one in ipairs(list) do brief[i] = ("%s=%s@%d"):format(one.id, one.text, one.line) end
  return brief, table.concat(notes, "\n")
end

M["answers are read from the published shape, JSONL and CSV, told apart by content"] = function(lu)
  lu.assertEquals(read_answers("answers_published.json"), { "MK/1/1=rest@3", "MR/1/1=@13" })
  lu.assertEquals(read_answers("answers_published_line.json"), { "MK/1/1=rest@1", "MR/1/1=@1" })
  lu.assertEquals(read_answers("answers.csv"), { "MK/1/1=a, b@2", "MR/1/2=@3" })
  local list, notes = read_answers("answers.jsonl")
  lu.assertEquals(list, { "MK/1/1=rest@1", "MR/1/2=a\0b@3" })
  lu.assertStrContains(notes, "item MR/1/1: has no answer")
  lu.assertStrContains(notes, "2 questions have no answer here")
end

M["answers that do not belong are told with line and item, all at once"] = function(lu)
  local list, problem = read_answers("answers_bad.jsonl")
  lu.assertNil(list)
  lu.assertEquals(problem, table.concat({
    "answers_bad.jsonl:1: item MK/9/1: the dataset has no such question",
    "answers_bad.jsonl:2: it is not said which question this answers: 'id', or 'category', 'group' and 'round', are missing",
    "answers_bad.jsonl:4: item MK/1/1: answered in line 3 already",
    "answers_bad.jsonl:5: item MR/1/1: the answer should be text",
    "answers_bad.jsonl:6: item MR/1/2: the question is not the dataset's; these answers belong to another one",
  }, "\n"))
  for _, name in ipairs { "gb18030.csv", "empty.jsonl", "depth.json", "bad_json.jsonl" } do
    lu.assertNil((read_answers(name)), name)
  end
end

M["counts say what is in a set"] = function(lu)
  local counts = require "dataset_counts"
  local set = dataset.load(BROKEN .. "dataset_ok")
  local rows = counts.categories(set)
  lu.assertEquals({ rows[1].category, rows[1].items, rows[1].conversations }, { "MK", 2, 2 })
  lu.assertEquals({ rows[2].several, rows[2].local_only }, { 1, 2 })
  lu.assertEquals({ rows[3].category, rows[3].items, rows[3].no_reference }, { "all", 4, 4 })
  lu.assertEquals(counts.rounds(set), { { rounds = 1, conversations = 2 }, { rounds = 2, conversations = 1 } })
  lu.assertEquals(counts.lengths(set)[1], { category = "MK", field = "question", texts = 2, min = 23, median = 23, max = 23 })
end

M["the command imports, shows and refuses"] = function(lu)
  local viva, out = arg[0], temporary()
  local function run(line)
    local pipe = io.popen(("%s data %s 2>&1"):format(viva, line))
    local said = pipe:read("a")
    local _, _, status = pipe:close()
    return said, status
  end
  local said, status = run(("import %sflags.csv --as csv --out %s"):format(BROKEN, out))
  lu.assertEquals({ said, status }, { ("3 items in 2 conversations: %s\n"):format(out), 0 })
  said, status = run("show " .. out)
  lu.assertEquals(status, 0)
  lu.assertStrContains(said, "rounds  conversations")
  said, status = run(("import %smapped.csv --as csv --language en --map category=Fach,question=Frage --out %s-2")
    :format(BROKEN, out))
  lu.assertEquals(status, 0, said)
  said, status = run(("import %sduplicate_id.jsonl --as jsonl --out %s-3"):format(BROKEN, out))
  lu.assertEquals(status, 1)
  lu.assertStrContains(said, "duplicate_id.jsonl:3: item MK/1/1: this item stands in line 1 already")
  lu.assertStrContains(said, "nothing was imported")
  lu.assertNil(lfs.attributes(out .. "-3"))
  os.execute(("rm -rf %s %s-2"):format(out, out))
end

return M
