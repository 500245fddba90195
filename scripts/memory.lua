-- Verdicts kept in memory, for whoever derives the rows of a run again and again: only what has changed is rendered and
-- read anew, and nothing is written. What the last derivation did not use is forgotten, so that a day of edits does not
-- fill the memory.
local M = {}

---@return table memory for ask.open
function M.new() return { now = {}, before = {} } end

---A new derivation begins.
function M.turn(memory)
  memory.before, memory.now = memory.now, {}
end

---@param key string
---@param otherwise fun(): table|nil where else to look
---@return table|nil judging
function M.recall(memory, key, otherwise)
  local judging = memory.now[key] or memory.before[key] or otherwise()
  memory.now[key] = judging
  return judging
end

---@param key string
---@param judging table
function M.keep(memory, key, judging) memory.now[key] = judging end

return M
