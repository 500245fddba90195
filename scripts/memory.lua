-- Verdicts kept in memory in front of the reply stores, for whoever derives the rows of a run again and again: only
-- what has changed is rendered and read anew, and nothing is written. What the last derivation did not use is
-- forgotten, so that a day of edits does not fill the memory.
local M = {}

---@return table memory
function M.new() return { now = {}, before = {} } end

---A new derivation begins.
function M.turn(memory)
  memory.before, memory.now = memory.now, {}
end

local function recall(memory, store, key)
  local text = memory.now[key] or memory.before[key] or store:memo(key)
  memory.now[key] = text
  return text
end

---The stores with the memory before them; they stay the caller's to close.
---@param stores table<string, table>
---@return table<string, table> stores for ask.open, with `remembers`
function M.before(memory, stores)
  local made = {}
  for kind, store in pairs(stores) do
    made[kind] = setmetatable({
      memo = function(_, key) return recall(memory, store, key) end,
      remember = function(_, key, text) memory.now[key] = text end,
      reply = function(_, id) return store:reply(id) end,
      attempts = function(_, filter) return store:attempts(filter) end,
    }, { __index = function(_, name) error(("a store behind a memory has no '%s'"):format(name), 2) end })
  end
  return made
end

return M
