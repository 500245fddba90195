-- Files and folders: read whole, written whole or not at all.
local file = require "viva.file"
local lfs = require "lfs"
local words = require "words"

local M = {}

---@return string|nil bytes
---@return string? problem
function M.read(path)
  local mode = lfs.attributes(path, "mode")
  if mode and mode ~= "file" then
    return nil, words.here()(mode == "directory" and "files_folder" or "files_other", path)
  end
  local handle, problem = io.open(path, "rb")
  if not handle and not mode then return nil, words.here()("files_none", path, "") end
  if not handle then return nil, problem end
  local bytes, why = handle:read("a")
  handle:close()
  if not bytes then return nil, why end
  return bytes
end

---A path that is meant from a folder on: as it stands where it is absolute, or the folder is the working one.
function M.beside(folder, path)
  return (folder == "." or path:sub(1, 1) == "/") and path or folder .. "/" .. path
end

---Replaces a file in one step: a reader, or a crash, sees the old bytes or the new ones.
---@return true|nil
---@return string? problem
---@return string? code
function M.write(path, bytes) return file.replace(path, bytes) end

---Replaces many files of one folder; the disk is waited for once, not for each.
---@param paths string[]
---@param texts string[]
---@return true|nil
---@return string? problem
---@return string? code
function M.write_all(paths, texts) return file.replace_all(paths, texts) end

---@return true|nil
---@return string? problem
---@return string? code
function M.move(from, to) return file.move(from, to) end

---Makes a folder and those above it.
---@return true|nil
---@return string? problem
function M.make_folder(path)
  local reached = path:sub(1, 1) == "/" and "/" or ""
  for part in path:gmatch("[^/]+") do
    reached = reached .. part
    if lfs.attributes(reached, "mode") ~= "directory" then
      local made, problem = lfs.mkdir(reached)
      if not made and lfs.attributes(reached, "mode") ~= "directory" then return nil, reached .. ": " .. problem end
    end
    reached = reached .. "/"
  end
  return true
end

return M
