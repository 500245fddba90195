-- viva new DIR: a workspace to begin with.
local lfs = require "lfs"
local text = require "viva.text"
local words = require "words"
local workspace = require "workspace"

local M = { summary = { en = "make a workspace to begin with", zh = "新建一个工作区" } }

function M.options(parser)
  parser:argument("folder", "the folder to make")
  parser:option("--lang", "language of the comments and questions; the terminal's when left out"):choices { "en", "zh" }
end

local ABOUT = {
  en = {
    ["evaluation.lua"] = "which models answer, on what, and who marks",
    judges = "how answers are marked, a file for each category",
    ["checklists/first.lua"] = "what a good answer to one question contains",
    ["reports/summary.lua"] = "what the report shows",
    data = "six questions to begin with", [".luarc.json"] = "lets an editor explain the words of these files",
    next = "Type next:",
  },
  zh = {
    ["evaluation.lua"] = "评测哪些模型、用什么题目、由谁评分", judges = "怎样评分，每个类别一个文件",
    ["checklists/first.lua"] = "一道题的好回答应包含什么", ["reports/summary.lua"] = "报告显示什么",
    data = "六道入门题", [".luarc.json"] = "让编辑器能解释这些文件里的词", next = "接下来输入：",
  },
}

local ORDER = { "evaluation.lua", "judges", "checklists/first.lua", "reports/summary.lua", "data", ".luarc.json" }

-- How the program is called from another folder.
local function program()
  for folder in (os.getenv("PATH") or ""):gmatch("[^:]+") do
    if lfs.attributes(folder .. "/viva", "mode") == "file" then return "viva" end
  end
  return lfs.symlinkattributes("/proc/self/exe", "target") or "viva"
end

function M.run(options)
  local folder = options.folder:gsub("(.)/+$", "%1")
  local language = words.choose(options.lang, nil, words.locale())
  local made, problem = workspace.make(folder, language)
  if not made then return nil, problem end
  local about = ABOUT[language]
  for _, name in ipairs(ORDER) do
    print(text.clean(("  %s/%s  %s"):format(folder, text.pad(name, 21, "left"), about[name])))
  end
  local viva = program()
  local lines = { "", about.next, "", "    cd " .. folder, ("    %s check evaluation.lua"):format(viva),
    ("    %s run evaluation.lua"):format(viva) }
  print(text.clean(table.concat(lines, "\n")))
  return 0
end

return M
