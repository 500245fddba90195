-- The words that `viva repl`, `viva lua FILE` and `viva -e CODE` have beside Lua's own. scripts/meta/viva_desk.lua
-- tells an editor of them, `viva help desk` a reader.
local meant = require "meant"
local rows_of = require "desk.rows"
local run_here = require "desk.run"
local runs = require "runs"
local text_words = require "words"
local values = require "desk.values"

local M = {}

local function the_run(desk)
  if not desk.run then
    local problem
    desk.run, problem = run_here.open(desk)
    if not desk.run then error(problem, 0) end
  end
  return desk.run
end

local words = {}

---Makes a run the one that is meant.
function words.open(desk, name)
  local run, problem, code = run_here.open(desk, name)
  if not run then return nil, problem, code end
  desk.run = run
  return run
end

---The runs there are, the newest last.
function words.runs(desk)
  local list = {}
  for i, name in ipairs(runs.names(desk.out)) do
    local saved = runs.read(desk.out, name) or { record = { models = {} } }
    local state = saved.under_way and "desk_under_way" or saved.interrupted and "desk_interrupted" or "desk_ended"
    list[i] = { name = name, started = saved.created, models = #saved.record.models, state = desk.say(state) }
  end
  return list
end

local function show_item(desk, id)
  local run, rows = the_run(desk), {}
  local known = rows_of.load(run)
  for _, row in ipairs(known.rows) do
    if row.item.id == id then rows[#rows + 1] = row end
  end
  if #rows == 0 then error(select(2, require("dataset").find({ name = run.name, items = run.dataset }, id)), 0) end
  desk.tell(require("desk.item").text(rows_of.context(run), rows[1].item, rows, desk.columns()))
end

---Prints an item with its answers and verdicts, or any value, so many rows of it.
function words.show(desk, value, most)
  if type(value) == "string" then return show_item(desk, value) end
  desk.tell(values.text(value, { columns = desk.columns(), most = most }))
end

---Judges one answer once.
function words.try(desk, judge, item, answer)
  if type(item) ~= "string" then error("try(judge, item, answer): say which item, as in \"MK/5/1\"", 0) end
  return require("desk.try").try(desk, the_run(desk), judge, item, answer)
end

---Prints a page of the help, or what the pages say of a word.
function words.help(desk, word)
  local manual = require "manual"
  if not word then
    desk.tell((manual.page "desk"):gsub("%s*$", "\n") .. "\npages: " .. table.concat(manual.pages(), ", ") .. "\n")
    return
  end
  local page = manual.find(tostring(word))
  if not page then
    error(desk.say("desk_no_page", tostring(word), meant(word, manual.words())), 0)
  end
  desk.tell((page:gsub("%s*$", "\n")))
end

---As Lua's, and tables are printed as tables.
words["print"] = function(desk, ...)
  local parts, list = {}, table.pack(...)
  for i = 1, list.n do
    parts[i] = type(list[i]) == "string" and list[i]
      or values.text(list[i], { columns = desk.columns() }):gsub("\n$", "")
  end
  desk.tell(table.concat(parts, "\t") .. "\n")
end

M.words = words
M.values = {
  run = the_run,
  stats = function() return require "viva.stats" end,
  score = function() return require "viva.score" end,
}

---@param options { out: string?, tell: fun(s: string), columns: (fun(): integer), follow: function }
---@return table desk
function M.new(options)
  local language = text_words.choose(nil, nil, text_words.locale())
  return { out = options.out or "viva-out", tell = options.tell, columns = options.columns, follow = options.follow,
    language = language, say = text_words.in_language(language), tries = {} }
end

local function unknown(env, name)
  local names = {}
  for _, list in ipairs { env, words, M.values, _G } do
    for known in pairs(list) do names[#names + 1] = tostring(known) end
  end
  error(text_words.here()("desk_no_variable", tostring(name), meant(name, names)), 3)
end

local function strict_assignment(_, name)
  error(("'%s' would become a global variable; say 'local'"):format(tostring(name)), 2)
end

---The variables of code that has the words.
---@param desk table
---@param strict boolean? whether a new global variable is a mistake, as it is in a file
function M.environment(desk, strict)
  local env, bound = {}, {}
  for name, word in pairs(words) do
    bound[name] = function(...) return word(desk, ...) end
  end
  return setmetatable(env, { __newindex = strict and strict_assignment or nil, __index = function(_, name)
    if bound[name] then return bound[name] end
    if M.values[name] then return M.values[name](desk) end
    local value = rawget(_G, name)
    if value == nil then unknown(env, name) end
    return value
  end })
end

return M
