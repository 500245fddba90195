-- Scores that are shares (judge files with scale = "share", as for HealthBench's rubrics): the weights of the
-- criteria that are met over all positive weights. They have no usability and stand in none of its tables; a mean
-- over answers is held within 0 and 1, as HealthBench does.
local M = {}

local function rubric_alone(item)
  local first = item.points and item.points[1]
  return first ~= nil and first.kind == "rubric"
end

---Whether an answer is marked by shares alone: by its judgings, or where it has none by what its item brings.
---@param row table
function M.is_share(row)
  for _, judging in ipairs(row.judgings) do
    if judging.scale ~= "share" then return false end
  end
  return #row.judgings > 0 or rubric_alone(row.item)
end

---The rows that have usability.
function M.others(rows)
  local found = {}
  for _, row in ipairs(rows) do
    if not M.is_share(row) then found[#found + 1] = row end
  end
  return found
end

-- Of the points that carry a tag, the weights met over the positive ones; nil without positive ones.
local function share_of(points, states, tag)
  local met, possible = 0, 0
  for _, point in ipairs(points) do
    local has = false
    for _, one in ipairs(point.tags or {}) do has = has or one == tag end
    local weight, state = point.weight or 1, states[point.id]
    if has and weight > 0 then possible = possible + weight end
    if has and state and state.state == "met" then met = met + weight end
  end
  return possible > 0 and met / possible or nil
end

local function tags_of(item)
  local seen, list = {}, {}
  for _, point in ipairs(item.points or {}) do
    for _, tag in ipairs(point.tags or {}) do
      if not seen[tag] then list[#list + 1] = tag end
      seen[tag] = true
    end
  end
  return list
end

local function tally_of(model, kind, name)
  model[kind][name] = model[kind][name] or { sum = 0, count = 0 }
  return model[kind][name]
end

local function add(tally, value) tally.sum, tally.count = tally.sum + value, tally.count + 1 end

-- Mean over an answer's rounds of a number that some have.
local function mean_of(judgings, value_of)
  local tally = { sum = 0, count = 0 }
  for _, judging in ipairs(judgings) do
    local value = judging.scale == "share" and judging.state == "scored" and value_of(judging)
    if value then add(tally, value) end
  end
  return tally.count > 0 and tally.sum / tally.count or nil
end

local function add_row(model, row)
  model.due = model.due + 1
  local score = mean_of(row.judgings, function(judging) return judging.score end)
  if not score then
    local unreadable = false
    for _, judging in ipairs(row.judgings) do unreadable = unreadable or judging.state == "unreadable" end
    local what = unreadable and "unreadable" or "failed"
    model[what] = model[what] + 1
    return
  end
  add(model.all, score)
  add(tally_of(model, "categories", row.item.category), score)
  for _, tag in ipairs(tags_of(row.item)) do
    local share = mean_of(row.judgings, function(judging)
      return share_of(row.item.points, judging.points or {}, tag)
    end)
    if share then add(tally_of(model, "tags", tag), share) end
  end
end

local function has_share(row)
  for _, judging in ipairs(row.judgings) do
    if judging.scale == "share" then return true end
  end
  return M.is_share(row)
end

---A tally's mean, held within 0 and 1; nil of nothing.
function M.mean(tally) return tally.count > 0 and math.max(0, math.min(1, tally.sum / tally.count)) or nil end

---What the shares of each model come to, in the order of the rows.
---@param rows table[]
---@return { model: string, due: integer, unreadable: integer, failed: integer, all: table, categories: table,
---tags: table }[] tallies { sum, count } by name
function M.models(rows)
  local list, by_name = {}, {}
  for _, row in ipairs(rows) do
    if has_share(row) then
      local model = by_name[row.model]
      if not model then
        model = { model = row.model, due = 0, unreadable = 0, failed = 0, all = { sum = 0, count = 0 }, categories = {},
          tags = {} }
        by_name[row.model], list[#list + 1] = model, model
      end
      add_row(model, row)
    end
  end
  return list
end

return M
