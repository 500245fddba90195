-- The words of the prompt, as `viva -e`, `viva lua` and `viva repl` without a terminal offer them, on a run of the
-- demonstration that simulated models have made.
package.path = "tests/lua/support/?.lua;" .. package.path
local files = require "files"
local lfs = require "lfs"
local workshop = require "workshop"

local M = {}

local made -- the folder of a finished run, made once

local function out()
  if made then return made end
  made = workshop.folder()
  local status, text = workshop.viva { "run", "--limit", "3", "--category", "MK", "--out", made .. "/viva-out" }
  assert(status == 0, text)
  return made
end

-- Runs the program in the folder of the run.
local function viva(arguments, input)
  local quoted = {}
  for i, argument in ipairs(arguments) do quoted[i] = "'" .. argument:gsub("'", "'\\''") .. "'" end
  local command = ("cd '%s' && %s LC_ALL=C.UTF-8 '%s' %s 2>&1; echo \"[$?]\""):format(out(),
    input and ("printf '%%s' '%s' |"):format((input:gsub("'", "'\\''"))) or "",
    lfs.symlinkattributes("/proc/self/exe", "target"), table.concat(quoted, " "))
  local pipe = assert(io.popen(command))
  local text = pipe:read "a"
  pipe:close()
  return text:match("^(.*)%[(%d+)%]\n$")
end

M["an expression prints its value, a table as a table"] = function(lu)
  lu.assertEquals(viva { "-e", "1 + 1" }, "2\n")
  lu.assertEquals(viva { "-e", '{ { name = "甲", n = 1 }, { name = "b", n = 22 } }' },
    "name   n\n----  --\n甲     1\nb     22\n")
  local text, status = viva { "-e", "local a = 1" }
  lu.assertEquals({ text, status }, { "", "0" })
  lu.assertEquals(viva { "-e", "..." , "word" }, "word\n")
end

M["a table that is too wide has its titles on two lines, and cuts texts but never a mark or a number"] = function(lu)
  local tables = require "desk.tables"
  local block = { columns = { { title = "Model" }, { title = "Score, twice as long", number = true }, { title = "Why" } },
    bodies = { { rows = { { { text = "m", mark = "SIMULATED", sub = "small print" }, { text = "12345" },
      { text = ("词"):rep(30), wide = true } } } } } }
  lu.assertEquals(tables.text(block, 40), "                      Score,\nModel          twice as long  Why\n"
    .. "-------------  -------------  ---------\nm (SIMULATED)          12345  词词词词…\n")
  block.bodies[1].rows[1][3].text = "x"
  lu.assertEquals(tables.text(block, 80), "Model                        Score, twice as long  Why\n"
    .. "---------------------------  --------------------  ---\nm (SIMULATED) (small print)                 12345  x\n")
end

M["long texts are broken between words and between Chinese characters, never before a closing mark"] = function(lu)
  local wrap = require "wrap"
  lu.assertEquals(wrap.text("one two three", 20, "  "), "  one two three\n")
  lu.assertEquals(wrap.text("患者男性，四十五岁，上腹痛三个月。", 20), "患者男性，四十五岁，\n上腹痛三个月。\n")
  lu.assertEquals(wrap.text("甲乙丙丁戊己庚辛壬癸，子", 20), "甲乙丙丁戊己庚辛壬\n癸，子\n")
  lu.assertEquals(wrap.text(("x"):rep(25), 20), ("x"):rep(20) .. "\nxxxxx\n")
end

M["the lines that differ between two texts are shown with two unchanged ones around them"] = function(lu)
  local diff = require "diff"
  lu.assertEquals(diff.lines("a\nb", "a\nb"), {})
  lu.assertEquals(diff.lines("1\n2\n3\n4\n5\n6\n7\n8", "1\n2\n3\n4\nfive\n6\n7\n8"),
    { "...", "  3", "  4", "- 5", "+ five", "  6", "  7", "..." })
end

