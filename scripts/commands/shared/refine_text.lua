-- What `viva refine` says: disagreements with their texts side by side, and what a change has done.
local diff = require "diff"
local loop = require "viva.loop"
local notices = require "notices"
local refine = require "stages.refine"
local show = require "show"
local texts = require "sources.refinement"
local text = require "viva.text"
local words = require "words"
local wrap = require "wrap"

local M = {}

local MOST_COLUMNS = 420 -- of each text on the screen; the report has the whole of it

local function columns() return math.min(loop.terminal(1) or 110, 130) end

local function named(say, title, content)
  if not content or content == "" then return "" end
  return "    " .. say(title) .. "\n" .. wrap.text(text.cut(content, MOST_COLUMNS), columns(), "      ")
end

local function score(value) return value and ("%.2f"):format(value) or "–" end

local function of_row(say, row, title)
  local parts = { title, "\n", named(say, "question", row.item.question),
    named(say, "reference", row.item.reference) }
  return parts
end

local function model_name(marks, row)
  return marks[row.model] and ("%s (%s)"):format(row.model, marks[row.model]) or row.model
end

local function answer_text(say, marks, label, one)
  local row = one.row
  local title = ("%s  %s  %s  %s, %s"):format(label, row.item.id, model_name(marks, row),
    say("refine_judge", one.judge, score(one.state.score)), one.physicians
      and say("refine_physicians", one.physicians.mean) or say("refine_spread", ("%g"):format(one.size)))
  local parts = of_row(say, row, title)
  parts[#parts + 1] = named(say, "checklist", texts.points(row.item))
  parts[#parts + 1] = named(say, "answer", row.answer.text)
  parts[#parts + 1] = named(say, "refine_reasons", texts.reasons(row))
  parts[#parts + 1] = named(say, "refine_said", texts.values(row))
  return table.concat(parts)
end

---What judge and raters found of a point on one answer.
function M.met(say, case)
  if not case.rated then return say("refine_met_rounds", math.floor(case.judged * 100 + 0.5)) end
  return say("refine_met", math.floor(case.judged * 100 + 0.5), math.floor(case.rated * 100 + 0.5))
end

local function point_text(say, marks, label, one)
  local case = one.cases[1]
  local title = ("%s  %s  [%s] %s"):format(label, case.row.item.id, one.point.kind,
    say("refine_share", math.floor(one.size * 100 + 0.5), #one.cases))
  local parts = of_row(say, case.row, title)
  parts[#parts + 1] = named(say, "refine_point", one.point.text)
  parts[#parts + 1] = named(say, "answer", ("%s, %s\n%s"):format(model_name(marks, case.row), M.met(say, case),
    case.row.answer.text))
  parts[#parts + 1] = named(say, "refine_reasons", texts.reasons(case.row, one.point.id))
  parts[#parts + 1] = named(say, "refine_said", texts.values(case.row, one.point.id))
  return table.concat(parts)
end

---The list of disagreements.
---@param found table from refining.disagreements
---@param most integer of each kind
function M.list(say, run, found, most)
  local marks, parts = notices.marks(run, say), {}
  parts[1] = (found.rated and say("refine_rated", found.counts.tuning, found.counts.held_out)
    or say "refine_rounds") .. "\n"
  if #found.answers + #found.points == 0 then parts[#parts + 1] = say "refine_none" .. "\n" end
  for letter, list in pairs { A = found.answers, P = found.points } do
    local title = letter == "A" and "refine_title_answers" or "refine_title_points"
    local form = letter == "A" and answer_text or point_text
    local block = { #list > 0 and ("\n%s\n\n"):format(say(title)) or "" }
    for i = 1, math.min(#list, most) do block[#block + 1] = form(say, marks, letter .. i, list[i]) .. "\n" end
    parts[letter == "P" and "points" or "answers"] = table.concat(block)
  end
  return table.concat(parts) .. parts.points .. parts.answers
end

local SMALL = 20 -- answers below which counts stand instead of shares

-- A difference; what rounds to nothing has no sign.
local function signed(form, value)
  local shown = form:format(value)
  return shown:find("[1-9]") and shown or shown:gsub("^[+-]", "")
end

-- A difference with its interval, or why it has none: one of no width would claim certainty.
local function change(say, form, one)
  local difference = one.difference and signed(form, one.difference) or "–"
  if not one.low then
    local why = one.changed == 0 and "refine_unchanged" or one.clusters == 1 and "refine_one" or "refine_alike"
    return one.difference and ("%s (%s)"):format(difference, say(why)) or difference
  end
  return ("%s [%s, %s]"):format(difference, signed(form, one.low), signed(form, one.high))
end

local function percent(one)
  local made = { n = one.n, changed = one.changed, clusters = one.clusters }
  for _, key in ipairs { "before", "after", "difference", "low", "high" } do made[key] = one[key] and one[key] * 100 end
  return made
end

local function share(one, key)
  if one.n < SMALL then return ("%g/%d"):format(math.floor(one[key] * one.n * 10 + 0.5) / 10, one.n) end
  return ("%.0f %%"):format(one[key] * 100)
end

local PARTS = { "tuning", "held_out", "all" }

-- What a measure was, is, and how it has changed, as texts.
local function cells_of(say, measure, one)
  if measure == "distance" then
    return ("%.2f"):format(one.before), ("%.2f"):format(one.after), change(say, "%+.2f", one)
  end
  return share(one, "before"), share(one, "after"), change(say, "%+.0f", percent(one))
end

---One line of an effect, for the ledger.
function M.effect_line(say, effect)
  local parts = {}
  for _, measure in ipairs(refine.measures) do
    if effect[measure] then
      parts[#parts + 1] = ("%s %s → %s, %s"):format(say("refine_" .. measure), cells_of(say, measure, effect[measure]))
    end
  end
  return table.concat(parts, "; ")
end

local function effect_rows(say, effect)
  local rows = {}
  for _, part in ipairs(PARTS) do
    local titled = false
    for _, measure in ipairs(effect[part] and refine.measures or {}) do
      local one = effect[part][measure]
      if one then
        local title = ("%s (%d)"):format(say("refine_part_" .. part), one.n)
        rows[#rows + 1] = { titled and "" or title, say("refine_" .. measure), cells_of(say, measure, one) }
        titled = true
      end
    end
  end
  return rows
end

---What a change has done to the agreement.
---@param effect table from refine.effect
---@param titles string[]? of the two sides, where they are not before and after
function M.effect(say, effect, titles)
  local rows = effect_rows(say, effect)
  if #rows == 0 then return "" end
  return show.table({ { title = say "refine_part" }, { title = say "refine_measure" },
    { title = titles and titles[1] or say "refine_before", align = "right" },
    { title = titles and titles[2] or say "refine_after", align = "right" },
    { title = say "refine_change", align = "right" } }, rows)
    .. say(titles and "refine_note_versions" or "refine_note") .. "\n"
end

---A proposal beside the file it would change.
---@param proposal table { by, path, source }
---@param old string? the file now
---@param is_new boolean whether the workspace has no such file yet
function M.diff(say, proposal, old, is_new)
  local new = is_new and (" (%s)"):format(say "refine_new_file") or ""
  local lines = { say("refine_proposed", proposal.by, proposal.path) .. new }
  for _, line in ipairs(diff.lines(old or "", proposal.source)) do lines[#lines + 1] = "  " .. text.clean(line) end
  return table.concat(lines, "\n") .. "\n"
end

---The words of a run's language, or of the one asked for.
function M.say(options, run)
  return words.in_language(words.choose(options.language, run.language, words.locale()))
end

return M
