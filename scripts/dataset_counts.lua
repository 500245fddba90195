-- What is in a dataset, as rows of numbers.
local text = require "viva.text"

local M = {}

local function new_row(category, subcategory)
  return { category = category, subcategory = subcategory, items = 0, conversations = 0, several = 0, reference = 0,
    no_reference = 0, checklist = 0, local_only = 0 }
end

local function count(row, item)
  row.items = row.items + 1
  row.reference = row.reference + (item.reference and 1 or 0)
  row.no_reference = row.no_reference + (item.reference and 0 or 1)
  row.checklist = row.checklist + (item.checklist and 1 or 0)
  row.local_only = row.local_only + (item.local_only and 1 or 0)
end

-- The row of a key, made at its first use and kept in that order.
local function row_of(rows, key, category, subcategory)
  if not rows[key] then
    rows[key] = new_row(category, subcategory)
    rows[#rows + 1] = rows[key]
  end
  return rows[key]
end

---@return table[] a row for each category, in the order of the file, and the total
function M.categories(set)
  local rows, total = {}, new_row("all")
  for _, conversation in ipairs(set.conversations) do
    local row = row_of(rows, conversation.category, conversation.category)
    for _, each in ipairs { row, total } do
      each.conversations = each.conversations + 1
      each.several = each.several + (#conversation.items > 1 and 1 or 0)
      for _, item in ipairs(conversation.items) do count(each, item) end
    end
  end
  rows[#rows + 1] = total
  return rows
end

---@return table[] a row for each subcategory
function M.subcategories(set)
  local rows = {}
  for _, item in ipairs(set.items) do
    local subcategory = item.subcategory or ""
    count(row_of(rows, item.category .. "/" .. subcategory, item.category, subcategory), item)
  end
  local position = {}
  for i, row in ipairs(rows) do position[row.category] = position[row.category] or i end
  local order = {}
  for i, row in ipairs(rows) do order[row] = i end
  table.sort(rows, function(a, b)
    if a.category ~= b.category then return position[a.category] < position[b.category] end
    return order[a] < order[b]
  end)
  return rows
end

---@return { rounds: integer, conversations: integer }[]
function M.rounds(set)
  local rows, most = {}, 0
  for _, conversation in ipairs(set.conversations) do
    local rounds = #conversation.items
    rows[rounds], most = (rows[rounds] or 0) + 1, math.max(most, rounds)
  end
  local list = {}
  for rounds = 1, most do
    if rows[rounds] then list[#list + 1] = { rounds = rounds, conversations = rows[rounds] } end
  end
  return list
end

local function length_row(set, category, field)
  local lengths = {}
  for _, item in ipairs(set.items) do
    local counts = item[field] and (not category or item.category == category)
    if counts then lengths[#lengths + 1] = text.len(item[field]) end
  end
  if #lengths == 0 then return nil end
  table.sort(lengths)
  local middle = (lengths[(#lengths + 1) // 2] + lengths[#lengths // 2 + 1]) / 2
  return { category = category or "all", field = field, texts = #lengths, min = lengths[1], max = lengths[#lengths],
    median = middle == middle // 1 and middle // 1 | 0 or middle }
end

---@return table[] rows of category, field, texts, and min, median, max in characters
function M.lengths(set)
  local rows = {}
  for _, category in ipairs(M.categories(set)) do
    for _, field in ipairs { "question", "reference", "checklist" } do
      rows[#rows + 1] = length_row(set, category.category ~= "all" and category.category or nil, field)
    end
  end
  return rows
end

return M
