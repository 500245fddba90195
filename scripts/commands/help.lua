-- viva help [WORD]: the page of a command, of a kind of file, or of one word that such a file may use.
local files = require "files"
local lfs = require "lfs"

local M = { raw = true, summary = { en = "explain a command or a word", zh = "解释一个命令或词" } }

local FOLDER = viva_root .. "/scripts/help/"

local function language()
  local locale = os.getenv("LC_ALL") or os.getenv("LC_MESSAGES") or os.getenv("LANG") or ""
  return locale:find("^zh") and "zh" or "en"
end

local function page(name)
  local own = language() == "zh" and files.read(FOLDER .. name .. ".zh.md")
  return own or files.read(FOLDER .. name .. ".md")
end

local function page_names()
  local names = {}
  for file in lfs.dir(FOLDER) do names[#names + 1] = file:match("^([%w_]+)%.md$") end
  table.sort(names)
  return names
end

-- A word has a heading of its own on the page of the file kind it belongs to.
local function section(text, word)
  local wanted, lines, inside = "## " .. word, {}, false
  for line in (text .. "\n"):gmatch("(.-)\n") do
    if line:find("^## ") then inside = line == wanted or line:find("^" .. wanted .. "[%s,]") ~= nil end
    if inside then lines[#lines + 1] = line end
  end
  return #lines > 0 and table.concat(lines, "\n")
end

local function find(word)
  if word:find("^[%w_]+$") and page(word) then return page(word) end
  local found = {}
  for _, name in ipairs(page_names()) do
    local text = section(page(name), word)
    if text then found[#found + 1] = ("(%s)\n%s"):format(name, text) end
  end
  return #found > 0 and table.concat(found, "\n\n")
end

function M.run(arguments)
  local word = arguments[1]
  if not word then
    print("viva help WORD, where WORD is a word of an expert's file or one of: " .. table.concat(page_names(), ", "))
    return 0
  end
  local text = find(word)
  if not text then
    io.stderr:write(("viva help: there is no page and no word '%s'; pages: %s\n"):format(word,
      table.concat(page_names(), ", ")))
    return 1
  end
  print((text:gsub("%s+$", "")))
  return 0
end

return M
