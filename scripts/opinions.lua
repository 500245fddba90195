-- Opinions: what the ratings of one answer say as a whole, one for each rater. A rating of the whole answer is an
-- opinion as it stands; the marks of a generated text become one by the map in textlevels.lua, once all are there. A
-- veto settles it alone: with other marks missing, the opinion is the veto's mark on its own scale.
local map = require "textlevels"

local M = {}

-- The dimensions that marks lack.
local function lacking(marks)
  local names = {}
  for _, dimension in ipairs(map.dimensions) do
    if not marks[dimension.name] then names[#names + 1] = dimension.name end
  end
  return names
end

---The level of a generated text from its marks, and whether it is usable.
---@param marks table<string, integer> by the names of the dimensions
---@return integer|nil level nil where a mark is missing
---@return boolean? usable
function M.text(marks)
  if #lacking(marks) > 0 then return nil end
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

local function of_marks(own)
  if not own.marks then return nil end
  local level, usable = M.text(own.marks)
  if level then
    return { rater = own.rater, value = level, low = 0, high = map.highest, usable_from = map.usable_from,
      usable = usable, marks = own.marks, simulated = own.simulated }
  end
  return own.marks[map.veto] == 0 and { rater = own.rater, value = 0, low = 0, high = 1, usable_from = 1,
    usable = false, marks = own.marks, by_veto = true, simulated = own.simulated } or nil
end

-- Few raters rate an answer, so they are looked for one by one. All fields are named at once, for the table's size.
local function own_of(list, rating)
  for _, own in ipairs(list) do
    if own.rater == rating.rater then return own end
  end
  local own = { rater = rating.rater, simulated = rating.simulated, whole = nil, marks = nil }
  list[#list + 1] = own
  return own
end

-- What each rater said of an answer, in the raters' order.
local function by_rater(ratings)
  local list = {}
  for _, rating in ipairs(ratings or {}) do
    local own = own_of(list, rating)
    if rating.dimension then
      own.marks = own.marks or {}
      own.marks[rating.dimension] = rating.value
    elseif not rating.point then
      own.whole = rating
    end
  end
  return list
end

---@param ratings table[]? of a row
---@return table[] opinions { rater, value, low, high, usable_from, usable, marks?, by_veto?, simulated? }
---in the raters' order
function M.of(ratings)
  local opinions = {}
  for _, own in ipairs(by_rater(ratings)) do
    opinions[#opinions + 1] = own.whole and whole(own.whole) or of_marks(own)
  end
  return opinions
end

---Who marked an answer without settling it: some marks are missing, so that there is no opinion.
---@param ratings table[]? of a row
---@return { rater: string, lacks: string[] }[]
function M.incomplete(ratings)
  local found = {}
  for _, own in ipairs(by_rater(ratings)) do
    if own.marks and not own.whole and not of_marks(own) then
      found[#found + 1] = { rater = own.rater, lacks = lacking(own.marks) }
    end
  end
  return found
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
