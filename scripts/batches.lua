-- A list of plain data (viva.plain) of any length as bytes: how many there are, then batches, each behind its length
-- and its digest.
local digest = require "viva.digest"
local plain = require "viva.plain"

local M = {}

local BATCH = 64
local MOST_BYTES = 16 * 1024 * 1024 -- of a batch, as viva.plain has it

---@param list table[]
---@param convert fun(one: table): table|nil what is written of each; nil gives the whole up
---@return string|nil bytes
---@return string? problem
function M.write(list, convert)
  local parts = { (">I8"):pack(#list) }
  for first = 1, #list, BATCH do
    local batch = {}
    for i = first, math.min(first + BATCH - 1, #list) do
      local one = convert(list[i])
      if not one then return nil, "a part of it cannot be written" end
      batch[#batch + 1] = one
    end
    local bytes, problem = plain.write(batch)
    if not bytes then return nil, problem end
    parts[#parts + 1] = (">I4"):pack(#bytes) .. digest.sha256(bytes)
    parts[#parts + 1] = bytes
  end
  return table.concat(parts)
end

-- The next batch; nothing at the end; false where the bytes are damaged.
local function next_batch(handle)
  local head = handle:read(36)
  if not head then return nil end
  local size, sum = (">I4 c32"):unpack(head .. ("\0"):rep(36 - #head))
  local bytes = size <= MOST_BYTES and handle:read(size)
  if not bytes or digest.sha256(bytes) ~= sum then return false end
  return plain.read(bytes) or false
end

-- All that is made while a list is read stays, so looking for garbage meanwhile is half of the time, for nothing.
local collecting_later = setmetatable({}, { __close = function() collectgarbage "restart" end })

---Reads what M.write gave, to the end of an open file.
---@param handle file*
---@return table[]|nil list nil where the bytes are damaged
function M.read(handle)
  local _ <close> = collecting_later
  collectgarbage "stop"
  local count, list = handle:read(8), {}
  local batch = next_batch(handle)
  while batch do
    table.move(batch, 1, #batch, #list + 1, list)
    batch = next_batch(handle)
  end
  return batch == nil and count == (">I8"):pack(#list) and list or nil
end

return M
