-- Writes scripts/meta/words/ anew: build/viva lua tests/write_definitions.lua
local definitions = require "definitions"
local files = require "files"

for _, kind in ipairs(definitions.kinds()) do
  assert(files.write(("%s/scripts/meta/words/%s.lua"):format(viva_root, kind), definitions.text(kind)))
end
