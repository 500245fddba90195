-- Everything that an expert's file can reach is on the list in tests/data/box_globals.txt.
local experts = require "experts"
local files = require "files"
local lfs = require "lfs"

local M = {}

-- Every name that stands in the box's own sources, and every name of Lua: a name that the box hands out is among them.
local function candidates()
  local names = {}
  local function add(text)
    for name in text:gmatch("[%a_][%w_]*") do names[name] = true end
  end
  for _, place in ipairs { "host", "scripts/box" } do
    for file in lfs.dir(place) do
      if place == "scripts/box" and file:find("%.lua$") or file:find("^box.*%.c$") then add(files.read(place .. "/" .. file)) end
    end
  end
  for name, value in next, _G do
    add(tostring(name))
    if type(value) == "table" then for inner in next, value do add(tostring(inner)) end end
  end
  local list = {}
  for name in pairs(names) do list[#list + 1] = name end
  table.sort(list)
  return table.concat(list, " ")
end

local FILE = [==[
title = "T" applies_to = all usable_from = 1 levels = { [2] = "good", [1] = "bad" }
prompt = "{{question}} {{answer}}" reply = { score = "level" }
local names = "%s"
local seen = {}
local function walk(path, value)
  local kind = type(value)
  print(path, math.type(value) or kind)
  if kind ~= "table" and kind ~= "userdata" and kind ~= "thread" or seen[value] then return end
  seen[value] = true
  local metatable = getmetatable(value)
  if metatable then walk(path .. "<metatable>", metatable) end
  if kind ~= "table" then return end
  local keys = {}
  for key in next, value do keys[#keys + 1] = tostring(key) end
  table.sort(keys)
  for _, key in ipairs(keys) do walk(path .. "." .. key, rawget(value, key)) end
end
function final(score)
  for name in names:gmatch("%%S+") do
    local found, value = pcall(function() return _ENV[name] end)
    if found and value ~= nil then walk(name, value) end
  end
  print("the metatable of texts", getmetatable(""))
  return score
end
]==]

-- The settings of the judge that does the walking are not the box's.
local SETTINGS = "title applies_to usable_from levels prompt reply final repeats calls by_default scale points quotes"

local function without_settings(text)
  local lines = {}
  for line in text:gmatch("[^\n]+") do
    local name = line:match("^[%a_]+")
    local own = SETTINGS:find("%f[%w_]" .. name .. "%f[^%w_]")
    if not own then lines[#lines + 1] = line end
  end
  return table.concat(lines, "\n") .. "\n"
end

M["what a file can reach is exactly what is on the list"] = function(lu)
  local path = os.tmpname()
  assert(files.write(path, FILE:format(candidates())))
  local judge = assert(experts.load("judge", path, { language = "en" }))
  local _, text, _, printed = experts.call(judge, "read", '{"score":2}', { tag = "" })
  lu.assertNil(text)
  lu.assertEquals(without_settings(printed), files.read("tests/data/box_globals.txt"))
  os.remove(path)
  experts.close()
end

return M
