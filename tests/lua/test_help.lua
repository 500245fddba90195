-- The help pages: every command, and every word of an expert's file, has its place in both languages, with an example.
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

-- The part of a page under a word's heading.
local function section(page, word)
  local _, start = ("\n" .. page):find("\n## " .. word .. "\n", 1, true)
  return start and page:sub(start, (page:find("\n## ", start, true) or #page))
end

local function words_of(spec)
  local names = {}
  for _, list in ipairs { spec.settings, spec.words } do
    for _, word in ipairs(list) do names[#names + 1] = word.name end
  end
  return names
end

local function fields_of(spec, found)
  for _, list in ipairs { spec.settings, spec.words } do
    for _, word in ipairs(list) do
      for _, field in ipairs(word.fields or word.takes and word.takes.fields or {}) do found[#found + 1] = field.name end
    end
  end
  return found
end

M["every word of an expert's file has a heading and an example in both languages"] = function(lu)
  for _, kind in ipairs { "judge", "comparison", "checklist", "rule", "evaluation", "report", "writer", "refine" } do
    local spec = require("box.spec_" .. kind)
    for _, suffix in ipairs { ".md", ".zh.md" } do
      local page = files.read("scripts/help/" .. kind .. suffix)
      for _, word in ipairs(words_of(spec)) do
        local text = section(page, word)
        lu.assertNotNil(text, ("%s%s lacks '## %s'"):format(kind, suffix, word))
        lu.assertStrContains(text, "\n    ", false, ("%s%s: '%s' has no example"):format(kind, suffix, word))
      end
      for _, field in ipairs(fields_of(spec, {})) do
        lu.assertNotNil(page:find("%f[%w_]" .. field .. "%f[^%w_]"), ("%s%s does not mention '%s'"):format(kind, suffix,
          field))
      end
    end
  end
end

local function template_words(lu, page, name)
  for word in pairs(require("box.prompt").words) do
    lu.assertStrContains(page, "{{" .. word .. "}}", false, name)
  end
end

M["the judge's page names every word in double braces"] = function(lu)
  for _, name in ipairs { "judge.md", "judge.zh.md" } do
    template_words(lu, files.read("scripts/help/" .. name), name)
  end
end

-- A page's own example file, as `viva help KIND` shows it.
local function example_file(page, folder)
  return (page:match("\n    (%-%- " .. folder .. "/.-)\n\n[^ ]"):gsub("\n    ", "\n"))
end

local function assert_loads(lu, kind, text, where)
  local experts = require "experts"
  local path = os.tmpname()
  lu.assertTrue(files.write(path, text))
  local file, problem = experts.load(kind, path)
  os.remove(path)
  experts.close()
  lu.assertNotNil(file, ("%s: %s"):format(where, problem))
end

M["the example files of the pages load"] = function(lu)
  for _, kind in ipairs { "report", "writer" } do
    for _, suffix in ipairs { ".md", ".zh.md" } do
      local page = files.read("scripts/help/" .. kind .. suffix)
      assert_loads(lu, kind, example_file(page, kind .. "s"), kind .. suffix)
    end
  end
end

M["the examples of the README load"] = function(lu)
  for _, name in ipairs { "README.md", "README.zh.md" } do
    local count = 0
    for block in files.read(name):gmatch("\n```lua\n(.-)```") do
      local kind = block:find("judge_model", 1, true) and "evaluation" or block:find("applies_to", 1, true) and "judge"
        or "checklist"
      assert_loads(lu, kind, block, name)
      count = count + 1
    end
    lu.assertEquals(count, 3, name)
  end
end

return M
