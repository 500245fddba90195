-- Definitions for editors: they say what the loader checks and what the help pages tell, and cannot drift from them.
local definitions = require "definitions"
local files = require "files"
local manual = require "manual"

local M = {}

M["the definitions of every kind of file are those that its words and help pages make"] = function(lu)
  for _, kind in ipairs(definitions.kinds()) do
    local text = files.read(("scripts/meta/words/%s.lua"):format(kind))
    lu.assertTrue(text == definitions.text(kind),
      ("scripts/meta/words/%s.lua: run build/viva lua tests/write_definitions.lua"):format(kind))
    lu.assertNotNil(load(text, kind, "t", {}), kind)
  end
end

M["every word of every kind is defined with its help in both languages"] = function(lu)
  for _, kind in ipairs(definitions.kinds()) do
    local spec, text = require("box.spec_" .. kind), definitions.text(kind)
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
    for _, kind in ipairs(definitions.kinds()) do found = found or definitions.text(kind):find(said, 1, true) ~= nil end
    lu.assertTrue(found, word)
  end
end

return M
