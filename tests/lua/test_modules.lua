-- The C modules that are loaded from files of their own when they are first needed (host/modules.c).
package.path = "tests/lua/support/?.lua;" .. package.path
local files = require "files"
local json = require "json"
local lfs = require "lfs"
local workshop = require "workshop"

local M = {}

local LATE = { "viva.http", "viva.lineedit", "viva.server", "viva.xlsx" }

M["knowing every command loads no library that takes long to load"] = function(lu)
  local folder = workshop.folder()
  assert(files.write(folder .. "/loaded.lua", ([[
    local json, lfs, count = require "json", require "lfs", 0
    for name in lfs.dir(viva_root .. "/scripts/commands") do
      if name:find "%%.lua$" then count = count + 1 require("commands." .. name:match "^%%w+") end
    end
    local loaded = json.array {}
    for _, name in ipairs(json.decode '%s') do
      if package.loaded[name] then loaded[#loaded + 1] = name end
    end
    print(json.encode { commands = count, loaded = loaded })
  ]]):format(json.encode(json.array(LATE)))))
  local status, said = workshop.viva { "lua", folder .. "/loaded.lua" }
  workshop.remove(folder)
  lu.assertEquals(status, 0)
  local told = json.decode(said)
  lu.assertTrue(told.commands > 15)
  lu.assertEquals(#told.loaded, 0, said)
end

M["each is loaded when it is required"] = function(lu)
  for _, name in ipairs(LATE) do lu.assertNotNil(next((require(name))), name) end
end

M["a program without its modules works, and says which file is missing where one is needed"] = function(lu)
  local folder = workshop.folder()
  local program = lfs.symlinkattributes("/proc/self/exe", "target")
  assert(os.execute(("cp '%s' '%s/viva'"):format(program, folder)))
  local version, said = workshop.viva({ "--version" }, { binary = folder .. "/viva" })
  local overview = workshop.viva({}, { binary = folder .. "/viva" })
  local doctor, rows = workshop.viva({ "doctor" }, { binary = folder .. "/viva" })
  workshop.remove(folder)
  lu.assertEquals({ version, overview, doctor }, { 0, 0, 1 })
  lu.assertStrContains(said, "viva " .. viva_version)
  lu.assertStrContains(rows, folder .. "/modules/viva/http.so is missing; 'sh scripts/setup.sh' builds it")
  lu.assertStrContains(rows, "viva/xlsx.so is missing")
end

return M
