-- viva help [WORD]: the page of a command, of a kind of file, or of one word that such a file may use.
local manual = require "manual"

local M = { raw = true, summary = { en = "explain a command or a word", zh = "解释一个命令或词" } }

function M.run(arguments)
  local word, pages = arguments[1], table.concat(manual.pages(), ", ")
  if not word then
    print("viva help WORD, where WORD is a word of an expert's file or one of: " .. pages)
    return 0
  end
  local text = manual.find(word)
  if not text then
    io.stderr:write(("viva help: there is no page and no word '%s'; pages: %s\n"):format(word, pages))
    return 1
  end
  print((text:gsub("%s+$", "")))
  return 0
end

return M
