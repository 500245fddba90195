-- What was typed at the prompt before, one entry a line: $XDG_STATE_HOME/viva/history, its owner's alone to read.
local file = require "viva.file"
local files = require "files"

local M = {}

local MOST_ENTRIES, MOST_BYTES, LONGEST = 1000, 256 * 1024, 8 * 1024

---@return string|nil path nil where the user has no home
function M.path()
  local state, home = os.getenv("XDG_STATE_HOME"), os.getenv("HOME")
  if state and state:sub(1, 1) == "/" then return state .. "/viva/history" end
  return home and home ~= "" and home .. "/.local/state/viva/history" or nil
end

local function packed(entry) return (entry:gsub("\\", "\\\\"):gsub("\n", "\\n")) end

local function unpacked(line)
  return (line:gsub("\\(.)", function(c) return c == "n" and "\n" or c end))
end

local function newest(entries)
  local bytes, first = 0, #entries + 1
  while first > 1 and #entries - first + 1 < MOST_ENTRIES and bytes + #entries[first - 1] < MOST_BYTES do
    first = first - 1
    bytes = bytes + #entries[first] + 1
  end
  return table.move(entries, first, #entries, 1, {})
end

local function rewrite(path, entries)
  local beside = path .. ".new"
  os.remove(beside)
  if file.append(beside, table.concat(entries, "\n") .. "\n") then file.move(beside, path) end
end

---@param path string
---@return string[] entries the oldest first
function M.read(path)
  local bytes, entries = files.read(path) or "", {}
  for line in bytes:gmatch("[^\n]+") do entries[#entries + 1] = line end
  local kept = newest(entries)
  if #bytes > 2 * MOST_BYTES or #entries > 2 * MOST_ENTRIES then rewrite(path, kept) end
  for i, line in ipairs(kept) do kept[i] = unpacked(line) end
  return kept
end

---Keeps an entry.
---@return true|nil
---@return string? problem
function M.add(path, entry)
  if #entry > LONGEST then return true end
  local made, problem = files.make_folder(path:match("^(.*)/"))
  if not made then return nil, problem end
  return file.append(path, packed(entry) .. "\n")
end

return M
