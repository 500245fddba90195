-- Named sources of a report: the judge against physicians, and physicians among themselves.
local coverage = require "coverage"
local rates = require "sources.rates"
local shape = require "sources.shape"

local M = {}

local DASH, MARK = "–", "‡"
local USABLE = { "agreement", "kappa", "ac1", "macro_f1" }
local LEVELS = { "agreement", "adjacent", "kappa", "kappa_linear", "kappa_quadratic", "ac2", "alpha_ordinal",
  "spearman", "absolute_error", "bias" }
local SHARES = { agreement = true, adjacent = true }
local KAPPAS = { kappa = true, kappa_linear = true, kappa_quadratic = true }

---A measure as people read it: shares in percent, the others with two digits.
function M.number(name, value, context)
  if SHARES[name] then return rates.percent(value, context) .. "%" end
  return (name == "bias" and "%+.2f" or "%.2f"):format(value)
end

local function interval_text(name, one, context)
  if not one.low then return nil end
  if SHARES[name] then return ("[%s–%s]"):format(rates.percent(one.low, context), rates.percent(one.high, context)) end
  return ("[%.2f–%.2f]"):format(one.low, one.high)
end

-- An interval that held the truth too seldom in our simulations, at so many conversations.
local function is_marked(name, one, about)
  return about and one.low and coverage.marked_agreement(about.kind, name, about.conversations)
end

---A measure with its interval as a cell; where it is not defined, a dash and the reason.
---@param about { kind: string, conversations: integer }? what its interval was made from
function M.measure(context, name, measures, reason, about)
  if not measures then return { text = DASH, sort = -1, sub = reason, tone = "dim" } end
  local one, why = measures[name], measures.undefined[name]
  if type(one) == "number" then one = { value = one } end
  if not one then return { text = DASH, sort = -1, sub = why, tone = "dim" } end
  return { text = M.number(name, one.value, context), sort = one.value, interval = one.low and one or nil,
    sub = one.low and interval_text(name, one, context) .. (is_marked(name, one, about) and MARK or "") or why }
end

local function share(context, value) return value and rates.percent(value, context) .. "%" or DASH end

---The table there is when nobody has rated.
function M.empty(context) return shape.lacking(context.words "no_ratings") end

local function rated(context)
  local agreement = context.agreement
  return agreement and #agreement.observations() > 0 and agreement or nil
end
M.rated = rated

