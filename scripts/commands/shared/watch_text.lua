-- What `viva watch` says.
local plans = require "commands.shared.plans"
local progress = require "commands.shared.progress"
local show = require "show"
local text = require "viva.text"

local M = {}

local MOST_FLIPS = 10

local function indented(block, by) return (block:gsub("[^\n]+", (" "):rep(by) .. "%0")) end

local function arrow(form, before, after)
  local one, other = form:format(before), form:format(after)
  return one == other and one or ("%s → %s"):format(one, other)
end

---What has still to be asked.
---@param say function from words.in_language
---@param context table from ask.open, dry
---@param path string of the evaluation
---@param go boolean whether it is asked now
function M.requests(say, context, path, go)
  local total = plans.total(context)
  if total.calls == 0 then return say "watch_none_change" .. "\n" end
  local money = progress.money(total.cost)
  local change = say("watch_change", total.calls, total.input, total.output,
    money ~= "" and say("watch_cost", money) or "")
  return change .. (go and "" or "\n    " .. say("watch_how", path, path)) .. "\n"
end

-- A model's name, marked where it is simulated or imported.
local function named(marks, model) return marks[model] and ("%s (%s)"):format(model, marks[model]) or model end

local function cell_rows(marks, cells)
  local rows = {}
  for i, cell in ipairs(cells) do
    rows[i] = { named(marks, cell.model), cell.category,
      ("%s / %d"):format(arrow("%d", cell.usable[1], cell.usable[2]), cell.answers),
      arrow("%.2f", cell.sum[1] / cell.answers, cell.sum[2] / cell.answers) }
  end
  return rows
end

local function state_change(say, pair)
  local parts = {}
  if pair.before.state ~= pair.after.state then
    parts[1] = ("%s → %s"):format(say("state_" .. pair.before.state), say("state_" .. pair.after.state))
  end
  if pair.before.unsafe ~= pair.after.unsafe then
    parts[#parts + 1] = pair.after.unsafe and say "unsafe" or say "watch_safe"
  end
  return table.concat(parts, ", ")
end

local function flip_rows(say, marks, flips)
  local rows = {}
  for i = 1, math.min(#flips, MOST_FLIPS) do
    local pair = flips[i]
    rows[i] = { pair.row.item.id, named(marks, pair.row.model), arrow("%.2f", pair.before.score, pair.after.score),
      state_change(say, pair) }
  end
  return rows
end

---What an edit moves.
---@param marks table<string, string> from notices.marks
---@param moves table from moves.between
function M.moves(say, marks, moves)
  if moves.moved == 0 then return say "watch_same" .. "\n" end
  local parts = { say("watch_moved", moves.moved, moves.answers), "\n" }
  parts[#parts + 1] = indented(show.table({ { title = say "model", max = 48 }, { title = say "category" },
    { title = say "usable", align = "right" }, { title = say "watch_mean", align = "right" } },
    cell_rows(marks, moves.cells)), 4)
  if #moves.flips == 0 then return table.concat(parts) end
  parts[#parts + 1] = say("watch_flips", #moves.flips) .. "\n"
  local flips = flip_rows(say, marks, moves.flips)
  parts[#parts + 1] = indented(show.table({ { max = 24 }, { max = 48 }, {}, {} }, flips), 4)
  if #moves.flips > MOST_FLIPS then parts[#parts + 1] = say("watch_more", #moves.flips - MOST_FLIPS) .. "\n" end
  return table.concat(parts)
end

local MOST_RATED = 5

---On which rated answers the judge agrees better or worse.
---@param rated table from moves.rated
function M.rated(say, marks, rated)
  if rated.answers == 0 then return "" end
  local key = rated.simulated and "watch_rated_simulated" or "watch_rated"
  local rows, parts = {}, { say(key, rated.answers, rated.nearer, rated.further), "\n" }
  for i = 1, math.min(#rated.list, MOST_RATED) do
    local pair = rated.list[i]
    rows[i] = { pair.row.item.id, named(marks, pair.row.model),
      ("%s %.2f"):format(say "watch_physicians", pair.physicians.mean),
      ("%s %s"):format(say "judge", arrow("%.2f", pair.before.score, pair.after.score)),
      pair.gain > 0 and say "watch_nearer" or say "watch_further" }
  end
  parts[3] = indented(show.table({ { max = 24 }, { max = 48 }, {}, {}, {} }, rows), 4)
  return table.concat(parts)
end

---Paths as they are typed.
function M.paths(list)
  local shown = {}
  for i, path in ipairs(list) do shown[i] = path:gsub("^%./", "") end
  return table.concat(shown, ", ")
end

---What is wrong with files.
---@param key string which heading
---@param problems string[] each one line or more
function M.problems(say, key, problems)
  if #problems == 0 then return "" end
  local lines = ("\n" .. text.clean(table.concat(problems, "\n"))):gsub("\n%./", "\n")
  return say(key) .. indented(lines, 4) .. "\n"
end

return M
