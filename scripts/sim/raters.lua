-- Simulated raters: they know nothing of medicine and rate by dice around what the judge said, so that agreement,
-- intervals and reports can be tried before a physician has rated. The same seed gives the same ratings.
--
-- Judge and raters are taken as equally good observers of one truth: each sees it with the probability q, so that any
-- two of them agree on usable or not with q^2 + (1 - q)^2, which is what is asked for.
local dice = require "sim.dice"
local map = require "textlevels"
local states = require "states"

local M = {}

local KEEPS = 0.7 -- how often a rater gives the judge's own level where both are on one side of the limit

M.columns = { "item", "model", "sample", "rater", "point", "dimension", "value", "simulated" }

local function sees(agreement) return (1 + math.sqrt(2 * agreement - 1)) / 2 end

local function flip(roll, q, value)
  if roll() < q then return value end
  return not value
end

-- A level on one side of the limit: the judge's own, or the one beside the limit, or any.
local function level_of(roll, usable, judge, near)
  local own, beside = {}, nil
  for _, level in ipairs(judge.levels) do
    if (level >= judge.usable_from) == usable then
      own[#own + 1] = level
      if level == near then beside = level end
    end
  end
  beside = beside or (usable and own[1] or own[#own])
  return roll() < KEEPS and beside or dice.pick(roll, own)
end

local function marks_of(roll, usable)
  local rows = {}
  for _, row in ipairs(map.levels) do
    if (row[1] >= map.usable_from) == usable and row[1] > 1 then rows[#rows + 1] = row end
  end
  local row, marks = dice.pick(roll, rows), {}
  for i, dimension in ipairs(map.dimensions) do
    marks[i] = { dimension.name, dimension.name == map.veto and (usable or roll() > 0.1) and 1 or row[i + 1] or 0 }
  end
  return marks
end

-- Whether most of the judgings that read a point found it met; nil where none did.
local function judge_met(row, id)
  local met, count = 0, 0
  for _, judging in ipairs(row.judgings) do
    local state = judging.points and judging.points[id] and judging.points[id].state
    if state == "met" or state == "not_met" then count, met = count + 1, met + (state == "met" and 1 or 0) end
  end
  if count == 0 then return nil end
  return 2 * met > count
end

local function add(lines, row, rater, point, dimension, value)
  lines[#lines + 1] = { n = #M.columns, row.item.id, row.model, row.sample or 1, rater, point, dimension, value, "yes" }
end

local function rate_points(lines, row, rater, options)
  for _, point in ipairs(row.item.points or {}) do
    local met = judge_met(row, point.id)
    if met ~= nil then
      local what = { tostring(options.seed), row.item.id, row.model, tostring(row.sample or 1), point.id }
      local truth = flip(dice.new("truth", table.unpack(what)), options.q, met)
      local said = flip(dice.new(rater, table.unpack(what)), options.q, truth)
      add(lines, row, rater, point.id, nil, said and 1 or 0)
    end
  end
end

local function rate(lines, row, judge, score, rater, options)
  local what = { tostring(options.seed), row.item.id, row.model, tostring(row.sample or 1) }
  local roll = dice.new(rater, table.unpack(what))
  local truth = flip(dice.new("truth", table.unpack(what)), options.q, score >= judge.usable_from)
  local usable = flip(roll, options.q, truth)
  if row.item.category == "MTG" then
    for _, mark in ipairs(marks_of(roll, usable)) do add(lines, row, rater, nil, mark[1], mark[2]) end
  else
    add(lines, row, rater, nil, nil, level_of(roll, usable, judge, math.floor(score + 0.5)))
  end
  rate_points(lines, row, rater, options)
end

---Ratings of every judged answer, as lines of a CSV with the heading `columns`.
---@param rows table[]
---@param run table
---@param options { raters: integer, agreement: number, seed: integer } agreement from 0.5 to 1
---@return table[] lines
function M.lines(rows, run, options)
  local lines, judges, limits = {}, {}, states.limits(run)
  local told = { seed = options.seed, q = sees(options.agreement) }
  for _, judge in ipairs(run.judges) do judges[judge.name] = judge end
  for number = 1, options.raters do
    for _, row in ipairs(rows) do
      local score, judge = states.of(row, limits).score, row.judgings[1] and judges[row.judgings[1].judge]
      if score and judge then rate(lines, row, judge, score, ("simulated-%d"):format(number), told) end
    end
  end
  return lines
end

return M
