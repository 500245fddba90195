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
--
-- Where several judge models mark (scripts/jury.lua), `viva` combines the jurors' means into the answer's score; under
-- `script` and `paper` the jurors' scores of each round are combined, and stand where a single judge's scoring of that
-- round would. A jury that lacks a juror counts with those it has; the bounds say what the rate would be if the missing
-- ones had given the lowest, or the highest level.
local opinions = require "opinions"

local M = {}

M.names = { "viva", "script", "paper" }
M.units = { viva = "answer", script = "item", paper = "scoring" }
M.categories = { "MK", "MLU", "MR", "MSE", "MTG" }

M.script_limit, M.script_highest = 4, 5 -- the released script's own, whatever a judge file says

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

-- Whether a judging is by a judge file, and by one judge model where one is named.
local function is_by(judging, judge, model)
  return judging.judge == judge and (not model or judging.judge_model == model)
end

-- Why an answer without a readable score has none.
local function why_missing(row, judge, model)
  if row.answer.state == "not_asked" then return "not_asked" end
  if row.answer.state ~= "obtained" then return "failed" end
  if not judge then return "unjudged" end
  for _, judging in ipairs(row.judgings) do
    if judging.state == "unreadable" and is_by(judging, judge, model) then return "unreadable" end
  end
  return "failed"
end

local function is_score(judging, judge, model)
  return judging.state == "scored" and judging.judge == judge and judging.score ~= nil
    and (not model or judging.judge_model == model)
end

local function observe(cell, state, usable, count)
  count = count or 1
  cell.asked = cell.asked + count
  cell[state] = cell[state] + count
  if usable then cell.usable = cell.usable + count end
end

-- One observation by a jury: of an answer, or of one round.
local function observe_jury(cell, made, expected, limit)
  if not made.score then return observe(cell, made.missing or "failed") end
  local usable = made.score >= limit
  observe(cell, "judged", usable)
  cell.jurors, cell.seats, cell.bench = cell.jurors + made.present, cell.seats + expected, expected
  if usable and made.low < limit then cell.doubtful = cell.doubtful + 1 end
  if not usable and made.high >= limit then cell.hopeful = cell.hopeful + 1 end
end

-- What a jury made of a row, unless one judge model's column is wanted.
local function jury_of(row, judge, model) return not model and row.jury and row.jury[judge] or nil end

local viva = {}

function viva.add(cell, row, judge, limit, _, model)
  local jury = jury_of(row, judge, model)
  if jury then return observe_jury(cell, jury, jury.expected, limit) end
  local sum, count = 0, 0
  for _, judging in ipairs(row.judgings) do
    if is_score(judging, judge, model) then sum, count = sum + judging.score, count + 1 end
  end
  if count == 0 then return observe(cell, why_missing(row, judge, model)) end
  observe(cell, "judged", sum / count >= limit)
end

function viva.finish(cell) cell.counted = cell.judged end

local paper = {}

local function add_opinions(cell, list)
  cell.by_physicians = (cell.by_physicians or 0) + 1
  for _, opinion in ipairs(list) do observe(cell, "judged", opinion.usable) end
end

function paper.add(cell, row, judge, limit, repeats, model)
  local said = row.item.category == "MTG" and opinions.of(row.ratings) or {}
  if #said > 0 then return add_opinions(cell, said) end
  local jury, seen = jury_of(row, judge, model), 0
  for _, round in ipairs(jury and jury.rounds or {}) do
    seen = seen + 1
    observe_jury(cell, round, jury.expected, limit)
  end
  for _, judging in ipairs(jury and {} or row.judgings) do
    if is_by(judging, judge, model) then
      seen = seen + 1
      local scored = is_score(judging, judge)
      observe(cell, scored and "judged" or judging.state == "unreadable" and "unreadable" or "failed",
        scored and judging.score >= limit)
    end
  end
  if seen == 0 then observe(cell, why_missing(row, judge, model), false, repeats) end
end

-- Physicians, or in part physicians and in part the judge.
function paper.finish(cell)
  viva.finish(cell)
  if cell.by_physicians then cell.rated_by = cell.by_physicians == cell.answers and "physicians" or "both" end
end

local script = {}

local function is_valid(score) return score >= 0 and score <= M.script_highest end

-- A jury's rounds, with what each would be if its missing jurors had given the lowest or the highest level.
local function add_rounds(cell, item, jury)
  item.low, item.high = item.low or {}, item.high or {}
  for _, round in ipairs(jury.rounds) do
    if round.score and is_valid(round.score) then
      local at = #item.scores + 1
      item.scores[at], item.low[at], item.high[at] = round.score, round.low, round.high
      cell.jurors, cell.seats = cell.jurors + round.present, cell.seats + jury.expected
      cell.bench = jury.expected
    end
  end
end

function script.add(cell, row, judge, _, _, model)
  cell.by_item = cell.by_item or {}
  local item, jury = cell.by_item[row.item.id], jury_of(row, judge, model)
  if not item then
    item = { scores = {}, missing = "failed" }
    cell.by_item[row.item.id] = item
  end
  if jury then add_rounds(cell, item, jury) end
  for _, judging in ipairs(jury and {} or row.judgings) do
    if is_score(judging, judge, model) and is_valid(judging.score) then
      item.scores[#item.scores + 1] = judging.score
    end
  end
  if #item.scores == 0 then item.missing = why_missing(row, judge, model) end
end

local function observe_item(cell, item)
  if #item.scores == 0 then return observe(cell, item.missing) end
  local usable = M.mean(item.scores) >= M.script_limit
  observe(cell, "judged", usable)
  if not item.low then return end
  if usable and M.mean(item.low) < M.script_limit then cell.doubtful = cell.doubtful + 1 end
  if not usable and M.mean(item.high) >= M.script_limit then cell.hopeful = cell.hopeful + 1 end
end

function script.finish(cell)
  for _, item in pairs(cell.by_item or {}) do observe_item(cell, item) end
  cell.by_item = nil
  cell.counted = cell.asked
end

local CONVENTIONS = { viva = viva, script = script, paper = paper }

---@param name string viva, script or paper
---@return table { add = fn(cell, row, judge, limit, repeats, judge_model?), finish = fn(cell) }
function M.of(name) return CONVENTIONS[name] or error(("there is no convention '%s'"):format(tostring(name)), 2) end

---Completes a cell's rate and its bounds: what the rate would be if none, or all, of the missing were usable, and the
---missing jurors had given the lowest, or the highest level.
function M.rate(cell, name)
  CONVENTIONS[name].finish(cell)
  local missing = cell.asked - cell.judged
  if cell.counted > 0 then cell.rate = cell.usable / cell.counted end
  if cell.asked > 0 then
    cell.low = (cell.usable - cell.doubtful) / cell.asked
    cell.high = (cell.usable + cell.hopeful + missing) / cell.asked
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
