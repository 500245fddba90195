-- How sources of a report make tables: columns by their words, and the cells that most tables have.
local rates = require "sources.rates"
local words_of = require "words"

local M = {}

local DASH = "–"

---Columns by the keys of their words; "#count" is a column of numbers.
---@param keys string[]
function M.columns(context, keys)
  local columns = {}
  for i, key in ipairs(keys) do
    local number, name = key:match("^(#?)(.*)$")
    columns[i] = { title = context.words(name) or error("no word " .. name), number = number ~= "" or nil }
  end
  return columns
end

---A table block.
---@param more { note: string?, empty: string? }?
function M.table(context, keys, rows, more)
  more = more or {}
  return { block = "table", columns = M.columns(context, keys), bodies = { { rows = rows } }, note = more.note,
    empty = more.empty or context.words "none" }
end

---A table that cannot be made, since the run or the report lacks what it is made of: `why` says what.
function M.lacking(why) return { block = "table", columns = {}, bodies = {}, empty = why, lacks = true } end

---What stands under a table that looks at a judge's rounds: its own note, and that adaptive judging leaves it empty.
function M.of_rounds(context, note)
  local adaptive = context.run.adaptive and context.words "adaptive_retest" or nil
  return { note = adaptive and rates.sentences(context, { note or "", adaptive }) or note, empty = adaptive }
end

---Nothing to show, or not defined.
function M.dash(why) return { text = DASH, sort = -1e9, tone = "dim", sub = why } end

---@param value number?
---@param format string? "%.2f" unless given
function M.number(value, format)
  if not value then return M.dash() end
  return { text = (format or "%.2f"):format(value), sort = value }
end

---A share as a percentage with its counts beneath; the counts alone where there are few.
function M.share(context, count, of, link, tone)
  if of == 0 then return M.dash() end
  local counts = ("%d/%d"):format(count, of)
  local cell = { text = counts, sort = count / of, link = count > 0 and link or nil, tone = count > 0 and tone or nil }
  if of >= rates.SMALL then cell.text, cell.sub = rates.percent(count / of, context) .. "%", counts end
  return cell
end

---An estimate with its interval beneath.
---@param value number?
---@param low number?
---@param high number?
---@param format string?
function M.estimate(value, low, high, format)
  local cell = M.number(value, format)
  format = format or "%.2f"
  if value and low then
    cell.sub, cell.interval = (format .. " … " .. format):format(low, high), { low = low, high = high }
  end
  return cell
end

function M.model(context, name, link)
  return { text = name, head = true, mark = context.marks[name], link = link or { model = name }, nowrap = true }
end

---The cell of a category, as in every table.
function M.category(context, code)
  return { text = rates.category_name(context, code), sort = code, head = true, link = { category = code } }
end

---A judge file with the judge model that applied it.
function M.judge(context, unit)
  local title = words_of.pick(unit.title, context.language) or unit.judge
  return { text = title, sub = unit.judge_model, head = true, mark = context.marks[unit.judge_model] }
end

---Adds a column for each level that any row's judge has; row.of_level has the cells.
function M.by_level(block)
  local levels, seen, rows = {}, {}, block.bodies[1].rows
  for _, row in ipairs(rows) do
    for _, level in ipairs(row.unit.levels) do
      if not seen[level] then levels[#levels + 1] = level end
      seen[level] = true
    end
  end
  table.sort(levels)
  for _, level in ipairs(levels) do
    block.columns[#block.columns + 1] = { title = ("%g"):format(level), number = true }
    for _, row in ipairs(rows) do row[#row + 1] = row.of_level[level] or { text = "" } end
  end
  for _, row in ipairs(rows) do row.unit, row.of_level = nil, nil end
  return block
end

---A p-value.
function M.p(p)
  if not p then return M.dash() end
  return { text = p < 0.001 and "<0.001" or ("%.3f"):format(p), sort = p }
end

---A difference of rates, in points of a hundred, with its interval beneath.
function M.points(pair)
  if not pair then return M.dash() end
  local cell = { text = ("%+.1f"):format(pair.difference * 100), sort = pair.difference }
  if pair.low then
    cell.sub = ("%+.1f … %+.1f"):format(pair.low * 100, pair.high * 100)
    cell.interval = { low = pair.low, high = pair.high }
  end
  return cell
end

return M