local function notes(context, whole, unscored, marked)
  local words = context.words
  local said = { words "agree_note" }
  if whole.weighted then said[#said + 1] = words "agree_weighted" end
  if whole.both and not whole.counts.twice_small then said[#said + 1] = words "agree_fleiss" end
  if unscored > 0 then said[#said + 1] = words("agree_unscored", unscored) end
  if marked then said[#said + 1] = words("interval_seldom", MARK) end
  return rates.sentences(context, said)
end

local function count_row(title, one, other)
  return { { text = title, head = true }, { text = ("%d"):format(one), sort = one },
    { text = ("%d"):format(other), sort = other } }
end

local function count_rows(context, whole)
  local words, counts = context.words, whole.counts
  local function said(value, count)
    return { text = counts.small and ("%d/%d"):format(count, counts.pairs) or share(context, value) }
  end
  return {
    count_row(words "rated_answers", counts.answers, counts.twice),
    count_row(words "items", counts.items, counts.twice_items),
    count_row(words "conversations", counts.conversations, counts.twice_conversations),
    count_row(words "raters", counts.raters, counts.raters),
    count_row(words "rated_pairs", counts.pairs, whole.among_pairs),
    { { text = words "said_usable", head = true }, said(whole.said_usable, whole.said_count), { text = "" } },
    { { text = words "judge_usable", head = true }, said(whole.judge_usable, whole.judge_count), { text = "" } },
  }
end

-- The ceiling of one measure. Of few items: counts. Kappa of more than two physicians bears its own name.
local function ceiling_of(context, name, whole, kind)
  local counts, measures = whole.counts, whole.raters[kind]
  if name == "bias" then return { text = "" } end
  if measures and counts.twice_small then
    local pair_counts = kind == "usable" and name == "agreement"
    return { text = pair_counts and ("%d/%d"):format(whole.among_agreed, whole.among_pairs) or DASH, sort = -1,
      sub = context.words("agree_small", rates.SMALL), tone = not pair_counts and "dim" or nil }
  end
  local cell = M.measure(context, name, measures, whole.undefined["raters_" .. kind],
    { kind = kind, conversations = counts.twice_conversations })
  if whole.both and KAPPAS[name] and cell.text ~= DASH then
    cell.sub = context.words "fleiss" .. (cell.sub and ": " .. cell.sub or "")
  end
  return cell
end

local function measure_rows(context, names, whole, kind)
  local rows = {}
  local by_judge = { kind = kind, conversations = whole.counts.conversations }
  for i, name in ipairs(names) do
    rows[i] = { { text = context.words("m_" .. name), head = true },
      M.measure(context, name, whole.judge[kind], whole.undefined["judge_" .. kind], by_judge),
      ceiling_of(context, name, whole, kind) }
  end
  return rows
end

local function any_marked(bodies)
  for _, body in ipairs(bodies) do
    for _, row in ipairs(body.rows) do
      for _, cell in ipairs(row) do
        if (cell.sub or ""):find(MARK, 1, true) then return true end
      end
    end
  end
  return false
end

-- Few items: how many of the pairs agree, and no measure.
local function few_rows(context, whole)
  local words = context.words
  return { { { text = words "m_agreement", head = true },
    { text = ("%d/%d"):format(whole.agreed, whole.counts.pairs), sub = words("agree_small", rates.SMALL) },
    { text = ("%d/%d"):format(whole.among_agreed, whole.among_pairs) } } }
end

---Every measure of all rated answers: judge and physicians beside physicians among themselves.
function M.agreement(context)
  local words, found = context.words, rated(context)
  local columns = { { title = words "measure" }, { title = words "judge_and_physicians", number = true },
    { title = words "among_physicians", number = true } }
  if not found then return M.empty(context) end
  local whole, _, unscored = found.whole(), found.observations()
  local bodies = { { rows = count_rows(context, whole) } }
  if whole.counts.small then
    bodies[2] = { title = words "usable_or_not", rows = few_rows(context, whole) }
  else
    bodies[2] = { title = words "usable_or_not",
      rows = measure_rows(context, USABLE, whole, "usable") }
    bodies[3] = { title = words "levels_of",
      rows = measure_rows(context, LEVELS, whole, "levels") }
  end
  return { block = "table", note = notes(context, whole, unscored, any_marked(bodies)), bodies = bodies,
    columns = columns }
end

local function agreed_cell(context, cell, link)
  local counts = ("%d/%d"):format(cell.agreed, cell.pairs)
  if not cell.usable then return { text = counts, sort = cell.agreed / cell.pairs, link = link } end
  local made = M.measure(context, "agreement", cell.usable)
  made.link, made.sub = link, rates.joined(made.sub, counts)
  return made
end

local function ceiling_cell(context, cell)
  if cell.among_pairs == 0 then return { text = DASH, sort = -1, tone = "dim" } end
  local counts = ("%d/%d"):format(cell.among_agreed, cell.among_pairs)
  if not cell.ceiling then return { text = counts, sort = cell.among_agreed / cell.among_pairs } end
  local made = M.measure(context, "agreement", cell.ceiling)
  made.sub = counts
  return made
end

local function plain_cell(context, name, measures)
  if not measures then return { text = "", sort = -1 } end
  return M.measure(context, name, measures)
end

local function key_cell(context, kind, key)
  if kind == "category" then
    return { text = rates.category_name(context, key), link = { category = key }, head = true }
  end
  local simulated = kind == "rater" and context.run.ratings and context.run.ratings.simulated
  return { text = key, head = true, link = kind == "model" and { model = key } or nil,
    mark = kind == "model" and context.marks[key] or simulated and context.words "simulated" or nil }
end
M.key = key_cell

-- A terminal has room for the first measures alone.
local MEASURES = { "kappa", "ac1", "macro_f1" }
local LEVEL_MEASURES = { "kappa_quadratic", "ac2", "alpha_ordinal" }

local function cell_row(context, kind, cell, short)
  local link = kind ~= "rater" and { [kind] = cell.key } or nil
  local few = cell.counts.small
  local row = { key_cell(context, kind, cell.key), rates.count(cell.counts.answers, link),
    agreed_cell(context, cell, link), ceiling_cell(context, cell),
    { text = share(context, not few and cell.said_usable or nil) },
    { text = share(context, not few and cell.judge_usable or nil) } }
  for _, name in ipairs(MEASURES) do row[#row + 1] = plain_cell(context, name, cell.usable) end
  for _, name in ipairs(short and {} or LEVEL_MEASURES) do row[#row + 1] = plain_cell(context, name, cell.levels) end
  return row
end

local function sorted(context, kind, cells)
  if kind ~= "category" then return cells end
  local place, list = {}, table.move(cells, 1, #cells, 1, {})
  for i, name in ipairs(rates.categories(context.rows)) do place[name] = i end
  table.sort(list, function(a, b) return place[a.key] < place[b.key] end)
  return list
end
M.sorted = sorted

---Agreement by category, model, rater or whatever `down` says.
function M.agreement_by(context, block)
  local words, kind, found = context.words, block.down or "category", rated(context)
  if type(kind) == "table" then kind = kind[1] end
  local columns = { { title = words(kind) }, { title = words "rated_answers", number = true } }
  for _, title in ipairs { words "m_agreement", words "ceiling", words "said_usable", words "judge_usable" } do
    columns[#columns + 1] = { title = title, number = true }
  end
  for _, names in ipairs { MEASURES, not block.short and LEVEL_MEASURES or {} } do
    for _, name in ipairs(names) do columns[#columns + 1] = { title = words("m_" .. name), number = true } end
  end
  if not found then return M.empty(context) end
  local rows = {}
  for i, cell in ipairs(sorted(context, kind, found.cells(kind))) do
    rows[i] = cell_row(context, kind, cell, block.short)
  end
  return { block = "table", bodies = { { rows = rows } }, columns = columns,
    note = rates.sentences(context, { words("small_cells", rates.SMALL), words "ceiling_note" }) }
end

M.sources = { agreement = M.agreement, agreement_by = M.agreement_by }

return M
