-- The help pages, scripts/help/NAME.md and NAME.zh.md: of a command, of a kind of file, or of one word.
local files = require "files"
local lfs = require "lfs"
local words = require "words"

local M = {}

local FOLDER = viva_root .. "/scripts/help/"

---@return string|nil text of a page in the terminal's language, or in English
function M.page(name)
  local own = words.choose(nil, nil, words.locale()) == "zh" and files.read(FOLDER .. name .. ".zh.md")
  return own or files.read(FOLDER .. name .. ".md")
end

---@return string[] names of the pages
function M.pages()
  local names = {}
  for file in lfs.dir(FOLDER) do names[#names + 1] = file:match("^([%w_]+)%.md$") end
  table.sort(names)
  return names
end

---@return string[] the words that have a place on some page
function M.words()
  local found, seen = {}, {}
  for _, name in ipairs(M.pages()) do
    for heading in ("\n" .. M.page(name)):gmatch("\n## ([^\n]+)") do
      local word = heading:match("^[%w_:]+$")
      if word and not seen[word] then found[#found + 1] = word end
      seen[word or ""] = true
    end
  end
  return found
end

-- A word has a heading of its own on the page of the file kind it belongs to.
---@param text string a page
---@return string|false|nil
function M.section(text, word)
  local wanted, lines, inside = "## " .. word, {}, false
  for line in (text .. "\n"):gmatch("(.-)\n") do
    if line:find("^## ") then inside = line == wanted or line:find("^" .. wanted .. "[%s,]") ~= nil end
    if inside then lines[#lines + 1] = line end
  end
  return #lines > 0 and table.concat(lines, "\n")
end

---@return string|nil text the page of that name, and what other pages say of the word
function M.find(word)
  local found = { word:find("^[%w_]+$") and M.page(word) or nil }
  for _, name in ipairs(M.pages()) do
    local text = name ~= word and M.section(M.page(name), word)
    if text then found[#found + 1] = ("(%s)\n%s"):format(name, text) end
  end
  return #found > 0 and table.concat(found, "\n\n") or nil
end

return M
