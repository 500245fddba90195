-- A report file's own table, made of rows: columns by their names, or what the file's function each(row) gives in the
-- box for every row, a page of rows at a time, and after() when all have passed.
local filter = require "filter"
local lists = require "sources.lists"
local rates = require "sources.rates"
local states = require "states"

local M = {}

local PAGE_BYTES = 1024 * 1024 -- of texts that cross into the box at once

local TEXTS = {
  scores = function(row) return states.scores(row, " · ") end,
  question = function(row) return row.item.question end,
  reference = function(row) return row.item.reference end,
  answer = function(row) return row.answer.text end,
  reason = function(row)
    for _, judging in ipairs(row.judgings) do
      if judging.reason then return judging.reason end
    end
  end,
}

local NUMBERS = { judge = true, physician = true, spread = true, round = true, sample = true }
local TITLES = { judge = "score", physician = "physician", conversation = "conversation_id" }

local function number_text(value)
  local whole = math.tointeger(value)
  if whole then return ("%d"):format(whole) end
  return (math.abs(value) < 10000 and "%.4g" or "%.0f"):format(value)
end

local function shown(context, name, value)
  if value == nil or value ~= value or value == math.huge or value == -math.huge then
    return { text = "–", sort = -1, tone = "dim" }
  end
  if type(value) == "boolean" then return { text = context.words(value and "yes" or "no") } end
  if name == "state" then return { text = context.words("state_" .. value), sort = value } end
  if type(value) == "number" then return { text = number_text(value), sort = value } end
  return { text = value, sort = value, mark = context.marks[value] }
end

local function cell(context, name, row)
  if TEXTS[name] then
    local said = TEXTS[name](row)
    return name == "scores" and { text = said, nowrap = true } or { text = lists.excerpt(said), wide = true }
  end
  local made = shown(context, name, filter.value(name, row, context.limits))
  if name == "item" then made.link, made.head = lists.item_link(row), true end
  if name == "model" then made.link = { model = row.model } end
  if name == "category" then made.link = { category = row.item.category } end
  return made
end

-- Lines to sort; their cells are made of those that are shown.
local function by_columns(context, block, rows)
  local lines, name = {}, block.sort and block.sort:match "^%-?(.*)$"
  for i, row in ipairs(rows) do lines[i] = { row = row, by = name and cell(context, name, row) } end
  return lines
end

local function fill_columns(context, block, lines)
  for _, line in ipairs(lines) do
    for i, name in ipairs(block.columns) do line[i] = cell(context, name, line.row) end
    line.row = nil
  end
end

local function size_of(row)
  local size = 1000 + #row.item.question + #(row.item.reference or "") + #(row.answer.text or "")
  for _, judging in ipairs(row.judgings) do size = size + #(judging.reason or "") + #(judging.raw or "") end
  return size
end

-- A row as it crosses into the box: with what has become of it.
local function crossing(context, row)
  local state = states.of(row, context.limits)
  return { item = row.item, model = row.model, sample = row.sample, answer = row.answer, judgings = row.judgings,
    ratings = row.ratings, state = state.state, score = state.score, unsafe = state.unsafe,
    physician = filter.physician(row) }
end

-- Calls `use(rows, first)` for each page; what it gives ends the walk when it is nil.
local function each_page(context, rows, use)
  local page, size, first = {}, 0, 1
  for i, row in ipairs(rows) do
    page[#page + 1] = crossing(context, row)
    size = size + size_of(row)
    if size >= PAGE_BYTES or i == #rows then
      local done, problem, code = use(page, first)
      if not done then return nil, problem, code end
      page, size, first = {}, 0, i + 1
    end
  end
  return true
end

local function line_of(context, made, row)
  local line = {}
  for i, value in ipairs(made.cells) do line[i] = shown(context, nil, value) end
  if row and line[1] then line[1].link, line[1].head = lists.item_link(row), true end
  return line
end

local function by_functions(context, block, rows, call)
  local lines = {}
  local function add(made, page_first)
    for _, one in ipairs(made) do
      lines[#lines + 1] = line_of(context, one, one.row and rows[page_first + math.tointeger(one.row) - 1])
    end
  end
  local done, problem, code = each_page(context, rows, function(page, first)
    local made, why, kind = call("each", page)
    if made then add(made, first) end
    return made, why, kind
  end)
  if done and block.after then
    done, problem, code = call "after"
    if done then add(done) end
  end
  if not done then return nil, problem, code end
  return lines
end

local function sort_lines(block, lines)
  local descending, name = (block.sort or ""):match("^(%-?)(.*)$")
  local column
  for i, title in ipairs(block.columns) do
    if title == name then column = i end
  end
  if not block.sort then return end
  for i, line in ipairs(lines) do line.position = i end
  table.sort(lines, function(a, b)
    local one, other = a.by or a[column], b.by or b[column]
    one, other = one and (one.sort or one.text) or "", other and (other.sort or other.text) or ""
    if type(one) ~= type(other) then one, other = tostring(one), tostring(other) end
    if one == other then return a.position < b.position end
    if descending == "-" then one, other = other, one end
    return one < other
  end)
  for _, line in ipairs(lines) do line.position, line.by = nil, nil end
end

local function columns_of(context, block, lines)
  local columns = {}
  for i, name in ipairs(block.columns) do
    local number = NUMBERS[name]
    if block.each then
      local first = lines[1] and lines[1][i]
      number = first and type(first.sort) == "number"
    end
    columns[i] = { title = not block.each and context.words(TITLES[name] or name) or name, number = number or nil }
  end
  return columns
end

-- Every line has a cell in every column, and no more.
local function fill(lines, columns)
  for _, line in ipairs(lines) do
    for i = #line + 1, #columns do line[i] = { text = "" } end
    for i = #line, #columns + 1, -1 do line[i] = nil end
  end
  return lines
end

---A report file's own table.
---@param block { rows: table, columns: string[], each: boolean?, after: boolean?, sort: string?, most: integer? }
---@param call fun(word: string, ...): any asks the file in the box; awaits
---@return table|nil block
---@return string? problem
---@return string? code
function M.table(context, block, call)
  local given = rates.with(block.rows, {})
  given.block = nil
  local rows = filter.rows(context.rows, given, context.limits)
  local lines, problem, code
  if block.each then lines, problem, code = by_functions(context, block, rows, call)
  else lines = by_columns(context, block, rows) end
  if not lines then return nil, problem, code end
  sort_lines(block, lines)
  local total = #lines
  for i = total, (block.most or total) + 1, -1 do lines[i] = nil end
  if not block.each then fill_columns(context, block, lines) end
  local columns = columns_of(context, block, lines)
  return { block = "table", columns = columns, bodies = { { rows = fill(lines, columns) } },
    empty = context.words "none", note = total > #lines and context.words("first_of", #lines, total) or nil }
end

return M
