-- Named source `usability`: rates by anything rows can be grouped by.
local rates = require "sources.rates"

local M = {}

local DASH = "–"

local function heading_cell(context, kind, value, link)
  local text = kind == "category" and rates.category_name(context, value) or tostring(value)
  return { text = text, sort = text, link = link, head = true, mark = kind == "model" and context.marks[value] or nil }
end

-- Cells in the order of their first kind, then the second: each by first appearance, categories as everywhere.
local function ordered(context, cells, kinds)
  local ranks = {}
  for _, kind in ipairs(kinds) do ranks[kind] = { n = 0 } end
  if ranks.category then
    for n, name in ipairs(rates.categories(context.rows)) do ranks.category[name] = n end
  end
  for position, cell in ipairs(cells) do
    for _, kind in ipairs(kinds) do
      local rank, value = ranks[kind], cell[kind] or DASH
      rank.n = rank.n + 1
      rank[value] = rank[value] or rank.n
    end
    cell.position = position
  end
  table.sort(cells, function(a, b)
    for _, kind in ipairs(kinds) do
      local one, other = ranks[kind][a[kind] or DASH], ranks[kind][b[kind] or DASH]
      if one ~= other then return one < other end
    end
    return a.position < b.position
  end)
  return cells
end

local function long_table(context, cells, down)
  local columns, rows, names = {}, {}, rates.counts(cells)
  for _, kind in ipairs(down) do columns[#columns + 1] = { title = context.words(kind) or kind } end
  columns[#columns + 1] = { title = context.words "usability", number = true }
  rates.count_columns(context, names, columns)
  for i, cell in ipairs(cells) do
    local link, row = {}, {}
    for _, kind in ipairs(down) do
      link[kind] = cell[kind]
      row[#row + 1] = heading_cell(context, kind, cell[kind] or DASH, { [kind] = cell[kind] })
    end
    row[#row + 1] = rates.rate(context, cell, link)
    rates.count_cells(context, names, cell, link, row)
    rows[i] = row
  end
  return { block = "table", note = rates.note(context, cells), columns = columns, bodies = { { rows = rows } } }
end

-- One row for each combination of `down`, one column for each value of `across`, in order of first appearance.
local function arrange(cells, down, across)
  local rows, by_key, columns, seen = {}, {}, {}, {}
  for _, cell in ipairs(cells) do
    local parts = {}
    for i, kind in ipairs(down) do parts[i] = tostring(cell[kind] or DASH) end
    local key = table.concat(parts, "\0")
    if not by_key[key] then
      by_key[key] = { first = cell, cells = {} }
      rows[#rows + 1] = by_key[key]
    end
    local value = cell[across]
    if not seen[value] then columns[#columns + 1] = value end
    seen[value] = true
    by_key[key].cells[value] = cell
  end
  return rows, columns
end

local function matrix(context, cells, down, across)
  local found, values = arrange(cells, down, across)
  local columns, rows = {}, {}
  for _, kind in ipairs(down) do columns[#columns + 1] = { title = context.words(kind) or kind } end
  for _, value in ipairs(values) do
    local mark = across == "model" and context.marks[value]
    columns[#columns + 1] = { title = mark and ("%s (%s)"):format(value, mark) or tostring(value), number = true }
  end
  for i, one in ipairs(found) do
    local link, row = {}, {}
    for _, kind in ipairs(down) do
      link[kind] = one.first[kind]
      row[#row + 1] = heading_cell(context, kind, one.first[kind] or DASH, rates.with(link, {}))
    end
    for _, value in ipairs(values) do
      row[#row + 1] = rates.rate(context, one.cells[value], rates.with(link, { [across] = value }))
    end
    rows[i] = row
  end
  return { block = "table", note = rates.note(context, cells), columns = columns, bodies = { { rows = rows } } }
end

---Usability by anything: `down` names what the rows are (one word or several), `across` what the columns are; without
---`across` each row carries its counts.
function M.usability(context, block)
  local down = type(block.down) == "table" and block.down or { block.down or "category" }
  local by = table.move(down, 1, #down, 1, {})
  if block.across then by[#by + 1] = block.across end
  local cells = ordered(context, context.cells(by), by)
  if block.across then return matrix(context, cells, down, block.across) end
  return long_table(context, cells, down)
end

M.sources = { usability = M.usability }

return M
