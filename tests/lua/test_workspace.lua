-- Workspaces: what `viva new` makes is well, runs, and is never written over anything; `viva show` says what goes out.
package.path = "tests/lua/support/?.lua;" .. package.path
local experts = require "experts"
local files = require "files"
local lfs = require "lfs"
local workshop = require "workshop"
local workspace = require "workspace"

local M = {}

local function made(language)
  local folder = workshop.folder()
  local status, told = workshop.told { "new", folder .. "/w", "--lang", language }
  assert(status == 0, told)
  return folder, told
end

for _, language in ipairs { "en", "zh" } do
  M["what viva new makes passes viva check and runs with the simulated models, in " .. language] = function(lu)
    local folder, told = made(language)
    for _, line in ipairs { "cd " .. folder .. "/w", "check evaluation.lua", "run evaluation.lua" } do
      lu.assertStrContains(told, line)
    end
    local here = lfs.currentdir()
    lfs.chdir(folder .. "/w")
    local checked, says = workshop.told { "check" }
    local _, shown = workshop.told { "show", "checklist", "MK/1/1" }
    local status, output = workshop.viva { "run", "evaluation.lua" }
    lfs.chdir(here)
    lu.assertEquals(checked, 0, says)
    lu.assertStrContains(says, "evaluation.lua: evaluation: 2 models, 6 items")
    lu.assertStrContains(shown, "checklists/first.lua:") -- the workspace's own data, not the demonstration's
    lu.assertEquals(status, 0, output)
    lu.assertStrContains(output, "SIMULATED")
    lu.assertNotNil(files.read(folder .. "/w/viva-out/runs/evaluation/summary.html"))
    lu.assertStrContains(files.read(folder .. "/w/viva-out/runs/evaluation/checklists/first.lua"), 'question "MK/1/1"')
    workshop.remove(folder)
  end
end

M["a workspace is never written over what is there"] = function(lu)
  local folder = workshop.folder()
  assert(files.make_folder(folder .. "/judges"))
  assert(files.write(folder .. "/judges/safety.lua", "mine"))
  local status, told = workshop.told { "new", folder }
  lu.assertEquals(status, 1)
  lu.assertStrContains(told, "nothing was written, for these are there already: " .. folder .. "/judges/safety.lua")
  lu.assertEquals(files.read(folder .. "/judges/safety.lua"), "mine")
  lu.assertNil(lfs.attributes(folder .. "/evaluation.lua", "mode"))
  workshop.remove(folder)
end

M["every comment of a judge that comes with Viva has its Chinese"] = function(lu)
  local comments, names = dofile "scripts/workspace/comments.lua", { "knowledge", "understanding", "reasoning", "safety",
    "generation" }
  for _, name in ipairs(names) do
    local text = files.read(("judges/%s.lua"):format(name))
    local chinese = workspace.translated(text, comments, name)
    local wanted = chinese:gmatch("([^\n]*)\n")
    for line in text:gmatch("([^\n]*)\n") do
      local _, comment = workspace.comment_of(line)
      local other = wanted()
      if comment and comment ~= "--" then lu.assertNotEquals(other, line, name .. ": " .. comment) end
      if not comment then lu.assertEquals(other, line) end
    end
  end
end

M["a judge in Chinese is the same judge"] = function(lu)
  for _, file in ipairs(workspace.files "zh") do
    local name = file.name:match("^judges/(%w+)%.lua$")
    if name then
      local path = os.tmpname()
      assert(files.write(path, file.text))
      local chinese = assert(experts.load("judge", path))
      lu.assertEquals(chinese.settings, assert(experts.load("judge", file.name)).settings)
      os.remove(path)
    end
  end
  experts.close()
end

M["a judge's prompt is shown as it goes out, for an answer given, and with its tokens"] = function(lu)
  local status, told = workshop.told { "show", "judge", "knowledge", "--item", "MK/5/2", "--answer", "Rest {{x}}." }
  lu.assertEquals(status, 0, told)
  lu.assertStrMatches(told, ".*<answer%-(%x+)>\nRest {{x}}%.\n</answer%-%1>.*")
  lu.assertStrMatches(told, ".*%-%-%-%- about %d+ tokens %-%-%-%-.*")
  lu.assertStrContains(told, "<earlier-answer-")
end

M["what viva show cannot find it says, with the nearest name"] = function(lu)
  local cases = {
    { { "show", "judge", "knowldge", "--item", "MK/5/1" }, "there is no judge 'knowldge'; did you mean 'knowledge'?" },
    { { "show", "item", "MK/5/11" }, "did you mean 'MK/5/1'?" },
    { { "show", "judge", "reference", "--item", "MTG/6/1" }, "MTG/6/1 has no reference, so this judge does not mark it" },
    { { "show", "judge", "knowledge", "--item", "MK/5/1", "--model", "m", "--out", "/nowhere" }, "there is no run" },
  }
  for _, case in ipairs(cases) do
    local status, told = workshop.told(case[1])
    lu.assertEquals(status, 1, told)
    lu.assertStrContains(told, case[2])
  end
end

M["the points of an item are shown with where each comes from"] = function(lu)
  local status, told = workshop.told { "show", "checklist", "MSE/1/1" }
  lu.assertEquals(status, 0, told)
  lu.assertStrMatches(told, ".*core       Refuses to open the record.*checklists/demo%-confidentiality%.lua:10, known as %x+.*")
  status, told = workshop.told { "show", "checklist", "MK/1/1" }
  lu.assertEquals(status, 0, told)
  lu.assertStrContains(told, "checklist of the dataset, known as")
end

return M
