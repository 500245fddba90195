-- The names that may stand within quotes at the prompt, by what they are said of.
local dataset = require "dataset"
local lfs = require "lfs"
local manual = require "manual"
local rows_of = require "desk.rows"
local runs = require "runs"

local M = {}

local function record(desk) return desk.run and rows_of.known(desk.run).saved.record end

local function of_list(key)
  return function(desk)
    local list = {}
    for i, one in ipairs(record(desk) and record(desk)[key] or {}) do list[i] = one.name end
    return list
  end
end

-- The run's dataset is read once; its rows need not be there.
local function dataset_of(desk)
  local known = desk.run and rows_of.known(desk.run)
  if not known then return { items = {} } end
  known.data = known.data or dataset.load(known.saved.record.data) or { items = {} }
  return known.data
end

local function of_items(field)
  return function(desk)
    local list, seen = {}, {}
    for _, item in ipairs(dataset_of(desk).items) do
      local value = item[field]
      if value and not seen[value] then list[#list + 1] = value end
      seen[value or ""] = true
    end
    return list
  end
end

local function files_in(...)
  local folders = { ... }
  return function()
    local list = {}
    for _, folder in ipairs(folders) do
      if lfs.attributes(folder, "mode") == "directory" then
        for file in lfs.dir(folder) do list[#list + 1] = file:match("^([^.].*)%.lua$") end
      end
    end
    return list
  end
end

local function fixed(...)
  local list = { ... }
  return function() return list end
end

local function run_names(desk) return runs.names(desk.out) end

local judges = function(desk)
  local list = of_list "judges"(desk)
  return table.move(list, 1, #list, 1, files_in("judges")())
end

local reports = files_in("reports", viva_root .. "/scripts/reports")
local items, models = of_items "id", of_list "models"

local KINDS = fixed("model", "group", "category", "subcategory", "scene", "difficulty", "language", "item", "judge")

local OPTIONS = {
  by = KINDS, down = KINDS, across = KINDS, convention = fixed("viva", "script", "paper"), model = models, item = items,
  category = of_items "category", subcategory = of_items "subcategory", scene = of_items "scene",
  difficulty = of_items "difficulty", language = fixed("en", "zh"), name = reports,
  format = files_in("writers", viva_root .. "/scripts/writers"),
  state = fixed("usable", "not_usable", "scored", "unreadable", "judging_failed", "answer_failed", "not_asked",
    "not_judged"),
}

local ARGUMENTS = {
  show = { items }, try = { judges, items, models }, open = { run_names }, help = { manual.words },
  answer = { items, models }, table = { function()
    local list = {}
    for name in pairs(require("report").sources()) do list[#list + 1] = name end
    return list
  end },
}

local METHOD_OPTIONS = {
  usability = { "by", "down", "across", "convention" }, leaderboard = { "convention" }, cells = { "by", "convention" },
  report = { "name", "format", "language", "convention", "to" }, unsafe = { "most" },
}

---@return string[] what an option may be
function M.of_option(desk, key) return (OPTIONS[key] or fixed())(desk) end

---@return string[] what the nth argument of a word may be; items and models where nothing is known of it
function M.of_argument(desk, name, position)
  local known = name and ARGUMENTS[name]
  local list = known and (known[position] or fixed())(desk)
  if list and name == "help" then return table.move(manual.pages(), 1, #manual.pages(), #list + 1, list) end
  if list then return list end
  local all = items(desk)
  return table.move(models(desk), 1, #models(desk), #all + 1, all)
end

---@return string[] the options of a method, besides what chooses rows
function M.options(method)
  local list = METHOD_OPTIONS[method] or {}
  return table.move(list, 1, #list, 1, {})
end

return M
