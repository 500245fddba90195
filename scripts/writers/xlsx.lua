-- writers/xlsx.lua: a report as a workbook: a sheet that says what it is, and one for each table and for the items.
-- What a table shows in small print stands in a column of its own; rates are numbers shown as percentages.

extension = "xlsx"
makes = "workbook"

local function said(value) return mark_hidden(tostring(value), "[", "]") end

-- A rate is a number with the digits its text has; a count is a number; what rests on few items stays as it is shown.
local function value_of(cell)
  local digits = cell.text:match("^%-?%d+%.?(%d*)%%$")
  if digits and type(cell.sort) == "number" then
    local style = #digits > 1 and "percent2" or "percent"
    return { value = cell.sort, style = cell.strong and style .. "_bold" or style }
  end
  local number = cell.text:find("^[+-]?%d+%.?%d*$") and tonumber(cell.text)
  -- Thousands stand apart by a narrow space.
  if not number and type(cell.sort) == "number" and cell.text:gsub("\u{202F}", ""):find("^%d+$") then
    number = cell.sort
  end
  return { value = number or said(cell.text), style = cell.strong and "bold" or cell.wide and "wrap" or "plain" }
end

local function text_of(cell)
  local text = said(cell.text)
  if cell.mark then text = ("%s (%s)"):format(text, said(cell.mark)) end
  return { value = text, style = cell.head and "bold" or cell.wide and "wrap" or "plain" }
end

-- Which columns have small print.
local function notes_of(block)
  local found = {}
  for _, body in ipairs(block.bodies) do
    for _, row in ipairs(body.rows) do
      for i, cell in ipairs(row) do found[i] = found[i] or cell.sub ~= nil end
    end
  end
  return found
end

local function head_row(block, notes, words)
  local row = {}
  for i, column in ipairs(block.columns) do
    row[#row + 1] = { value = said(column.title), style = "head" }
    if notes[i] then
      row[#row + 1] = { value = ("%s: %s"):format(said(column.title), words.details), style = "head" }
    end
  end
  return row
end

local function body_row(cells, block, notes)
  local row = {}
  for i, cell in ipairs(cells) do
    row[#row + 1] = block.columns[i].number and value_of(cell) or text_of(cell)
    if notes[i] then row[#row + 1] = { value = said(cell.sub or ""), style = "dim" } end
  end
  return row
end

local function add_wide(widths, block, notes)
  local column = 0
  for i = 1, #block.columns do
    column = column + 1
    local first = block.bodies[1] and block.bodies[1].rows[1]
    if first and first[i] and first[i].wide then widths[column] = 60 end
    if notes[i] then column = column + 1 end
  end
  return widths
end

local function table_sheet(block, name, document)
  local notes = notes_of(block)
  local rows = { head_row(block, notes, document.words) }
  for _, body in ipairs(block.bodies) do
    if body.title then rows[#rows + 1] = { { value = said(body.title), style = "group" } } end
    for _, row in ipairs(body.rows) do rows[#rows + 1] = body_row(row, block, notes) end
  end
  if block.note then
    rows[#rows + 1] = { "" }
    rows[#rows + 1] = { { value = said(block.note), style = "dim" } }
  end
  return { name = name, frozen = 1, rows = rows, widths = add_wide({}, block, notes) }
end

local function items_sheet(document, name)
  local words, index, marks = document.words, document.index, {}
  for _, model in ipairs(document.models) do
    marks[model.name] = model.simulated and words.simulated or model.imported and words.imported or nil
  end
  local rows = { {} }
  for i, key in ipairs { "item", "category", "subcategory", "model", "sample", "state", "score", "scores", "flag",
    "question" } do
    rows[1][i] = { value = words[key], style = "head" }
  end
  local flags = { u = words.unsafe, c = words.cut, e = words.empty, r = words.refusal }
  for i, answer in ipairs(index.answers) do
    local item, marked = index.items[answer.item], {}
    for letter in answer.flags:gmatch "." do marked[#marked + 1] = flags[letter] end
    rows[i + 1] = { { value = said(item.id), style = "bold" }, said(item.category), said(item.subcategory or ""),
      text_of { text = answer.model, mark = marks[answer.model] }, answer.sample, words["state_" .. answer.state],
      answer.score or "", (answer.scores:gsub(" ", " · ")), table.concat(marked, ", "), said(item.start) }
  end
  return { name = name, frozen = 1, rows = rows }
end

local function front(document)
  local rows = { { { value = said(document.title), style = "title" } },
    { { value = said(document.subtitle), style = "dim" } }, { "" } }
  for _, banner in ipairs(document.banners) do
    local lead = banner.lead and banner.lead .. " " or ""
    rows[#rows + 1] = { { value = said(lead .. banner.text), style = "warn" } }
  end
  return { name = document.words.report, rows = rows, widths = { 100 } }
end

function write(document)
  local first = front(document)
  local sheets, heading, rows = { first }, document.words.run, first.rows
  for _, block in ipairs(document.blocks) do
    local made = block.block == "chart" and block.table or block
    if block.block == "heading" then
      heading = block.text
      rows[#rows + 1] = { { value = said(block.text), style = "bold" } }
    elseif block.block == "text" then
      rows[#rows + 1] = { { value = said(block.text), style = "wrap" } }
    elseif block.block == "items" then
      sheets[#sheets + 1] = items_sheet(document, heading)
    elseif #made.bodies == 0 then
      rows[#rows + 1] = { { value = said(made.empty or "–"), style = "dim" } }
    else
      sheets[#sheets + 1] = table_sheet(made, block.title or heading, document)
    end
  end
  return { title = said(document.title), sheets = sheets }
end
