-- What `viva check` finds only when files meet their dataset.
package.path = "tests/lua/support/?.lua;" .. package.path
local files = require "files"
local mistakes = dofile "tests/data/mistakes.lua"
local workshop = require "workshop"

local M = {}

local EVALUATION = [[
data = "%s"
models = { model { name = "m", endpoint = simulated } }
judge_model = model { name = "judge", endpoint = simulated }
]]

-- Checks one file in a folder with a dataset of the category MLU and one of its own.
local function check(name, text, with_data)
  local folder = workshop.folder()
  workshop.dataset(folder .. "/data", { { id = "MLU/1/1", question = "q" }, { id = "OWN/1/1", question = "q" } })
  assert(files.make_folder(folder .. "/broken"))
  assert(files.write(folder .. "/broken/dataset.json", "{"))
  for _, kind in ipairs { "judges", "checklists" } do assert(files.make_folder(folder .. "/" .. kind)) end
  assert(files.write(folder .. "/" .. name, text))
  local arguments = { "check", folder .. "/" .. name }
  if with_data then table.move({ "--data", folder .. "/data" }, 1, 2, 3, arguments) end
  local status, told = workshop.told(arguments)
  workshop.remove(folder)
  return status, told
end

local function judge_of(code) return (mistakes.judge:gsub('"MK"', '"' .. code .. '"')) end

M["an evaluation whose dataset is there is well"] = function(lu)
  local status, told = check("e.lua", EVALUATION:format "data")
  lu.assertEquals(status, 0, told)
  lu.assertStrContains(told, "1 model, 2 items")
end

M["an evaluation without its dataset is not"] = function(lu)
  local status, told = check("e.lua", EVALUATION:format "nowhere")
  lu.assertEquals(status, 1, told)
  lu.assertStrContains(told, "nowhere")
end

M["an evaluation whose dataset is damaged is not"] = function(lu)
  local status, told = check("e.lua", EVALUATION:format "broken")
  lu.assertEquals(status, 1, told)
  lu.assertStrContains(told, "broken/dataset.json")
end

M["a category mistyped by a letter is told"] = function(lu)
  for _, code in ipairs { "MKK", "mk", "MLX", "MS" } do
    local status, told = check("judges/j.lua", judge_of(code), true)
    lu.assertEquals(status, 1, told)
    lu.assertStrContains(told, "j.lua:2: there is no category '" .. code .. "'; did you mean 'M")
  end
end

M["a judge for nothing in this dataset is noted"] = function(lu)
  for _, code in ipairs { "MK", "SURGERY" } do
    local status, told = check("judges/j.lua", judge_of(code), true)
    lu.assertEquals(status, 0, told)
    lu.assertStrContains(told, "applies to no item of case")
  end
end

M["a dataset's own category is known"] = function(lu)
  local status, told = check("judges/j.lua", judge_of "OWN", true)
  lu.assertEquals(status, 0, told)
  lu.assertStrContains(told, "1 prompt rendered")
end

M["a checklist belongs to an item of the dataset that is named"] = function(lu)
  local text = 'question "%s"\ncore "a point"\n'
  lu.assertEquals((check("checklists/c.lua", text:format "MLU/1/1", true)), 0)
  lu.assertEquals((check("checklists/c.lua", text:format "MLU/9/1")), 0)
  local status, told = check("checklists/c.lua", text:format "MLU/9/1", true)
  lu.assertEquals(status, 1, told)
  lu.assertStrContains(told, "c.lua:1: no item of case is called 'MLU/9/1'")
end

-- Runs the program in a new workspace, in Chinese; `edit` changes it before.
local function in_workspace(edit, command)
  local folder = workshop.folder()
  local program = require("lfs").symlinkattributes("/proc/self/exe", "target")
  local line = ("cd %s && LC_ALL=zh_CN.UTF-8 %s new . >/dev/null && %s; LC_ALL=zh_CN.UTF-8 %s %s 2>&1"):format(folder,
    program, edit, program, command)
  local status, told = workshop.viva({ "-c", line }, { binary = "/bin/sh" })
  workshop.remove(folder)
  return status, told
end

M["in a workspace all is checked on its own data, and in the terminal's language"] = function(lu)
  local status, told = in_workspace("true", "check")
  lu.assertEquals(status, 0, told)
  lu.assertStrContains(told, "judges/knowledge.lua: 评判: 已生成 2 份提示词, 3 个例子")
  lu.assertStrContains(told, "evaluation.lua: 评测: 2 个模型，6 道题")
  lu.assertStrContains(told, "一切正常")
  lu.assertNotStrContains(told, "scripts/writers")
  lu.assertNil(told:find("%a%a+ %a%a+ %a%a+"), told) -- no English sentence
  status, told = in_workspace("true", "doctor evaluation.lua")
  lu.assertEquals(status, 0, told)
  lu.assertStrContains(told, "在本机模拟")
  status, told = in_workspace("true", "show item MK/1/9")
  lu.assertEquals(status, 1, told)
  lu.assertStrContains(told, "“first”中没有编号为“MK/1/9”的题目；您是否想写“MK/1/1”？")
end

-- Checks a workspace that `edit` has spoilt: each of the texts is told.
local function spoilt(lu, edit, texts, command)
  local status, told = in_workspace(edit, command or "check")
  lu.assertEquals(status, 1, told)
  for _, text in ipairs(texts) do lu.assertStrContains(told, text) end
  return told
end

M["a problem of a file is told once, by its path as it is typed, whoever uses the file"] = function(lu)
  local told = spoilt(lu, "sed -i 's/^repeats /repeat /' judges/knowledge.lua", { "\njudges/knowledge.lua:12: " })
  lu.assertEquals(select(2, told:gsub("您是否想写“repeats”", "")), 1, told)
