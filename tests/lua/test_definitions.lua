-- Definitions for editors: they say what the loader checks and what the help pages tell, and cannot drift from them.
local definitions = require "definitions"
local files = require "files"
local lfs = require "lfs"
local manual = require "manual"

local M = {}

local FOLDER = "scripts/meta/words/"

-- All that an editor is told of the words of a kind.
local function text_of(kind)
  local texts = {}
  for i, file in ipairs(definitions.files(kind)) do texts[i] = file.text end
  return table.concat(texts)
end

M["the definitions of every kind of file are those that its words and help pages make, and there are no others"] = function(lu)
  local there, made = {}, {}
  for name in lfs.dir(FOLDER) do there[#there + 1] = name:match("^(.+)%.lua$") end
  for _, kind in ipairs(definitions.kinds()) do
    for _, file in ipairs(definitions.files(kind)) do
      made[#made + 1] = file.name
      lu.assertTrue(files.read(FOLDER .. file.name .. ".lua") == file.text,
        FOLDER .. file.name .. ".lua: run build/viva lua tests/write_definitions.lua")
      lu.assertNotNil(load(file.text, kind, "t", {}), file.name)
    end
  end
  lu.assertItemsEquals(there, made)
end

M["every word of every kind is defined with its help in both languages"] = function(lu)
  for _, kind in ipairs(definitions.kinds()) do
    local spec, text = require("box.spec_" .. kind), text_of(kind)
    for _, list in ipairs { spec.settings, spec.words or {} } do
      for _, word in ipairs(list) do
        local defined = text:find("\nfunction " .. word.name .. "(", 1, true) or text:find("\n" .. word.name .. " = nil", 1, true)
        lu.assertNotNil(defined, kind .. ": " .. word.name)
        for _, suffix in ipairs { ".md", ".zh.md" } do
          local said = manual.section(files.read("scripts/help/" .. kind .. suffix), word.name)
          local first = (said or ""):match("\n\n([^\n]+)")
          lu.assertNotNil(first, kind .. suffix .. ": " .. word.name)
          lu.assertStrContains(text, "--- " .. first)
        end
      end
    end
  end
end

M["viva help prints of a word what an editor shows"] = function(lu)
  for _, word in ipairs { "core", "applies_to", "quotes" } do
    local said = manual.find(word):gsub("^%([^\n]*\n## [^\n]*\n+", ""):match("^[^\n]+")
    local found = false
    for _, kind in ipairs(definitions.kinds()) do found = found or text_of(kind):find(said, 1, true) ~= nil end
    lu.assertTrue(found, word)
  end
end

return M
