-- Named source of a report: what physicians say of generated texts (MTG), by dimension, for each model.
local filter = require "filter"
local map = require "textlevels"
local opinions = require "opinions"
local shape = require "sources.shape"
local stats = require "viva.stats"
local words_of = require "words"

local M = {}

-- Marks of one model's texts by dimension, with the conversations they belong to, and what the texts come to.
local function marks_of(context, model)
  local found = { marks = {}, clusters = {}, levels = {}, level_clusters = {}, usable = 0, settled = 0, texts = 0 }
  for _, dimension in ipairs(map.dimensions) do found.marks[dimension.name], found.clusters[dimension.name] = {}, {} end
  for _, row in ipairs(context.rows) do
    local any = false
    for _, rating in ipairs(row.model == model and row.ratings or {}) do
      local marks = rating.dimension and not rating.point and found.marks[rating.dimension]
      if marks then
        any = true
        marks[#marks + 1] = rating.value
        table.insert(found.clusters[rating.dimension], filter.conversation(row.item))
      end
    end
    if any then
      found.texts = found.texts + 1
      for _, opinion in ipairs(opinions.of(row.ratings)) do
        if opinion.marks then
          if not opinion.by_veto then
            table.insert(found.levels, opinion.value)
            table.insert(found.level_clusters, filter.conversation(row.item))
          end
          found.settled = found.settled + 1
          found.usable = found.usable + (opinion.usable and 1 or 0)
        end
      end
    end
  end
  return found
end

-- A mean with its interval, which ends where the scale ends; one of no width says nothing and is not shown.
local function mean_cell(values, clusters, low, high)
  local mean = #values > 0 and stats.mean(values, { clusters = clusters })
  if not mean then return shape.dash() end
  if not mean.low or mean.low >= mean.high then return shape.estimate(mean.mean) end
  return shape.estimate(mean.mean, math.max(mean.low, low), math.min(mean.high, high))
end

local function row_of(context, model, found)
  local row = { shape.model(context, model.name), shape.number(found.texts, "%d") }
  for _, dimension in ipairs(map.dimensions) do
    local name = dimension.name
    row[#row + 1] = mean_cell(found.marks[name], found.clusters[name], dimension.low, dimension.high)
  end
  row[#row + 1] = mean_cell(found.levels, found.level_clusters, 0, map.highest)
  row[#row + 1] = shape.share(context, found.usable, found.settled)
  return row
end

local function titled(context, dimension)
  return ("%s (%d–%d)"):format(words_of.pick(dimension.title, context.language), dimension.low, dimension.high)
end

---Mean marks by dimension, the level they come to, and the share of usable texts.
function M.human_dimensions(context)
  local rows = {}
  for _, model in ipairs(context.run.models) do
    local found = marks_of(context, model.name)
    if found.texts > 0 then rows[#rows + 1] = row_of(context, model, found) end
  end
  if #rows == 0 then return shape.lacking(context.words "no_dimensions") end
  local columns = shape.columns(context, { "model", "#texts" })
  for _, dimension in ipairs(map.dimensions) do
    columns[#columns + 1] = { title = titled(context, dimension), number = true }
  end
  columns[#columns + 1] = { title = ("%s (0–%d)"):format(context.words "text_level", map.highest), number = true }
  columns[#columns + 1] = { title = context.words "usable", number = true }
  local who = context.run.ratings
  local note = context.words(who and who.simulated and "dimensions_simulated" or "dimensions_note")
  local lacking = who and who.incomplete and #who.incomplete or 0
  if lacking > 0 then note = note .. " " .. context.words("dimensions_lacking", lacking) end
  return { block = "table", columns = columns, bodies = { { rows = rows } }, note = note }
end

M.sources = { human_dimensions = M.human_dimensions }

return M
