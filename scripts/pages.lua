-- What a report says of single items: an index of all answers, small enough to be loaded at once, and pages that hold
-- the texts. A conversation never spans two pages, so that a page has all earlier rounds of its items.
local points = require "points"
local states = require "states"
local text = require "viva.text"

local M = {}

local PAGE_BYTES = 256 * 1024 -- of texts on a page
local START = 120 -- columns of a question in the index

local function size_of_answer(row)
  local answer = row.answer
  local size = #(answer.text or "") + #(answer.reasoning or "") + 200
  for _, judging in ipairs(row.judgings) do size = size + #(judging.reason or "") + #(judging.raw or "") + 150 end
  return size
end

local function size_of_item(item)
  return #item.question + #(item.reference or "") + #(item.checklist or "") + 300
end

---Groups rows by item, in order of first appearance.
---@return table[] items { item = the dataset's, answers = rows, size = bytes }
function M.by_item(rows)
  local order, by_item = {}, {}
  for _, row in ipairs(rows) do
    local one = by_item[row.item]
    if not one then
      one = { item = row.item, answers = {}, size = size_of_item(row.item) }
      by_item[row.item] = one
      order[#order + 1] = one
    end
    one.answers[#one.answers + 1] = row
    one.size = one.size + size_of_answer(row)
  end
  return order
end

local function same_conversation(a, b)
  return a.category == b.category and a.group == b.group
end

---Cuts the items into pages.
---@return table[][] pages lists of what `by_item` gives
function M.cut(items)
  local pages, size = {}, 0
  for i, one in ipairs(items) do
    local fresh = i == 1 or size + one.size > PAGE_BYTES and not same_conversation(items[i - 1].item, one.item)
    if fresh then
      pages[#pages + 1] = {}
      size = 0
    end
    table.insert(pages[#pages], one)
    size = size + one.size
  end
  return pages
end

-- A judging by points tells them beneath its reason.
local function judgings_of(row)
  local list = {}
  for i, judging in ipairs(row.judgings) do
    list[i] = judging
    if judging.points and row.item.points then
      local copy, told = {}, points.told(row.item.points, judging.points)
      for key, value in pairs(judging) do copy[key] = value end
      copy.reason = judging.reason and judging.reason ~= "" and judging.reason .. "\n" .. told or told
      list[i] = copy
    end
  end
  return list
end

local function answer_of(row)
  return { model = row.model, sample = row.sample, answer = row.answer, judgings = judgings_of(row),
    jury = row.jury, ratings = row.ratings }
end

---A page as it crosses to a writer: { item fields..., answers = { { model, sample, answer, judgings } } }.
function M.page(items)
  local page = {}
  for i, one in ipairs(items) do
    local made = {}
    for key, value in pairs(one.item) do made[key] = value end
    made.answers = {}
    for k, row in ipairs(one.answers) do made.answers[k] = answer_of(row) end
    page[i] = made
  end
  return page
end

local function codes_of(row)
  local codes = { row.answer.code }
  for _, judging in ipairs(row.judgings) do
    if judging.state ~= "scored" then codes[#codes + 1] = judging.code end
  end
  return #codes > 0 and table.concat(codes, " ") or nil
end

-- u unsafe, c cut, e empty, r refusal, n unreadable, f failed, j a judge model's score missing from its jury
local function flags_of(row, state)
  local answer = row.answer
  return (state.unsafe and "u" or "") .. (answer.cut and "c" or "") .. (answer.empty and "e" or "")
    .. (answer.refusal and "r" or "") .. (state.unreadable and "n" or "") .. (state.failed and "f" or "")
    .. (state.juror_missing and "j" or "")
end

local function index_item(item, page)
  return { id = item.id, category = item.category, subcategory = item.subcategory, scene = item.scene,
    difficulty = item.difficulty, language = item.language, page = page,
    start = text.cut((item.question:sub(1, 2 * START * 3):gsub("%s+", " ")), START) }
end

local function index_answer(row, number, limits)
  local state = states.of(row, limits)
  return { item = number, model = row.model, sample = row.sample, state = state.state, score = state.score,
    scores = states.scores(row, " "), flags = flags_of(row, state), codes = codes_of(row) }
end

---The index: every item with its page, every answer with its state, score and flags.
---@return table { items = list, answers = list }
function M.index(pages, limits)
  local index = { items = {}, answers = {} }
  for number, page in ipairs(pages) do
    for _, one in ipairs(page) do
      index.items[#index.items + 1] = index_item(one.item, number)
      for _, row in ipairs(one.answers) do
        index.answers[#index.answers + 1] = index_answer(row, #index.items, limits)
      end
    end
  end
  return index
end

return M
