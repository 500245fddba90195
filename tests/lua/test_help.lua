-- The help pages: every command has one in both languages, with an example.
local files = require "files"
local lfs = require "lfs"

local M = {}

local function commands()
  local names = {}
  for file in lfs.dir("scripts/commands") do names[#names + 1] = file:match("^(%w+)%.lua$") end
  return names
end

local function headings(page)
  local list = {}
  for heading in page:gmatch("\n## ([^\n]+)") do list[#list + 1] = heading end
  return list
end

M["every command has a page with an example in English and in Chinese"] = function(lu)
  for _, name in ipairs(commands()) do
    for _, suffix in ipairs { ".md", ".zh.md" } do
      local page = files.read("scripts/help/" .. name .. suffix)
      lu.assertNotNil(page, ("scripts/help/%s%s is missing"):format(name, suffix))
      lu.assertStrContains(page, "\n    viva " .. name, false, name .. suffix)
    end
  end
end

M["every English page has a Chinese sibling with as many headings"] = function(lu)
  for file in lfs.dir("scripts/help") do
    local name = file:match("^(%w+)%.md$")
    if name then
      local chinese = files.read(("scripts/help/%s.zh.md"):format(name))
      lu.assertNotNil(chinese, name)
      lu.assertEquals(#headings(chinese), #headings(files.read("scripts/help/" .. file)), name)
    end
  end
end

return M
