-- The layers of design.md, held by reading includes and requires.
local files = require "files"
local lfs = require "lfs"

local M = {}

local function list(folder, pattern)
  local found = {}
  if lfs.attributes(folder, "mode") ~= "directory" then return found end
  for name in lfs.dir(folder) do
    if name:find(pattern) then found[#found + 1] = folder .. "/" .. name end
  end
  table.sort(found)
  return found
end

local function noun(path) return path:match("([^/]+)%.%w+$") end

-- Parts of the program, not engines: they may use Lua and whatever they start.
local PROGRAM = { main = true, modules = true, check = true,
  boxmain = true, boxchild = true, boxlib = true, boxplain = true, boxscripts = true, boxstate = true, boxvalues = true }
local function is_program(name) return PROGRAM[name] or name:find("^lua_") end

local function includes(path)
  local found = {}
  for name in files.read(path):gmatch('#include%s+[<"]([^>"]+)[>"]') do found[#found + 1] = name end
  return found
end

local function requires(path)
  local found = {}
  for name in files.read(path):gmatch('require%s*%(?%s*"([^"]+)"') do found[#found + 1] = name end
  return found
end

local LUA_HEADERS = { ["lua.h"] = true, ["lauxlib.h"] = true, ["lualib.h"] = true }

M["an engine never sees Lua"] = function(lu)
  local engines = 0
  for _, path in ipairs(list("host", "%.[ch]$")) do
    if not is_program(noun(path)) and not files.read(path):find("luaopen_") then
      engines = engines + 1
      for _, header in ipairs(includes(path)) do
        local sees_lua = LUA_HEADERS[header] or is_program(noun(header) or "")
        lu.assertNil(sees_lua or nil, path .. " includes " .. header)
      end
    end
  end
  lu.assertTrue(engines > 10)
end

M["a binding uses its engine, check.h, the loop and Lua, and never another binding"] = function(lu)
  for _, path in ipairs(list("host", "^lua_.*%.c$")) do
    for _, header in ipairs(includes(path)) do
      lu.assertNil(header:match("^lua_"), path .. " includes " .. header)
    end
    lu.assertTrue(files.read(path):find("luaL_Reg") ~= nil, path .. " ends with its luaL_Reg table")
    lu.assertTrue(files.read(path):find("int luaopen_viva_") ~= nil, path)
  end
end

M["a library requires C modules and libraries, never stages or commands"] = function(lu)
  for _, folder in ipairs { "scripts", "scripts/importers", "scripts/sim" } do
    for _, path in ipairs(list(folder, "%.lua$")) do
      for _, name in ipairs(noun(path) == "main" and {} or requires(path)) do
        local upward = name:match("^stages%.") or name:match("^commands%.")
        lu.assertNil(upward, path .. " requires " .. name)
      end
    end
  end
end

M["stages meet in the store, not in each other"] = function(lu)
  for _, path in ipairs(list("scripts/stages", "%.lua$")) do
    for _, name in ipairs(requires(path)) do
      lu.assertNil(name:match("^stages%.") or name:match("^commands%."), path .. " requires " .. name)
    end
  end
end

M["the desk is above stages and prints only through what it is given"] = function(lu)
  local count = 0
  for _, path in ipairs(list("scripts/desk", "%.lua$")) do
    count = count + 1
    for _, name in ipairs(requires(path)) do
      local command = name:match("^commands%.(.*)$")
      lu.assertTrue(not command or command == "shared.results", path .. " requires " .. name)
    end
  end
  lu.assertTrue(count > 5)
end

M["only commands print or exit"] = function(lu)
  for _, folder in ipairs { "scripts", "scripts/stages", "scripts/importers", "scripts/sim", "scripts/desk" } do
    for _, path in ipairs(list(folder, "%.lua$")) do
      if noun(path) ~= "main" and noun(path) ~= "strict" then
        for number, line in ipairs((function()
          local lines = {}
          for line in (files.read(path) .. "\n"):gmatch("(.-)\n") do lines[#lines + 1] = line end
          return lines
        end)()) do
          local code = line:gsub("%-%-.*$", "")
          local prints = code:match("%f[%w_]print%s*%(") or code:match("io%.write") or code:match("io%.stderr")
            or code:match("os%.exit")
          lu.assertNil(prints, ("%s:%d"):format(path, number))
        end
      end
    end
  end
end

-- What the box's own library may require beside itself: modules that only compute (host/boxscripts.c).
local COMPUTES = { ["viva.text"] = true, ["viva.json"] = true, ["viva.json.writer"] = true, ["viva.score"] = true,
  ["viva.inside"] = true, json = true }

M["what runs in the box requires nothing outside it"] = function(lu)
  for _, folder in ipairs { "scripts/box", "scripts/reports", "scripts/writers", "scripts/comparisons", "judges", "checklists" } do
    for _, path in ipairs(list(folder, "%.lua$")) do
      for _, name in ipairs(requires(path)) do
        local own = folder == "scripts/box" and (COMPUTES[name] or name:find("^box%.") == 1)
        lu.assertTrue(own or false, path .. " requires " .. name)
      end
    end
  end
end

return M
