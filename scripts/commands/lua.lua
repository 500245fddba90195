-- viva lua FILE [ARGUMENT...]: runs a script of one's own with everything Viva's libraries offer.
local M = { raw = true, summary = { en = "run a Lua script inside Viva", zh = "在 Viva 中运行 Lua 脚本" } }

function M.run(arguments)
  local file = arguments[1]
  if not file then
    io.stderr:write("usage: viva lua FILE [ARGUMENT...]\n")
    return 2
  end
  local chunk, problem = loadfile(file, "t")
  if not chunk then
    io.stderr:write("viva: ", problem, "\n")
    return 1
  end
  local status = chunk(table.unpack(arguments, 2))
  return math.type(status) == "integer" and status or 0
end

return M
