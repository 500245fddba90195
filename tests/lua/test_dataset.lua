-- Datasets are read whole and checked whole; each fault of the data files is told with its place.
local dataset = require "dataset"
local digest = require "viva.digest"
local files = require "files"
local lfs = require "lfs"
local text = require "viva.text"
local textfile = require "textfile"

local M = {}

local BROKEN = "tests/data/broken/"

local function temporary()
  local path = os.tmpname()
  os.remove(path)
  return path
end

local function remove(folder) os.execute("rm -rf '" .. folder .. "'") end

-- Loads a dataset whose items are these bytes.
local function load(items, about)
  local folder = temporary()
  files.make_folder(folder)
  files.write(folder .. "/dataset.json", about or '{"name": "t"}')
  files.write(folder .. "/items.jsonl", items)
  local set, problem, code = dataset.load(folder)
  remove(folder)
  return set, problem and problem:gsub(folder:gsub("%p", "%%%0"), "t"), code
end

local function load_broken(name)
  return load(files.read(BROKEN .. name))
end

M["the demonstration set loads without a remark"] = function(lu)
  local set, problem = dataset.load("data/demo")
  lu.assertNil(problem)
  lu.assertTrue(#set.items >= 40)
  lu.assertEquals(set.remarks, {})
  lu.assertFalse(set.validated)
  lu.assertEquals(set.digest, digest.hex(digest.sha256(files.read("data/demo/items.jsonl"))))
end

M["conversations hold their rounds in order, and what is local stays local whole"] = function(lu)
  local set = dataset.load(BROKEN .. "dataset_ok")
  lu.assertEquals(set.title, { en = "A set", zh = "A set" })
  local keys, rounds = {}, {}
  for i, conversation in ipairs(set.conversations) do
    keys[i], rounds[i] = conversation.key, #conversation.items
  end
  lu.assertEquals(keys, { "MK/1", "MR/1", "MK/2" })
  lu.assertEquals(rounds, { 1, 2, 1 })
  lu.assertEquals(set.conversations[2].items[1].round, 1)
  lu.assertTrue(set.conversations[2].items[1].local_only)
  lu.assertTrue(set.conversations[2].items[2].local_only)
  lu.assertNil(set.items[1].reference) -- blank is missing
  lu.assertStrContains(set.remarks[1], "asks the same as item MK/1/1 in line 1")
end

M["duplicate identities are refused with both lines"] = function(lu)
  local set, problem, code = load_broken "duplicate_id.jsonl"
  lu.assertNil(set)
  lu.assertEquals(code, "data")
  lu.assertEquals(problem, "t/items.jsonl:3: item MK/1/1: this item stands in line 1 already")
end

M["a conversation with a hole is refused"] = function(lu)
  local _, problem = load_broken "missing_round.jsonl"
  lu.assertEquals(problem, "t/items.jsonl:1: item MK/1/2: this round of the conversation is missing\n"
    .. "t/items.jsonl:3: item MK/2/1: this round of the conversation is missing")
end

M["every wrong type is told at once"] = function(lu)
  local _, problem = load_broken "wrong_types.jsonl"
  lu.assertEquals(problem, table.concat({
    "t/items.jsonl:1: item MK/1/1: 'question' should be text, and this is 5",
    "t/items.jsonl:2: item MK/2/1: 'round' should be a whole number from 1, and this is \"1\"",
    "t/items.jsonl:3: item MK/3/1: 'local_only' should be true or false, and this is \"yes\"",
    "t/items.jsonl:4: item MK/4/1: 'language' should be \"zh\" or \"en\", and this is \"fr\"",
    "t/items.jsonl:5: item MK/5/1: 'reference' should be text, and this is true",
    "t/items.jsonl:6: item MK/6/1: 'group' should be text, and this is 6",
    "t/items.jsonl:7: item MK/7/1: 'question' is missing",
  }, "\n"))
end

M["unknown fields are refused with the nearest known one"] = function(lu)
  local _, problem = load_broken "unknown_field.jsonl"
  lu.assertEquals(problem,
    "t/items.jsonl:1: item MK/1/1: there is no field called 'refrence'; did you mean 'reference'?\n"
    .. "t/items.jsonl:2: item MK/2/1: there is no field called 'zzz'")
end

M["an id that does not say category, group and round is refused"] = function(lu)
  local _, problem = load_broken "wrong_identity.jsonl"
  lu.assertEquals(problem, "t/items.jsonl:1: item MK/1/1: category, group and round make it MK/2/1")
end

M["broken lines of JSON are told line by line: NaN, twice a key, depth, what stands behind"] = function(lu)
  local _, problem = load_broken "bad_json.jsonl"
  lu.assertEquals(problem, table.concat({
    "t/items.jsonl:2: column 8: NaN and Infinity are not JSON",
    "t/items.jsonl:3: this line should hold an object",
    "t/items.jsonl:4: column 11: this key stands twice in one object",
    "t/items.jsonl:6: column 119: something stands behind the end",
    "t/items.jsonl:7: column 69: nested deeper than 64",
  }, "\n"))
end

M["damaged UTF-8 is told with line and byte"] = function(lu)
  local _, problem = load_broken "bad_utf8.jsonl"
  lu.assertEquals(problem, "t/items.jsonl:2: byte 31 of this line is not valid UTF-8")
end

M["other encodings are refused with the command that converts them"] = function(lu)
  for name, encoding in pairs { ["gb18030.csv"] = "GB18030", ["utf16.csv"] = "UTF-16LE" } do
    local s, problem = textfile.read(BROKEN .. name)
    lu.assertNil(s)
    lu.assertStrContains(problem, ("it looks like %s. Convert it with: iconv -f %s -t UTF-8"):format(encoding, encoding))
  end
end

M["a byte order mark and any line ends are accepted"] = function(lu)
  local set = load_broken "lone_cr.jsonl"
  lu.assertEquals(#set.items, 2)
  local line = '{"id":"MK/1/1","category":"MK","group":"1","round":1,"language":"en","question":"q"}'
  lu.assertEquals(#load("\u{FEFF}" .. line .. "\r\n\r\n").items, 1)
end

M["an empty file is refused"] = function(lu)
  local _, problem = load("\n\n")
  lu.assertEquals(problem, "t/items.jsonl: there is no item in this file")
end

M["what dataset.json says is checked, together with the items"] = function(lu)
  local _, problem = dataset.load(BROKEN .. "dataset_bad")
  for _, part in ipairs { "called 'nme'; did you mean 'name'?", "'title' should be text", "'validated' should be true or false",
    "'name' is missing", "items.jsonl:1: item MK/1/1: this round of the conversation is missing" } do
    lu.assertStrContains(problem, part)
  end
  local _, both = dataset.load("/nowhere")
  lu.assertStrContains(both, "/nowhere/dataset.json")
  lu.assertStrContains(both, "/nowhere/items.jsonl")
end

M["only regular files are read: no folder, device or pipe"] = function(lu)
  local pipe = temporary()
  os.execute("mkfifo " .. pipe)
  for _, path in ipairs { "/dev/zero", "/tmp", pipe } do
    local s, problem = textfile.read(path)
    lu.assertNil(s)
    lu.assertStrContains(problem, "not a file")
  end
  os.remove(pipe)
end

M["a file or a line that is too large is told, not read"] = function(lu)
  local path = temporary()
  local handle = io.open(path, "w")
  handle:seek("set", 200 * 1024 * 1024)
  handle:write("x")
  handle:close()
  local _, problem = textfile.read(path)
  os.remove(path)
  lu.assertStrContains(problem, "200 MB are too much; at most 128 MB are read")
  local _, long = load('{"id":"' .. ("x"):rep(9 * 1024 * 1024) .. '"}\n{"id":"MK/1/1"')
  lu.assertStrContains(long, "t/items.jsonl:1: this line has 9 MB; at most 8 MB are read")
  lu.assertStrContains(long, "t/items.jsonl:2: column")
end

M["a NUL character and lone surrogates in a text survive"] = function(lu)
  local set = load('{"id":"MK/1/1","category":"MK","group":"1","round":1,"language":"en","question":"a\\u0000b\\ud800"}')
  lu.assertEquals(set.items[1].question, "a\0b\u{FFFD}")
end

M["a folder is written whole, read back the same, and never overwritten"] = function(lu)
  local set = dataset.load("data/demo")
  local folder = temporary() .. "/a/b"
  lu.assertTrue(dataset.write(folder .. "/", { name = "copy", title = "Copy" }, set.items))
  local copy = dataset.load(folder)
  lu.assertEquals(copy.items, set.items)
  local done, problem, code = dataset.write(folder, { name = "copy" }, set.items)
  lu.assertNil(done)
  lu.assertEquals(code, "exists")
  lu.assertStrContains(problem, "exists already")
  local names = {}
  for name in lfs.dir((folder:gsub("/b$", ""))) do names[#names + 1] = name end
  lu.assertEquals(#names, 3) -- ".", ".." and the folder: nothing temporary stays
  remove((folder:gsub("/a/b$", "")))
end

M["a folder that cannot be made is told and leaves nothing"] = function(lu)
  local done, problem = dataset.write("/proc/nowhere/set", { name = "x" }, {})
  lu.assertNil(done)
  lu.assertStrContains(problem, "/proc/nowhere")
end

M["tables align what is seen and show nothing that a terminal obeys"] = function(lu)
  local show = require "show"
  local table_text = show.table({ { title = "类别" }, { title = "n", align = "right" }, { key = "x", title = "t", max = 6 } },
    { { "MK", 5, x = "医疗知识" }, { "\27[31m中文类\n别", 12, x = nil } })
  lu.assertEquals(table_text,
    "类别        n  t\n---------  --  -----\nMK          5  医疗…\n中文类 别  12\n")
  for line in table_text:gmatch("[^\n]+") do lu.assertTrue(text.width(line) <= 21) end
  lu.assertEquals(show.table({ { title = "" }, { title = "" } }, { { "a", 1 }, { "bb", 2 } }), "a   1\nbb  2\n")
end

return M
