-- What is different between two texts, line by line.
local textfile = require "textfile"

local M = {}

local AROUND = 2 -- unchanged lines shown before and behind a change

local function lines_of(s)
  local lines = {}
  for line in textfile.lines(s) do lines[#lines + 1] = line end
  return lines
end

-- lengths[i][j]: how many lines the rests of both texts from i and j have in common, in order.
local function common(old, new)
  local lengths = {}
  for i = #old + 1, 1, -1 do
    lengths[i] = {}
    for j = #new + 1, 1, -1 do
      if i > #old or j > #new then lengths[i][j] = 0
      elseif old[i] == new[j] then lengths[i][j] = lengths[i + 1][j + 1] + 1
      else lengths[i][j] = math.max(lengths[i + 1][j], lengths[i][j + 1]) end
    end
  end
  return lengths
end

local function steps(old, new)
  local lengths, found, i, j = common(old, new), {}, 1, 1
  while i <= #old or j <= #new do
    if i <= #old and j <= #new and old[i] == new[j] then
      found[#found + 1] = { " ", old[i] }
      i, j = i + 1, j + 1
    elseif j > #new or i <= #old and lengths[i + 1][j] >= lengths[i][j + 1] then
      found[#found + 1] = { "-", old[i] }
      i = i + 1
    else
      found[#found + 1] = { "+", new[j] }
      j = j + 1
    end
  end
  return found
end

local function near_change(found, at)
  for i = math.max(1, at - AROUND), math.min(#found, at + AROUND) do
    if found[i][1] ~= " " then return true end
  end
  return false
end

---@param old string
---@param new string
---@return string[] lines each with "-", "+" or " " before it, "..." where unchanged ones are left out; none when the
---texts are the same
function M.lines(old, new)
  if old == new then return {} end
  local found, shown = steps(lines_of(old), lines_of(new)), {}
  for i, step in ipairs(found) do
    if near_change(found, i) then shown[#shown + 1] = step[1] .. " " .. step[2]
    elseif shown[#shown] ~= "..." then shown[#shown + 1] = "..." end
  end
  return shown
end

return M
