-- viva lua FILE [ARGUMENT...]: runs a script of one's own with everything Viva's libraries offer and the words of the
-- desk. viva -e CODE [ARGUMENT...]: runs one line, and prints the value of an expression.
local M = { raw = true, summary = { en = "run a Lua script inside Viva", zh = "在 Viva 中运行 Lua 脚本" } }

local function new_desk()
  return require("commands.shared.desks").new {}
end

-- The desk is made when a script first uses one of its words: most use libraries alone.
local function environment(strict)
  local made
  return setmetatable({}, {
    __index = function(_, name)
      local value = rawget(_G, name)
      if value ~= nil and name ~= "print" then return value end
      made = made or require("desk.words").environment(new_desk(), strict)
      return made[name]
    end,
    __newindex = function(t, name, value)
      if strict then error(("'%s' would become a global variable; say 'local'"):format(tostring(name)), 2) end
      rawset(t, name, value)
    end,
  })
end

local function fail(problem)
  io.stdout:flush()
  io.stderr:write("viva: ", problem, "\n")
  return 1
end

local function finish(ok, ...)
  if not ok then return fail((...)) end
  local status = ...
  return math.type(status) == "integer" and status or 0
end

local function run_code(code, ...)
  local chunk = require "desk.chunk"
  local fn, problem = chunk.compile(code, environment(false))
  if not fn then return fail(problem) end
  local results = table.pack(chunk.call(fn, nil, ...))
  if not results[1] then return finish(false, results[2]) end
  table.remove(results, 1)
  results.n = results.n - 1
  io.write(chunk.result(results, { columns = require("commands.shared.desks").columns() }))
  return finish(true, results.n >= 2 and results[1] == nil and 1 or 0)
end

function M.run(arguments)
  local file = arguments[1]
  if not file or file == "-e" and not arguments[2] then
    io.stderr:write("usage: viva lua FILE [ARGUMENT...], or viva -e CODE [ARGUMENT...]\n")
    return 2
  end
  if file == "-e" then return run_code(arguments[2], table.unpack(arguments, 3)) end
  local fn, problem = loadfile(file, "t", environment(true))
  if not fn then return fail(problem) end
  return finish(require("desk.chunk").call(fn, file, table.unpack(arguments, 2)))
end

return M
