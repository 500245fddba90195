-- Rates as cells of a report, and the named source `usability`: rates by anything rows can be grouped by.
--
-- A source is fn(context, block) -> table block: { block="table", title=, note=, columns={ { title=, number= } },
-- bodies={ { title=, rows={ { cell } } } } }. A cell is text, or { text=, sub=, sort=, link={ model=, category=, ... },
-- bar={ low=, value=, high= }, tone= }: what it says, small print, what it sorts by, which items it leads to.
local M = {}

M.SMALL = 20 -- items below which a cell shows counts
local CATEGORIES = { "MK", "MLU", "MR", "MSE", "MTG" }
local DASH = "–"

-- Published tables have two digits; one is what a few hundred items can carry.
function M.percent(rate, context)
  return (context.convention == "viva" and "%.1f" or "%.2f"):format(rate * 100)
end

function M.bounds(cell, context)
  if not cell.low or cell.high - cell.low < 1e-9 then return nil end
  return ("[%s–%s]"):format(M.percent(cell.low, context), M.percent(cell.high, context))
end

local function joined(...)
  local parts = {}
  for _, part in pairs { ... } do parts[#parts + 1] = part end
  return #parts > 0 and table.concat(parts, " ") or nil
end

---A usability rate as a cell: a percentage with its counts beneath, or only the counts when there are few.
---@param cell table? of aggregate.cells
---@param link table
function M.rate(context, cell, link)
  if not cell then return { text = "" } end
  if not cell.rate then return { text = DASH, sort = -1, link = link, sub = M.bounds(cell, context) } end
  local counts = ("%d/%d"):format(cell.usable, cell.counted)
  if cell.items < M.SMALL then
    return { text = counts, sort = cell.rate, link = link, sub = M.bounds(cell, context) }
  end
  -- The released script rounds as Python does; its figure is printed as it stands.
  local text = cell.percent and ("%.2f"):format(cell.percent) or M.percent(cell.rate, context)
  return { text = text .. "%", sort = cell.rate, link = link, sub = joined(counts, M.bounds(cell, context)) }
end

function M.with(link, extra)
  local made = {}
  for key, value in pairs(link) do made[key] = value end
  for key, value in pairs(extra) do made[key] = value end
  return made
end

---A count as a cell that leads to what it counts; nothing to lead to when it is 0.
function M.count(count, link, tone)
  if not count or count == 0 then return { text = "0", sort = 0, tone = "dim" } end
  return { text = ("%d"):format(count), sort = count, link = link, tone = tone }
end

local function unsafe(context, cell, link)
  if cell.flags == 0 then return { text = DASH, sort = -1, tone = "dim" } end -- nothing was said of safety
  if not cell.unsafe or cell.unsafe == 0 then return { text = "0", sort = 0, tone = "dim" } end
  local text = ("%d"):format(cell.unsafe)
  local share = cell.unsafe_rate
  local shown = share and cell.items >= M.SMALL and M.percent(share, context) .. "%" or nil
  return { text = shown or text, sub = shown and text, sort = share or cell.unsafe, tone = "bad",
    link = M.with(link, { unsafe = "yes" }) }
end

-- What a count leads to. Where scorings are counted, the answers that have such a scoring; else the answers themselves.
local function count_link(cell, name)
  if name == "asked" then return {} end
  if cell.unit == "scoring" and (name == "unreadable" or name == "failed") then return { missing = name } end
  return { outcome = name }
end

---The counts that a table of cells shows, which add up to the first: those that are seldom wanted only where there
---are any.
---@return string[] names
function M.counts(cells)
  local names, any = { "asked", "judged", "unreadable", "failed" }, {}
  for _, cell in ipairs(cells) do
    any.unjudged, any.not_asked = any.unjudged or cell.unjudged > 0, any.not_asked or cell.not_asked > 0
  end
  for _, name in ipairs { "unjudged", "not_asked" } do
    if any[name] then names[#names + 1] = name end
  end
  return names
end

function M.count_cells(context, names, cell, link, row)
  for _, name in ipairs(names) do
    local tone = name ~= "asked" and name ~= "judged" and "warn" or nil
    row[#row + 1] = M.count(cell[name], M.with(link, count_link(cell, name)), tone)
  end
  row[#row + 1] = unsafe(context, cell, link)
end

function M.count_columns(context, names, columns)
  for _, name in ipairs(names) do columns[#columns + 1] = { title = context.words(name), number = true } end
  columns[#columns + 1] = { title = context.words "unsafe", number = true }
end

---Which of the five categories a run has; those of people's own sets follow in alphabetical order.
function M.categories(rows)
  local seen, found = {}, {}
  for _, row in ipairs(rows) do seen[row.item.category] = true end
  for _, name in ipairs(CATEGORIES) do
    if seen[name] then found[#found + 1] = name end
    seen[name] = nil
  end
  local others = {}
  for name in pairs(seen) do others[#others + 1] = name end
  table.sort(others)
  return table.move(others, 1, #others, #found + 1, found)
end

---A category's code with its name, when it is one of the five.
function M.category_name(context, code)
  local name = context.words(code)
  return name and ("%s %s"):format(code, name) or code
end

---Names the convention under a table: in one sentence under the leaderboard, by name elsewhere.
function M.note(context, board)
  local said = { context.words(board and "convention_" .. context.convention or "convention_named", context.convention),
    context.words("small_cells", M.SMALL), context.words("missing_note") }
  if board and board.mtg_by_judge then said[#said + 1] = context.words("mtg_by_judge") end
  return table.concat(said, context.language == "zh" and "" or " ")
end

local function heading_cell(context, kind, value, link)
  local text = kind == "category" and M.category_name(context, value) or tostring(value)
  return { text = text, sort = text, link = link, head = true, mark = kind == "model" and context.marks[value] or nil }
end

-- Cells in the order of their first kind, then the second: each by first appearance, categories as everywhere.
local function ordered(context, cells, kinds)
  local ranks = {}
  for _, kind in ipairs(kinds) do ranks[kind] = { n = 0 } end
  if ranks.category then
    for n, name in ipairs(M.categories(context.rows)) do ranks.category[name] = n end
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
  local columns, rows, names = {}, {}, M.counts(cells)
  for _, kind in ipairs(down) do columns[#columns + 1] = { title = context.words(kind) or kind } end
  columns[#columns + 1] = { title = context.words "usability", number = true }
  M.count_columns(context, names, columns)
  for i, cell in ipairs(cells) do
    local link, row = {}, {}
    for _, kind in ipairs(down) do
      link[kind] = cell[kind]
      row[#row + 1] = heading_cell(context, kind, cell[kind] or DASH, { [kind] = cell[kind] })
    end
    row[#row + 1] = M.rate(context, cell, link)
    M.count_cells(context, names, cell, link, row)
    rows[i] = row
  end
  return { block = "table", note = M.note(context), columns = columns, bodies = { { rows = rows } } }
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
      row[#row + 1] = heading_cell(context, kind, one.first[kind] or DASH, M.with(link, {}))
    end
    for _, value in ipairs(values) do
      row[#row + 1] = M.rate(context, one.cells[value], M.with(link, { [across] = value }))
    end
    rows[i] = row
  end
  return { block = "table", note = M.note(context), columns = columns, bodies = { { rows = rows } } }
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
