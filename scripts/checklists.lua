-- Checklists, resolved: which points an answer to each item is marked by. A dataset brings points as such (`points`)
-- or in its own text, where the rules in checklists/rules/ find them; checklist files take their place or stand beside
-- them.
--
-- item.points    what came of it, in order; each point says in `from` where it stands
-- item.checklist where a file had a say, the points as text; else the dataset's own text, untouched
local experts = require "experts"
local fits = require "fits"
local points = require "points"

local M = {}

local BATCH = 100 -- texts that a rule is given at once, so that it stays within its time

local function with_text(items, field)
  local found = {}
  for _, item in ipairs(items) do
    if not item.points and item[field] and item[field]:find("%S") then found[#found + 1] = item end
  end
  return found
end

local function take(item, found, field)
  if #found == 0 then return end
  for _, point in ipairs(found) do point.from = ("%s of the dataset"):format(field) end
  item.points = points.name(found)
end

local function read_field(rule, items, field)
  for first = 1, #items, BATCH do
    local texts = {}
    for i = first, math.min(first + BATCH - 1, #items) do texts[#texts + 1] = items[i][field] end
    local lists, problem, code = experts.call(rule, "points", texts)
    if not lists then return nil, problem, code end
    for i, found in ipairs(lists) do take(items[first + i - 1], found, field) end
  end
  return true
end

-- The points that the dataset's own texts have, by the first rule that finds any.
local function read_texts(items, rules)
  for _, rule in ipairs(rules) do
    for _, field in ipairs(rule.settings.reads) do
      local done, problem, code = read_field(rule, with_text(items, field), field)
      if not done then return nil, problem, code end
    end
  end
  return true
end

-- Points that a dataset brings as such; those with a weight are criteria of a rubric.
local function name_own(list)
  for _, point in ipairs(list) do
    point.kind, point.from = point.kind or "rubric", "points of the dataset"
  end
  points.name(list)
end

local function is_for(file, item, dataset)
  local settings = file.settings
  if settings.dataset and settings.dataset ~= dataset.name then return false end
  return settings.question == item.id or settings.scene ~= nil and settings.scene == item.scene
end

local function stands_beside(file)
  if file.settings.adds ~= nil then return file.settings.adds end
  return file.settings.scene ~= nil
end

local function add(list, seen, more)
  for _, point in ipairs(more) do
    if not seen[point.id] then
      seen[point.id] = true
      list[#list + 1] = point
    end
  end
end

local function points_of(file)
  local list = {}
  for i, point in ipairs(file.settings.points) do
    list[i] = { id = point.id, kind = point.kind, text = point.text, from = ("%s:%d"):format(file.path, point.line) }
  end
  return list
end

-- A file for the question comes before those for its scene; each point counts once.
local function apply(item, files)
  table.sort(files, function(a, b)
    local first, second = a.settings.question and 0 or 1, b.settings.question and 0 or 1
    if first ~= second then return first < second end
    return a.name < b.name
  end)
  local keeps, list, seen = true, {}, {}
  for _, file in ipairs(files) do keeps = keeps and stands_beside(file) end
  if keeps then add(list, seen, item.points or {}) end
  for _, file in ipairs(files) do add(list, seen, points_of(file)) end
  item.points, item.checklist = list, points.text(list, item.language)
end

---Resolves the checklists of a loaded dataset, in place; awaits.
---@param data table from dataset.load
---@param files table[] loaded checklist files
---@param rules table[] loaded rule files
---@return table[]|nil unused files for this dataset, or for one of nearly its name, that fit no item of it
---@return string? problem
---@return string? code
function M.apply(data, files, rules)
  for _, item in ipairs(data.items) do
    if item.points and not item.points[1].id then name_own(item.points) end
  end
  local done, problem, code = read_texts(data.items, rules)
  if not done then return nil, problem, code end
  local used, unused = {}, {}
  for _, item in ipairs(data.items) do
    local own = {}
    for _, file in ipairs(files) do
      if is_for(file, item, data) then own[#own + 1], used[file] = file, true end
    end
    if #own > 0 then apply(item, own) end
  end
  for _, file in ipairs(files) do
    if not used[file] and not fits.is_elsewhere(file, data) then unused[#unused + 1] = file end
  end
  return unused
end

---Loads the checklists and rules that a record names and resolves the dataset's checklists by them; awaits.
---@param data table from dataset.load
---@param record { checklists: table[]?, rules: table[]? }
---@return table|nil lists { files, rules, unused }
---@return string? problem
---@return string? code
function M.resolve(data, record)
  local files, rules, unused, problem, code
  files, problem, code = experts.load_all("checklist", record.checklists or {})
  if not files then return nil, problem, code end
  rules, problem, code = experts.load_all("rule", record.rules or {})
  if not rules then return nil, problem, code end
  unused, problem, code = M.apply(data, files, rules)
  return unused and { files = files, rules = rules, unused = unused }, problem, code
end

return M
