-- What changes when a rater's word on one thing comes again: the value, or the scale that it stands on.
local M = {}

---Whether a rating says what an earlier one of the same thing did.
function M.same(a, b)
  return a.value == b.value and a.low == b.low and a.high == b.high and a.usable_from == b.usable_from
end

-- A value, with its scale and limit where those differ from the other's.
local function said(rating, other)
  local parts = { tostring(rating.value) }
  if rating.low ~= other.low or rating.high ~= other.high then
    parts[2] = ("of %d-%d"):format(rating.low, rating.high)
  end
  if rating.usable_from ~= other.usable_from then
    parts[#parts + 1] = rating.usable_from and ("(usable from %d)"):format(rating.usable_from) or "(no limit)"
  end
  return table.concat(parts, " ")
end

---@param changed { before: table, rating: table }[]
---@param replace boolean whether the new values are taken
---@return string a line for each
function M.told(changed, replace)
  local lines = {}
  for i, one in ipairs(changed) do
    local rating = one.rating
    lines[i] = ("%s:%d: item %s: '%s' rated %s of '%s' %s before, %s now"):format(rating.file, rating.line or 0,
      rating.item, rating.rater, rating.point or rating.dimension or "the answer", rating.model,
      said(one.before, rating), said(rating, one.before))
  end
  if not replace then
    lines[#lines + 1] = "say --replace to take the new values; the earlier ones stay in the history"
  end
  return table.concat(lines, "\n")
end

return M
