-- What `viva watch` says.
local plans = require "commands.shared.plans"
local progress = require "commands.shared.progress"
local show = require "show"
local text = require "viva.text"

local M = {}

local MOST_FLIPS = 10

local function indented(block, by) return (block:gsub("[^\n]+", (" "):rep(by) .. "%0")) end

local function arrow_of(one, other) return one == other and one or ("%s → %s"):format(one, other) end

local function arrow(form, before, after) return arrow_of(form:format(before), form:format(after)) end

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

-- Usable answers of those with a score, on either side of as many where none has lost or gained one.
local function usable(cell)
  local all, of = cell.answers, cell.usable
  if all[1] == all[2] then return ("%s / %d"):format(arrow("%d", of[1], of[2]), all[1]) end
  return ("%d / %d → %d / %d"):format(of[1], all[1], of[2], all[2])
end

local function mean(cell, side)
  return cell.answers[side] > 0 and ("%.2f"):format(cell.sum[side] / cell.answers[side]) or "–"
end

local function cell_rows(marks, cells)
  local rows = {}
  for i, cell in ipairs(cells) do
    rows[i] = { named(marks, cell.model), cell.category, usable(cell), arrow_of(mean(cell, 1), mean(cell, 2)) }
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

local MOST_REASONS = 5

-- Verdicts that an edit has made no scores any more, and why; those that it has made scores.
local function scoring(say, marks, moves)
  local lost, gained, lines = moves.lost, moves.gained, {}
  if lost.verdicts + lost.answers > 0 then lines[1] = say("watch_lost", lost.verdicts, lost.answers) end
  for i = 1, math.min(#lost.reasons, MOST_REASONS) do
    local one = lost.reasons[i]
    lines[#lines + 1] = "    " .. say("watch_why", one.count, text.clean(one.why):gsub("^%./", ""), one.row.item.id,
      named(marks, one.row.model))
  end
  if #lost.reasons > MOST_REASONS then lines[#lines + 1] = say("watch_more", #lost.reasons - MOST_REASONS) end
  if gained.verdicts + gained.answers > 0 then
    lines[#lines + 1] = say("watch_gained", gained.verdicts, gained.answers)
  end
  return #lines > 0 and table.concat(lines, "\n") .. "\n" or ""
end

---What an edit moves.
---@param marks table<string, string> from notices.marks
---@param moves table from moves.between
function M.moves(say, marks, moves)
  local scores = scoring(say, marks, moves)
  if moves.moved == 0 and scores == "" then return say "watch_same" .. "\n" end
  local parts = { scores, say("watch_moved", moves.moved, moves.answers), "\n" }
  if #moves.cells == 0 then return table.concat(parts) end
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
  local rows, parts = {}, { say(key, rated.answers, arrow("%d", rated.agrees[1], rated.agrees[2]), rated.compared,
    rated.better, rated.worse), "\n" .. say("watch_distance", rated.nearer, rated.further) .. "\n" }
  for i = 1, math.min(#rated.list, MOST_RATED) do
    local pair = rated.list[i]
    rows[i] = { pair.row.item.id, named(marks, pair.row.model),
      ("%s %.2f"):format(say "watch_physicians", pair.physicians.mean),
      ("%s %s"):format(say "judge", arrow("%.2f", pair.before.score, pair.after.score)),
      say(pair.agrees > 0 and "watch_better" or pair.agrees < 0 and "watch_worse" or pair.gain > 0 and "watch_nearer"
        or "watch_further") }
  end
  parts[3] = indented(show.table({ { max = 24 }, { max = 48 }, {}, {}, {} }, rows), 4)
  return table.concat(parts)
end

---Paths as they are typed, each once.
function M.paths(list)
  local shown, seen = {}, {}
  for _, path in ipairs(list) do
    local typed = path:gsub("^%./", "")
    if not seen[typed] then shown[#shown + 1], seen[typed] = typed, true end
  end
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