M["the history keeps the newest entries, several lines as one, in a file of its owner's alone"] = function(lu)
  local history = require "desk.history"
  local folder = workshop.folder()
  local path = folder .. "/state/viva/history"
  lu.assertEquals(history.read(path), {})
  lu.assertTrue(history.add(path, "a\nb\\n"))
  lu.assertTrue(history.add(path, ("x"):rep(100000)))
  for i = 1, 2100 do history.add(path, "entry " .. i) end
  local entries = history.read(path)
  lu.assertEquals({ #entries, entries[1000] }, { 1000, "entry 2100" })
  lu.assertEquals(#history.read(path), 1000)
  lu.assertTrue(lfs.attributes(path, "size") < 12000)
  lu.assertEquals(lfs.attributes(path, "permissions"), "rw-------")
  os.remove(path)
  history.add(path, "a\nb\\n")
  lu.assertEquals(history.read(path), { "a\nb\\n" })
  workshop.remove(folder)
end

M["an error says its line and nothing of the program's own files"] = function(lu)
  local text, status = viva { "-e", "local a = 1\nrun:usabilty{}" }
  lu.assertEquals(text, "viva: line 2: a run has no 'usabilty'; did you mean 'usability'?\n")
  lu.assertEquals(status, "1")
  lu.assertEquals(viva { "-e", "shwo" }, "viva: line 1: there is no variable called 'shwo' here; did you mean 'show'?\n")
  lu.assertEquals(viva { "-e", "x = “a”" }, "viva: line 1: found “; type the plain \" instead\n")
end

M["rates, items and the leaderboard of a run are tables that say what is simulated"] = function(lu)
  local text = viva { "-e", 'run:usability{ by = "category" }' }
  lu.assertStrContains(text, "sim-strong (SIMULATED)")
  lu.assertStrContains(text, "MK")
  lu.assertStrContains((viva { "-e", 'run:leaderboard{ convention = "paper" }' }), "Convention “paper”")
  local list = viva { "-e", 'run:items{ judge = "<=2", model = "sim-weak" }' }
  lu.assertStrContains(list, "MK/")
  lu.assertNil(list:find("sim-strong", 1, true))
  lu.assertEquals((viva { "-e", '#run:items{ model = "sim-weak" } == #run:where{ model = "sim-weak" }.rows' }), "true\n")
  lu.assertStrContains((viva { "-e", "run:cost()" }), "sim-judge (SIMULATED)")
  lu.assertStrContains((viva { "-e", "run:items{ jugde = 2 }" }), "did you mean 'judge'?")
end

M["cells are tables of numbers to compute with"] = function(lu)
  lu.assertEquals((viva { "-e", '(function(c) return ("%s %s %d %g"):format(c.model, c.category, c.items, c.rate) end)'
    .. '(run:cells{ by = { "model", "category" }, model = "sim-weak" }[1])' }), "sim-weak MK 3 0\n")
  lu.assertEquals((viva { "-e", "#run:cells()" }), "3\n")
  lu.assertEquals((viva { "-e", '#run:cells{ by = "item", model = "sim-weak", convention = "script" }' }), "3\n")
end

-- The examples of the words' help page, said of the run and the files that are here.
local function examples()
  local found, seen = {}, {}
  for _, name in ipairs { "desk.md", "desk.zh.md" } do
    for line in files.read("scripts/help/" .. name):gmatch "\n    ([^\n]+)" do
      line = (line:match "^viva %-e '(.*)'$" or line):gsub("MK/5/1", "MK/1/1"):gsub('"my%-eval"', '"demo-part"')
        :gsub("/data/other/runs/my%-eval", "viva-out/runs/demo-part")
      if not seen[line] then found[#found + 1] = line end
      seen[line] = true
    end
  end
  return found
end

M["every example of the words' help page works and shows something"] = function(lu)
  files.make_folder(out() .. "/judges")
  assert(files.write(out() .. "/judges/mine.lua", assert(files.read("judges/knowledge.lua"))))
  local list = examples()
  lu.assertTrue(#list > 25, #list)
  for _, line in ipairs(list) do
    local text, status = viva { "-e", line }
    lu.assertEquals(status, "0", line .. "\n" .. tostring(text))
    lu.assertTrue(#text > 1 or line == "run:follow(false)", line)
  end
  os.remove(out() .. "/judges/mine.lua")
end

M["an item is shown with its reference, every answer and every verdict"] = function(lu)
  local text = viva { "-e", 'show "MK/1/1"' }
  for _, part in ipairs { "MK/1/1", "Reference answer", "sim-strong", "sim-middle", "sim-weak", "knowledge, sim-judge" } do
    lu.assertStrContains(text, part)
  end
  lu.assertStrContains((viva { "-e", 'show "MK/1/11"' }), "no item of demo-part is called 'MK/1/11'; did you mean 'MK/1/1'?")
end

M["a try of a stored judging costs nothing, and an edit of the judge shows what has changed"] = function(lu)
  files.make_folder(out() .. "/judges")
  local source = assert(files.read("judges/knowledge.lua"))
  assert(files.write(out() .. "/judges/knowledge.lua", source))
  assert(files.write(out() .. "/try.lua", [[
    local first = try("knowledge", "MK/1/1", "sim-strong")
    print(first)
    local file = assert(io.open("judges/knowledge.lua"))
    local text = file:read "a"
    file:close()
    file = assert(io.open("judges/knowledge.lua", "w"))
    file:write((text:gsub("# Question\n", "Mark strictly.\n# Question\n"):gsub("# 题目\n", "从严评分。\n# 题目\n")))
    file:close()
    local second = try("knowledge", "MK/1/1", "sim-strong")
    print("SECOND")
    print(second)
    print(try("knowledge", "MK/1/1", "Drink water.").score)
  ]]))
  local text, status = viva { "lua", "try.lua" }
  lu.assertEquals(status, "0", text)
  local first, second = text:match("^(.-)SECOND(.*)$")
  lu.assertStrContains(first, "every reply was stored already")
  lu.assertStrContains(first, "prompt, to sim-judge (SIMULATED)")
  lu.assertTrue((second:find("+ Mark strictly.", 1, true) or second:find("+ 从严评分。", 1, true)) ~= nil, second)
  lu.assertStrContains(second, "before: ")
  lu.assertStrContains(second, "1 call, ")
  lu.assertTrue(second:match("\n([%d.]+)\n$") ~= nil, second)
end

M["a script has the words, its errors name it, and a new global stays a mistake"] = function(lu)
  assert(files.write(out() .. "/own.lua", 'local n = #run.models\nprint(n, ...)\nfoo = n\n'))
  local text, status = viva { "lua", "own.lua", "a" }
  lu.assertEquals(text, "3\ta\nviva: own.lua:3: 'foo' would become a global variable; say 'local'\n")
  lu.assertEquals(status, "1")
end

M["lines that come through a pipe are run as they come, whole chunks at a time"] = function(lu)
  local text, status = viva({ "repl" }, "x = {\n1, 2 }\n#x\nrun.name\nfor i = 1, 2 do\nprint(i)\nend\n")
  lu.assertEquals({ text, status }, { "2\ndemo-part\n1\n2\n", "0" })
  text, status = viva({ "repl" }, "nil + 1\n2")
  lu.assertEquals({ text, status }, { "line 1: attempt to perform arithmetic on a nil value\n2\n", "1" })
end

M["a report is written by a method, and other runs are opened by name or folder"] = function(lu)
  lu.assertEquals((viva { "-e", 'run:report{ format = "md", to = "r.md" }' }), "r.md\n")
  lu.assertStrContains(files.read(out() .. "/r.md"), "SIMULATED")
  lu.assertEquals((viva { "-e", 'open("viva-out/runs/demo-part").name' }), "demo-part\n")
  lu.assertStrContains((viva { "-e", 'open "no-such"' }), "there is no run 'no-such'")
  lu.assertStrContains((viva { "-e", "runs()" }), "demo-part")
end

M["a run of which nothing is kept yet is opened as it goes on"] = function(lu)
  local json = require "json"
  local path = out() .. "/viva-out/runs/demo-part/run.json"
  local saved = json.decode(files.read(path))
  saved.under_way, saved.record.repeats = true, nil
  local going = out() .. "/going/runs/demo-part"
  assert(files.make_folder(out() .. "/going/runs"))
  os.execute(("cp -r '%s/viva-out/runs/demo-part' '%s'"):format(out(), going))
  assert(files.write(going .. "/run.json", json.encode(saved)))
  local text = viva { "-e", 'open "going/runs/demo-part":status()' }
  lu.assertEquals(text, "0 of 27 judged, 0 of 9 answered\n")
  -- What is due is what the judge of these items gives, whatever the judges of others would.
  local judge = going .. "/judges/knowledge.lua"
  assert(files.write(judge, (files.read(judge):gsub("repeats     = 3", "repeats     = 2"))))
  lu.assertEquals((viva { "-e", 'open "going/runs/demo-part":status()' }), "0 of 18 judged, 0 of 9 answered\n")
  lu.assertStrContains((viva { "-e", 'tostring(open "going/runs/demo-part")' }), "under way")
end

M["every word and method has its heading in both languages, and stands in the file for editors"] = function(lu)
  local words, methods = require "desk.words", require("desk.methods").methods
  local meta = files.read("scripts/meta/viva_desk.lua")
  local names = { "run" }
  for name in pairs(words.words) do if name ~= "print" then names[#names + 1] = name end end
  for name in pairs(words.values) do names[#names + 1] = name end
  for name in pairs(methods) do names[#names + 1] = "run:" .. name end
  for _, name in ipairs(names) do
    local own = name:match("^run:(.*)$")
    lu.assertTrue(meta:find(own and "function Run:" .. own .. "(" or name .. "(", 1, true) ~= nil
      or meta:find("\n" .. name .. " = nil", 1, true) ~= nil, name .. " in scripts/meta/viva_desk.lua")
    for _, suffix in ipairs { ".md", ".zh.md" } do
      local page = files.read("scripts/help/desk" .. suffix)
      lu.assertStrContains(page, "\n## " .. name .. "\n\n    ", false, name .. suffix)
    end
  end
end

M["the run's folder is left to nobody"] = function(lu)
  if made then workshop.remove(made) end
  lu.assertNil(made and lfs.attributes(made, "mode"))
  made = nil
end

return M
