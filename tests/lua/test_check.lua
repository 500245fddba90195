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
  lu.assertStrContains(told, "c.lua:1: no item of case has the id 'MLU/9/1'")
end

return M