end

M["files whose names are not read, items with several judges and items with none are told"] = function(lu)
  spoilt(lu, "cp judges/safety.lua judges/other.lua && mv judges/knowledge.lua judges/knowledge.lua.txt"
    .. " && cp judges/safety.lua judges/mine.lua.lua && sed -i 's/\"MLU\"/\"SURGERY\"/' judges/understanding.lua", {
    "judges/knowledge.lua.txt: 这个文件名不会被读取，应改名为 knowledge.lua",
    "judges/mine.lua.lua: 这个文件名不会被读取，应改名为 mine.lua",
    "1 道题由多个评判文件评分，各自计分：other, safety",
    "1 道题没有评判文件评分：MLU/1/1",
    "不适用于“first”的任何题目，其类别有 MK, MLU, MR, MSE, MTG" })
end

M["files where none is read, and names of files that are not there, are told with what is meant"] = function(lu)
  spoilt(lu, "mkdir judges/mine && mv judges/knowledge.lua judges/mine && mv checklists/first.lua ."
    .. " && sed -i 's/\"summary\"/\"sumary\"/' evaluation.lua", {
    "judges/mine/knowledge.lua: 这像是“评判”文件，但放在这里不会被读取；应放在 judges/ 中",
    "\nfirst.lua: 这像是“要点清单”文件",
    "evaluation.lua: 没有报告文件“sumary”；您是否想写“summary”？" })
  spoilt(lu, "echo 'judges = { \"knowlege\" }' >> evaluation.lua",
    { "evaluation.lua:20: 没有评判文件“knowlege”；您是否想写“knowledge”？" }, "run evaluation.lua")
end

M["a workspace without its evaluation is told that its judges see other questions"] = function(lu)
  spoilt(lu, "mv evaluation.lua evaluation.lua.txt",
    { "evaluation.lua.txt: 这个文件名不会被读取，应改名为 evaluation.lua", "这里没有评测文件" })
end

M["a rule is tried on the texts it reads"] = function(lu)
  spoilt(lu, "mkdir -p checklists/rules && echo 'function points(text) return text end' > checklists/rules/mine.lua",
    { "checklists/rules/mine.lua:1: “points”应返回要点列表，而它返回了文本" })
end

local NOBODY = EVALUATION:format("data"):gsub("judge_model[^\n]*\n", "")

M["a judge model may be missing where no judge asks one, and is told as missing where one does"] = function(lu)
  local status, told = check("e.lua", NOBODY .. 'judges = { "reference" }\n')
  lu.assertEquals(status, 0, told)
  status, told = check("e.lua", NOBODY .. 'judges = { "reference", "understanding" }\n')
  lu.assertEquals(status, 1, told)
  lu.assertStrContains(told, "e.lua: the setting 'judge_model' is missing; the judge 'understanding' asks a model")
  status, told = check("e.lua", NOBODY)
  lu.assertEquals(status, 1, told)
  lu.assertStrContains(told, "e.lua: the setting 'judge_model' is missing")
end

M["a misspelt judge of an evaluation is told at its line with the nearest"] = function(lu)
  local status, told = check("e.lua", EVALUATION:format "data" .. 'judges = { "knowledge",\n  "safty", "zzzzzzzz" }\n')
  lu.assertEquals(status, 1, told)
  lu.assertStrContains(told, "e.lua:5: there is no judge 'safty'; did you mean 'safety'?")
  lu.assertStrContains(told, "e.lua:5: there is no judge 'zzzzzzzz'; there are: ")
end

M["a checklist for a dataset of nearly this name is told at its line, for another it is noted"] = function(lu)
  local text = 'dataset = "%s"\nquestion "MLU/1/1"\ncore "a point"\n'
  local status, told = check("checklists/c.lua", text:format "csae", true)
  lu.assertEquals(status, 1, told)
  lu.assertStrContains(told, "c.lua:1: no dataset is called 'csae'; did you mean 'case'?")
  for _, other in ipairs { "surgery", "case2" } do
    status, told = check("checklists/c.lua", text:format(other), true)
    lu.assertEquals(status, 0, told)
    lu.assertStrContains(told, ("is for the dataset '%s', not for 'case'"):format(other))
  end
end

M["an evaluation tells of its checklists for other datasets"] = function(lu)
  local folder = workshop.folder()
  workshop.dataset(folder .. "/data", { { id = "MLU/1/1", question = "q" } })
  assert(files.make_folder(folder .. "/checklists"))
  assert(files.write(folder .. "/e.lua", EVALUATION:format "data"))
  local text = 'dataset = "%s"\nquestion "MLU/1/1"\ncore "a point"\n'
  assert(files.write(folder .. "/checklists/c.lua", text:format "surgery"))
  local status, told = workshop.told { "check", folder .. "/e.lua" }
  lu.assertEquals(status, 0, told)
  lu.assertStrContains(told, "checklists/c.lua: loads, and is for the dataset 'surgery', not for 'case'")
  assert(files.write(folder .. "/checklists/c.lua", text:format "csae"))
  status, told = workshop.told { "check", folder .. "/e.lua" }
  workshop.remove(folder)
  lu.assertEquals(status, 1, told)
  lu.assertStrContains(told, "c.lua:1: no dataset is called 'csae'; did you mean 'case'?")
end

M["a category by its name in full is told by its code"] = function(lu)
  local status, told = check("judges/j.lua", judge_of "医疗知识", true)
  lu.assertEquals(status, 1, told)
  lu.assertStrContains(told, "j.lua:2: there is no category '医疗知识'; did you mean 'MK'?")
end

return M
