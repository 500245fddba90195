-- Support for end-to-end tests: temporary workspaces, and the program run as its user runs it.
local files = require "files"
local json = require "json"
local lfs = require "lfs"
local process = require "viva.process"
local task = require "task"

local M = {}

---@return string a new folder under the system's temporary one
function M.folder()
  local path = os.tmpname()
  os.remove(path)
  assert(files.make_folder(path))
  return path
end

function M.remove(folder) os.execute("rm -rf '" .. folder .. "'") end

---Writes a dataset folder.
function M.dataset(folder, items)
  assert(files.make_folder(folder))
  assert(files.write(folder .. "/dataset.json",
    json.encode { name = "case", title = { en = "Case", zh = "案例" }, source = "a test", validated = false }))
  local lines = {}
  for i, item in ipairs(items) do
    local category, group, round = item.id:match("^(%w+)/([^/]+)/(%d+)$")
    local full = { category = category, group = group, round = math.tointeger(round), language = "en",
      subcategory = "test" }
    for key, value in pairs(item) do full[key] = value end
    lines[i] = json.encode(full)
  end
  assert(files.write(folder .. "/items.jsonl", table.concat(lines, "\n") .. "\n"))
  return folder
end

---Runs the program (or another binary) to its end. Its standard error is shown when the test fails.
---@param arguments string[]
---@param options { binary?: string, env?: table }?
---@return integer|string status
---@return string output
function M.viva(arguments, options)
  options = options or {}
  local argv = { options.binary or "/proc/self/exe", table.unpack(arguments) }
  local child = assert(process.start { argv = argv, env = options.env })
  local lines = {}
  while true do
    local line = task.await(child:line())
    if not line then break end
    lines[#lines + 1] = line
  end
  local status = task.await(child:wait())
  return status, table.concat(lines, "\n")
end

---Runs the program and takes in what it says on its standard error too.
---@param env table<string, string>? all of its environment
function M.told(arguments, env)
  local list
  if env then
    list = { "PATH=/usr/bin:/bin" }
    for name, value in pairs(env) do list[#list + 1] = name .. "=" .. value end
  end
  local program = lfs.symlinkattributes("/proc/self/exe", "target")
  return M.viva({ "-c", 'exec "$0" "$@" 2>&1', program, table.unpack(arguments) }, { binary = "/bin/sh", env = list })
end

return M
