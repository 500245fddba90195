-- What a run on the desk can do. Besides, every table that a report may show is a method of its name there.
local fields = require "box.filter"
local filter = require "filter"
local results = require "commands.shared.results"
local rows_of = require "desk.rows"
local runs = require "runs"
local screen = require "screen"
local show = require "show"
local states = require "states"
local tables = require "desk.tables"

local MOST = 40 -- answers listed

local filter_fields = {}
for _, field in ipairs(fields.fields) do filter_fields[field.name] = true end

local function said(value, tell)
  return setmetatable(value, { __tostring = tell })
end

-- Options that choose rows, and the others.
local function divided(options)
  local chosen, rest = {}, {}
  for name, value in pairs(options or {}) do
    if filter_fields[name] then chosen[name] = value else rest[name] = value end
  end
  return chosen, rest
end

local function table_value(self, made)
  return said(made, function(block) return tables.text(block, rows_of.known(self).desk.columns()) end)
end

local function from_source(name)
  return function(self, options)
    local chosen, block = divided(options)
    local run = rows_of.where(self, chosen)
    return table_value(self, require("report").sources()[name](rows_of.context(run, block), block))
  end
end

local methods = {}

---A run of the rows that fit.
function methods.where(self, chosen) return rows_of.where(self, chosen or {}) end

-- `by` is the short way to say what the rows and columns of a table of rates are.
function methods.usability(self, options)
  local made = {}
  for name, value in pairs(options or {}) do made[name] = value end
  local by = made.by or not made.down and "category"
  made.by = nil
  if by == "category" then made.down, made.across = "model", "category"
  elseif by == "model" then made.down = "model"
  elseif by then made.down, made.across = by, made.across or "model" end
  return from_source "usability"(self, made)
end

function methods.leaderboard(self, options)
  local chosen, rest = divided(options)
  local context = rows_of.context(rows_of.where(self, chosen), rest)
  return said(context.board(), function(board) return screen.leaderboard(board, context.run, context.language) end)
end

---Cells as numbers, for computing with.
function methods.cells(self, options)
  local chosen, rest = divided(options)
  local by = rest.by or { "model", "category" }
  return rows_of.context(rows_of.where(self, chosen), rest).cells(type(by) == "table" and by or { by })
end

local ITEM_COLUMNS = { { key = "item" }, { key = "model" }, { key = "state" }, { key = "judge", align = "right" },
  { key = "physician", align = "right" }, { key = "question" } }

local function item_row(context, row)
  local state, mark = states.of(row, context.limits), context.marks[row.model]
  local physician = filter.physician(row)
  return { item = row.item.id, model = mark and ("%s (%s)"):format(row.model, mark) or row.model,
    state = context.words("state_" .. state.state) .. (state.unsafe and ", " .. context.words "unsafe_yes" or ""),
    judge = state.score and ("%.3g"):format(state.score), physician = physician and ("%.3g"):format(physician),
    question = row.item.question:sub(1, 400) }
end

local function items_text(self, list, context)
  local rows, columns, rated = {}, {}, false
  for i = 1, math.min(#list, MOST) do
    rows[i] = item_row(context, list[i])
    rated = rated or rows[i].physician ~= nil
  end
  for _, column in ipairs(ITEM_COLUMNS) do
    if column.key ~= "physician" or rated then
      columns[#columns + 1] = { key = column.key, title = context.words(column.key) or column.key, align = column.align,
        max = column.key == "question" and math.max(20, rows_of.known(self).desk.columns() - 78) or 30 }
    end
  end
  local last = #list > MOST and context.words("first_of", MOST, #list) .. "\n" or ""
  return #list == 0 and context.words "desk_no_items" .. "\n" or show.table(columns, rows) .. last
end

---The answers that fit a filter, each with its item and judgings.
function methods.items(self, chosen)
  local known, context = rows_of.load(self), rows_of.context(self)
  local list = filter.rows(known.rows, chosen or {}, context.limits)
  return said(list, function(found) return items_text(self, found, context) end)
end

---Writes a report file's report; returns its path.
function methods.report(self, options)
  local known = rows_of.load(self)
  options = options or {}
  return results.write(known.about, known.rows, known.extra, { name = options.name, format = options.format,
    language = options.language, convention = options.convention, out = options.to })
end

---Any table that a report may show, by its name there.
function methods.table(self, name, options)
  if not require("report").sources()[name] then error(("a report has no table '%s'"):format(tostring(name)), 0) end
  return from_source(name)(self, options)
end

---The stored answer of a model to an item.
function methods.answer(self, item, model, sample)
  for _, row in ipairs(rows_of.load(self).rows) do
    if row.item.id == item and row.model == model and row.sample == (sample or 1) then
      return row.answer.text, row.answer.error, row.answer.code
    end
  end
  return nil, ("'%s' has no answer to %s in this run"):format(tostring(model), tostring(item)), "unknown"
end

local function counted(rows, due)
  local count = { answers = 0, judged = 0, due = 0 }
  for _, row in ipairs(rows) do
    if row.answer.state == "obtained" then count.answers = count.answers + 1 end
    count.due = count.due + due[row.item.id] - (row.spared or 0)
    for _, judging in ipairs(row.judgings) do
      if judging.state ~= "failed" then count.judged = count.judged + 1 end
    end
  end
  return count
end

---How far the run is: "412 of 684 judged, 230 of 228 answers".
function methods.status(self)
  local known = rows_of.load(self)
  local count, rows, say = counted(known.rows, known.extra.due), known.rows, known.desk.say
  known.count = count
  return say("desk_judged", count.judged, count.due) .. ", " .. say("desk_answered", count.answers, #rows)
end

---Reads again what is stored; says how far the run is.
function methods.refresh(self)
  local known = rows_of.known(self)
  if known.parent then methods.refresh(known.parent) end
  local saved, problem, code = runs.read(known.out, known.name)
  if not saved then return nil, problem, code end
  rows_of.forget(self)
  known.saved = saved
  return methods.status(self)
end

---Follows a run that another process makes: the prompt says how far it is. `run:follow(false)` stops that.
function methods.follow(self, on) local desk = rows_of.known(self).desk
  return desk.follow(desk, self, on ~= false) end

return { methods = methods, from_source = from_source }
