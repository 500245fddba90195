-- What the sources of a report work on: a run and its rows, and what is derived from them, worked out when first
-- wanted. The aggregate functions come from the caller: stages stand above libraries.
local intervals = require "intervals"
local notices = require "notices"
local rounds = require "rounds"
local standings = require "standings"
local shares = require "shares"
local states = require "states"
local words = require "words"

local M = {}

local function remembered(fn)
  local kept
  return function()
    kept = kept or fn()
    return kept
  end
end

-- The same cells wherever the same kinds are asked for, in whatever order: intervals put into them stay.
local function once(counter)
  local kept = {}
  return function(by)
    local kinds = table.move(by, 1, #by, 1, {})
    table.sort(kinds)
    local name = table.concat(kinds, " ")
    kept[name] = kept[name] or counter(by)
    return table.move(kept[name], 1, #kept[name], 1, {})
  end
end

local function with_item(by)
  local longer = table.move(by, 1, #by, 1, {})
  for _, kind in ipairs(by) do
    if kind == "item" then return longer end
  end
  longer[#longer + 1] = "item"
  return longer
end

---A leaderboard with intervals and ranks.
---@param aggregate table stages.aggregate
---@param options { convention: string?, cells: fun(by: string[])?, by_item: table[]? } what was counted already
---@return table board of aggregate.leaderboard, see standings.attach
function M.board(aggregate, rows, run, options)
  local cells = options.cells or aggregate.counter(rows, { convention = options.convention, run = run })
  local board = aggregate.leaderboard(rows, run, { convention = options.convention, cells = cells })
  return standings.attach(board, options.by_item or cells { "model", "item" }, intervals.places(rows))
end

-- What an item says of itself: cells by model and item can be sorted by it.
local OF_ITEM = { model = true, category = true, subcategory = true, scene = true, difficulty = true, language = true,
  round = true }

local function is_of_item(by)
  for _, kind in ipairs(by) do
    if not OF_ITEM[kind] then return false end
  end
  return true
end

---@param options { run: table, rows: table[], aggregate: table, agreement: table?, extra: table?, convention: string? }
---@param file { name: string, digest: string } the report file
---@param language string
function M.new(options, file, language)
  local say = words.in_language(language)
  local aggregate, run, rows = options.aggregate, options.run, shares.others(options.rows)
  local convention = options.convention or run.convention or "viva"
  local places = remembered(function() return intervals.places(rows) end)
  local plain = once(aggregate.counter(rows, { convention = convention, run = run }))
  local by_item = remembered(function() return plain { "model", "item" } end)
  local function cells(by)
    local found = plain(by)
    if intervals.wanted(found) then
      intervals.attach(found, by, is_of_item(by) and by_item() or plain(with_item(by)), places())
    end
    return found
  end
  local marks = notices.marks(run, say)
  for name, mark in pairs(options.other and notices.marks(options.other.run, say) or {}) do marks[name] = mark end
  return {
    run = run, rows = options.rows, agreement = options.agreement, extra = options.extra, other = options.other,
    language = language, words = say,
    convention = convention, report = { name = file.name, digest = file.digest }, limits = states.limits(run),
    marks = marks, cells = cells, by_item = by_item,
    board = remembered(function()
      return M.board(aggregate, rows, run, { convention = convention, cells = plain, by_item = by_item() })
    end),
    units = remembered(function() return rounds.of(rows, run) end),
  }
end

return M
