-- Writes scripts/meta/words/ anew: build/viva lua tests/write_definitions.lua
local definitions = require "definitions"
local files = require "files"
local lfs = require "lfs"

local FOLDER = viva_root .. "/scripts/meta/words/"

for name in lfs.dir(FOLDER) do
  if name:find("%.lua$") then assert(os.remove(FOLDER .. name)) end
end
for _, kind in ipairs(definitions.kinds()) do
  for _, file in ipairs(definitions.files(kind)) do assert(files.write(FOLDER .. file.name .. ".lua", file.text)) end
end
