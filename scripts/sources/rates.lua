-- Rates as cells of a report, and what is said beneath a table of them.
--
-- A source is fn(context, block) -> table block: { block="table", title=, note=, columns={ { title=, number= } },
-- bodies={ { title=, rows={ { cell } } } } }. A cell is text, or { text=, sub=, sort=, link={ model=, category=, ... },
-- bar={ low=, value=, high= }, tone= }: what it says, small print, what it sorts by, which items it leads to.
local coverage = require "coverage"
local intervals = require "intervals"
local notices = require "notices"

local M = {}

M.SMALL = 20 -- items below which a cell shows counts
local CATEGORIES = { "MK", "MLU", "MR", "MSE", "MTG" }
local DASH, MARK = "–", "†"

-- Published tables have two digits; one is what a few hundred items can carry.
function M.percent(rate, context)
  return (context.convention == "viva" and "%.1f" or "%.2f"):format(rate * 100)
end

function M.bounds(cell, context)
  if not cell.low or cell.high - cell.low < 1e-9 then return nil end
  return ("[%s–%s]"):format(M.percent(cell.low, context), M.percent(cell.high, context))
end

---An interval, marked where simulations show that it holds the truth too seldom.
function M.interval(interval, context)
  if not interval then return nil end
  return ("%s–%s%s"):format(M.percent(interval.low, context), M.percent(interval.high, context),
    interval.marked and MARK or "")
end

---What there is of several texts, one after another; nil without any.
function M.joined(...)
  local parts = {}
  for i = 1, select("#", ...) do parts[#parts + 1] = (select(i, ...)) end
  return #parts > 0 and table.concat(parts, ", ") or nil
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
  return { text = text .. "%", sort = cell.rate, link = link, interval = cell.interval,
    sub = M.joined(M.interval(cell.interval, context), counts, M.bounds(cell, context)) }
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
    any.jurors = any.jurors or cell.seats > 0
  end
  for _, name in ipairs { "unjudged", "not_asked", "jurors" } do
    if any[name] then names[#names + 1] = name end
  end
  return names
end

---On how many judge models the rate of a cell rests: "3/3", "2.83/3"; a dash where no jury judged anything.
function M.jurors(cell)
  if cell.seats == 0 then return DASH end
  if cell.jurors == cell.seats then return ("%d/%d"):format(cell.bench, cell.bench) end
  return ("%.2f/%d"):format(cell.jurors / cell.seats * cell.bench, cell.bench)
end

local function jurors_cell(cell, link)
  local lacking = cell.jurors < cell.seats
  return { text = M.jurors(cell), sort = cell.seats > 0 and cell.jurors / cell.seats or -1,
    tone = lacking and "warn" or "dim", link = lacking and M.with(link, { missing = "juror" }) or nil }
end

function M.count_cells(context, names, cell, link, row)
  for _, name in ipairs(names) do
    local tone = name ~= "asked" and name ~= "judged" and "warn" or nil
    row[#row + 1] = name == "jurors" and jurors_cell(cell, link)
      or M.count(cell[name], M.with(link, count_link(cell, name)), tone)
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

---What is to be said of the intervals in a table's cells: nothing where there are none.
function M.interval_notes(context, cells, said)
  local any, marked = false, {}
  for _, cell in pairs(cells) do
    if cell.interval then
      any = true
      if cell.interval.marked then marked[cell.interval.method] = true end
    end
  end
  if any then said[#said + 1] = context.words("interval_note", intervals.draws, intervals.seed) end
  if marked.wilson then said[#said + 1] = context.words("interval_marked", MARK) end
  if marked.op then said[#said + 1] = context.words("interval_op_marked", MARK, coverage.few) end
  return said
end

---What is to be said of the judging: by several models where cells rest on them together, and adaptively.
function M.judging_notes(context, cells, said)
  local jury = false
  for _, cell in pairs(cells) do jury = jury or (cell.seats or 0) > 0 end
  for _, sentence in ipairs(notices.judging(context.run, context.words, context.convention, jury)) do
    said[#said + 1] = sentence
  end
  return said
end

---Sentences one after another, as the language has it.
function M.sentences(context, said) return table.concat(said, context.language == "zh" and "" or " ") end

---What stands under a table of rates: its convention, by name; small cells, bounds, intervals.
function M.note(context, cells)
  local said = { context.words("convention_named", context.convention), context.words("small_cells", M.SMALL),
    context.words("missing_note") }
  return M.sentences(context, M.interval_notes(context, cells, M.judging_notes(context, cells, said)))
end

return M
