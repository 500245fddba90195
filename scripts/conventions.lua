-- The three ways of counting usability. They differ in what one observation is, and the difference changes ranks:
--   viva    an observation is an answer (each sample of an item is one of its own); it is usable when the mean of its
--           readable scores reaches the judge file's limit; the rate counts judged answers
--   script  an observation is an item; it is usable when the mean of its valid scores (all repeats of all samples) is 4
--           or more; the rate counts all items, so that one never judged is not usable. This is what the dataset
--           authors' released script computes, whatever the judge file says
--   paper   an observation is a scoring; each is held against the limit by itself, so that a rate is k of 3n; MTG
--           counts physicians' ratings where there are any
-- Under each, what is missing stays outside of the score and inside of the bounds. Where several judge files mark an
-- item, the first one counts.
local opinions = require "opinions"

local M = {}

M.names = { "viva", "script", "paper" }
M.units = { viva = "answer", script = "item", paper = "scoring" }
M.categories = { "MK", "MLU", "MR", "MSE", "MTG" }

local SCRIPT_LIMIT, SCRIPT_HIGHEST = 4, 5

---The mean as Python's statistics.mean has it: the sum is exact before it is rounded.
---@param scores number[]
function M.mean(scores)
  local partials = {}
  for _, x in ipairs(scores) do
    local kept = 0
    for i = 1, #partials do
      local y = partials[i]
      if math.abs(x) < math.abs(y) then x, y = y, x end
      local high = x + y
      local low = y - (high - x)
      if low ~= 0 then
        kept = kept + 1
        partials[kept] = low
      end
      x = high
    end
    for i = #partials, kept + 2, -1 do partials[i] = nil end
    partials[kept + 1] = x
  end
  local sum = 0
  for i = #partials, 1, -1 do sum = sum + partials[i] end
  return sum / #scores
end

---Rounds as Python's round does: the double's exact value decides, and a tie goes to the even digit.
function M.round(number, digits) return tonumber(("%." .. digits .. "f"):format(number)) end

-- Why an answer without a readable score has none.
local function why_missing(row, judge)
  if row.answer.state == "not_asked" then return "not_asked" end
  if row.answer.state ~= "obtained" then return "failed" end
  if not judge then return "unjudged" end
  for _, judging in ipairs(row.judgings) do
    if judging.judge == judge and judging.state == "unreadable" then return "unreadable" end
  end
  return "failed"
end

local function is_score(judging, judge)
  return judging.judge == judge and judging.state == "scored" and judging.score ~= nil
end

local function observe(cell, state, usable, count)
  count = count or 1
  cell.asked = cell.asked + count
  cell[state] = cell[state] + count
  if usable then cell.usable = cell.usable + count end
end

local viva = {}

function viva.add(cell, row, judge, limit)
  local sum, count = 0, 0
  for _, judging in ipairs(row.judgings) do
    if is_score(judging, judge) then sum, count = sum + judging.score, count + 1 end
  end
  if count == 0 then return observe(cell, why_missing(row, judge)) end
  observe(cell, "judged", sum / count >= limit)
end

function viva.finish(cell) cell.counted = cell.judged end

local paper = {}

local function add_opinions(cell, list)
  cell.rated_by = "physicians"
  for _, opinion in ipairs(list) do observe(cell, "judged", opinion.usable) end
end

function paper.add(cell, row, judge, limit, repeats)
  local said = row.item.category == "MTG" and opinions.of(row.ratings) or {}
  if #said > 0 then return add_opinions(cell, said) end
  local seen = 0
  for _, judging in ipairs(row.judgings) do
    if judging.judge == judge then
      seen = seen + 1
      local scored = is_score(judging, judge)
      observe(cell, scored and "judged" or judging.state == "unreadable" and "unreadable" or "failed",
        scored and judging.score >= limit)
    end
  end
  if seen == 0 then observe(cell, why_missing(row, judge), false, repeats) end
end

paper.finish = viva.finish

local script = {}

function script.add(cell, row, judge)
  cell.by_item = cell.by_item or {}
  local item = cell.by_item[row.item.id]
  if not item then
    item = { scores = {}, missing = "failed" }
    cell.by_item[row.item.id] = item
  end
  for _, judging in ipairs(row.judgings) do
    if is_score(judging, judge) and judging.score >= 0 and judging.score <= SCRIPT_HIGHEST then
      item.scores[#item.scores + 1] = judging.score
    end
  end
  if #item.scores == 0 then item.missing = why_missing(row, judge) end
end

function script.finish(cell)
  for _, item in pairs(cell.by_item or {}) do
    local judged = #item.scores > 0
    observe(cell, judged and "judged" or item.missing, judged and M.mean(item.scores) >= SCRIPT_LIMIT)
  end
  cell.by_item = nil
  cell.counted = cell.asked
end

local CONVENTIONS = { viva = viva, script = script, paper = paper }

---@param name string viva, script or paper
---@return table { add = fn(cell, row, judge, limit, repeats), finish = fn(cell) }
function M.of(name) return CONVENTIONS[name] or error(("there is no convention '%s'"):format(tostring(name)), 2) end

---Completes a cell's rate and its bounds: what the rate would be if none, or all, of the missing were usable.
function M.rate(cell, name)
  CONVENTIONS[name].finish(cell)
  local missing = cell.asked - cell.judged
  if cell.counted > 0 then cell.rate = cell.usable / cell.counted end
  if cell.asked > 0 then
    cell.low, cell.high = cell.usable / cell.asked, (cell.usable + missing) / cell.asked
  end
  if cell.rate and name == "script" then cell.percent = M.round(cell.rate * 100.0, 2) end
end

---OP from a model's cells by category: the plain mean of the categories, or under `script` the rate over all items.
---@param over string[] the categories that OP is made of
---@return table { op?, op_low?, op_high?, op_percent?, op_missing?: string[] } op is nil while a category has no rate
function M.overall(name, all, by_category, over)
  if name == "script" then return { op = all.rate, op_low = all.low, op_high = all.high, op_percent = all.percent } end
  local sum, low, high, missing = 0, 0, 0, {}
  for _, category in ipairs(over) do
    local cell = by_category[category]
    if not cell or not cell.rate then missing[#missing + 1] = category end
    sum = sum + (cell and cell.rate or 0)
    low, high = low + (cell and cell.low or 0), high + (cell and cell.high or 1)
  end
  local count = #over
  if count == 0 then return { op_missing = missing } end
  local made = { op_low = low / count, op_high = high / count }
  if #missing > 0 then made.op_missing = missing else made.op = sum / count end
  return made
end

return M
