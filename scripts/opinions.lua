-- Opinions: what the ratings of one answer say as a whole, one for each rater. A rating of the whole answer is an
-- opinion as it stands; the marks of a generated text become one by the map in textlevels.lua, once all are there.
local map = require "textlevels"

local M = {}

---The level of a generated text from its marks, and whether it is usable.
---@param marks table<string, integer> by the names of the dimensions
---@return integer|nil level nil where a mark is missing
---@return boolean? usable
function M.text(marks)
  for _, dimension in ipairs(map.dimensions) do
    if not marks[dimension.name] then return nil end
  end
  for _, row in ipairs(map.levels) do
    local reached = true
    for i = 2, #row do reached = reached and marks[map.dimensions[i - 1].name] >= row[i] end
    if reached then return row[1], row[1] >= map.usable_from and marks[map.veto] > 0 end
  end
end

local function whole(rating)
  return { rater = rating.rater, value = rating.value, low = rating.low, high = rating.high,
    usable_from = rating.usable_from, usable = rating.value >= rating.usable_from, simulated = rating.simulated }
end

local function of_marks(rater, marks, simulated)
  local level, usable = M.text(marks)
  if not level then return nil end
  return { rater = rater, value = level, low = 0, high = map.highest, usable_from = map.usable_from, usable = usable,
    marks = marks, simulated = simulated }
end

---@param ratings table[]? of a row
---@return table[] opinions { rater, value, low, high, usable_from, usable, marks?, simulated? } in the raters' order
function M.of(ratings)
  local list, by_rater = {}, {}
  for _, rating in ipairs(ratings or {}) do
    local own = by_rater[rating.rater]
    if not own then
      own = { rater = rating.rater, marks = {}, simulated = rating.simulated }
      by_rater[rating.rater], list[#list + 1] = own, own
    end
    if rating.dimension then own.marks[rating.dimension] = rating.value
    elseif not rating.point then own.whole = rating end
  end
  local opinions = {}
  for _, own in ipairs(list) do
    opinions[#opinions + 1] = own.whole and whole(own.whole) or of_marks(own.rater, own.marks, own.simulated)
  end
  return opinions
end

---What the raters of an answer say together: usable when more than half of them say so.
---@return boolean|nil usable nil where nobody has an opinion
function M.together(opinions)
  local usable = 0
  for _, opinion in ipairs(opinions) do usable = usable + (opinion.usable and 1 or 0) end
  if #opinions == 0 then return nil end
  return 2 * usable > #opinions
end

return M
