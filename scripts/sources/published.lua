-- Named source of a report: the figures that the dataset's authors published (data/published/llmeval-med.json), beside
-- those of the run where the two count alike, and what can be worked out from them. Published figures stand only beside
-- the convention `paper`.
local conventions = require "conventions"
local files = require "files"
local json = require "json"
local rates = require "sources.rates"
local shape = require "sources.shape"
local stats = require "viva.stats"
local words_of = require "words"

local M = {}

local PATH = "/data/published/llmeval-med.json"
local GROUPS = { "open", "closed", "specialized", "other" }
local NEAR = 0.0101 -- points; OP is printed to two digits

local kept

---The published figures: { source, items, judge, released_subcategories, figures, agreement_percent, mtg_confusion }.
function M.figures()
  kept = kept or assert(json.decode(assert(files.read(viva_root .. PATH))))
  return kept
end

local function share(percent) return { text = ("%.2f%%"):format(percent), sort = percent / 100 } end

local function note_of(context, ...)
  local said = { context.words("published_source", M.figures().source), ... }
  return table.concat(said, context.language == "zh" and "" or " ")
end

local function published_row(context, row)
  local cells = { { text = row.model, head = true, mark = context.words "published", mark_tone = "quiet" } }
  for i, value in ipairs(row.values) do cells[i + 1] = share(value) end
  cells[2].strong = true
  return { cells = cells, group = row.group, rank = row.values[1] / 100 }
end

local function own_row(context, row)
  local link = { model = row.model }
  local op = row.op and { text = rates.percent(row.op, context) .. "%", sort = row.op } or { text = "–", sort = -1 }
  op.strong, op.link, op.interval = true, link, row.op_interval
  op.sub = rates.interval(row.op_interval, context)
  local cells = { { text = row.model, head = true, mark = context.marks[row.model], link = link }, op }
  for _, category in ipairs(conventions.categories) do
    cells[#cells + 1] = rates.rate(context, row.categories[category], rates.with(link, { category = category }))
  end
  return { cells = cells, group = row.group or "other", rank = row.op or -1 }
end

local function by_group(context, list)
  local bodies = {}
  for _, group in ipairs(GROUPS) do
    local rows = {}
    for _, one in ipairs(list) do
      if one.group == group then rows[#rows + 1] = one end
    end
    table.sort(rows, function(a, b)
      if a.rank ~= b.rank then return a.rank > b.rank end
      return a.cells[1].text < b.cells[1].text
    end)
    for i, one in ipairs(rows) do rows[i] = one.cells end
    if #rows > 0 then bodies[#bodies + 1] = { title = context.words(group), rows = rows } end
  end
  return bodies
end

local function columns_of(context, names)
  local columns = { { title = context.words "model" } }
  for i, name in ipairs(names) do
    columns[i + 1] = { title = words_of.pick(name, context.language), number = true, hint = context.words(name) }
  end
  return columns
end

-- The leaderboard of the paper, the run's own models among it.
local function usability(context)
  local figures, list = M.figures(), {}
  local own = context.board()
  for _, row in ipairs(figures.figures.usability.rows) do list[#list + 1] = published_row(context, row) end
  for _, row in ipairs(own.rows) do list[#list + 1] = own_row(context, row) end
  local mtg = own.mtg_by_judge and context.words "mtg_by_judge" or nil
  return { bodies = by_group(context, list), columns = columns_of(context, figures.figures.usability.columns),
    note = note_of(context, context.words("published_items", figures.items.paper, figures.items.released), mtg) }
end

-- Other tables hold what was published alone: the released data do not have the paper's subcategories.
local function alone(figure)
  return function(context)
    local made, bodies = M.figures().figures[figure], {}
    local percent = figure ~= "mtg_dimensions"
    for i, row in ipairs(made.rows) do
      local cells = { { text = row.model, head = true, mark = context.words "published", mark_tone = "quiet" } }
      for k, value in ipairs(row.values) do
        cells[k + 1] = percent and share(value) or { text = ("%.2f"):format(value), sort = value }
      end
      bodies[i] = { cells = cells, group = row.group, rank = -i }
    end
    local released = M.figures().released_subcategories[figure]
    local note = released and context.words("published_subcategories", #made.columns, figure, released) or nil
    return { bodies = by_group(context, bodies), columns = columns_of(context, made.columns),
      note = note_of(context, note) }
  end
end

local function agreement(context)
  local figures, rows = M.figures(), {}
  for i, name in ipairs { "overall", table.unpack(conventions.categories) } do
    rows[i] = { { text = name == "overall" and context.words "all_items" or rates.category_name(context, name),
      head = true }, share(figures.agreement_percent[name]) }
  end
  return { bodies = { { rows = rows } }, note = note_of(context), columns = { { title = context.words "category" },
    { title = context.words "published_agreement", number = true } } }
end

---Cohen's kappa of a published matrix of physicians (rows) against the automated judge (columns), usable or not.
function M.kappa(counts)
  return assert(stats.kappa(stats.crosstab_of(counts, { 1, 2 }))).value
end

local function confusion(context)
  local words, rows = context.words, {}
  for i, one in ipairs(M.figures().mtg_confusion) do
    local both, human, judge, neither = one.counts[1][1], one.counts[1][2], one.counts[2][1], one.counts[2][2]
    local kappa = M.kappa(one.counts)
    rows[i] = { { text = one.model, head = true, mark = words "published" } }
    for _, count in ipairs { both, human, judge, neither } do rows[i][#rows[i] + 1] = rates.count(count) end
    rows[i][6] = share((both + neither) / (both + human + judge + neither) * 100)
    rows[i][7] = { text = ("%.2f"):format(kappa), sort = kappa }
  end
  local columns = { { title = words "model" } }
  for _, name in ipairs { "published_both", "published_human", "published_judge", "published_neither",
    "published_agreement", "published_kappa" } do columns[#columns + 1] = { title = words(name), number = true } end
  return { bodies = { { rows = rows } }, columns = columns, note = note_of(context) }
end

---What OP would be as the plain mean of the categories, model by model: { model, printed, mean, deviates }.
function M.means()
  local found = {}
  for i, row in ipairs(M.figures().figures.usability.rows) do
    local sum = 0
    for k = 2, #row.values do sum = sum + row.values[k] end
    local mean = sum / (#row.values - 1)
    found[i] = { model = row.model, group = row.group, printed = row.values[1], mean = mean,
      deviates = math.abs(row.values[1] - mean) > NEAR }
  end
  return found
end

---The categories from the easiest to the hardest, by the mean of all published models: { category, mean }.
function M.order()
  local figure, found = M.figures().figures.usability, {}
  for k = 2, #figure.columns do
    local sum = 0
    for _, row in ipairs(figure.rows) do sum = sum + row.values[k] end
    found[k - 1] = { category = figure.columns[k], mean = sum / #figure.rows }
  end
  table.sort(found, function(a, b) return a.mean > b.mean end)
  return found
end

local function op(context)
  local rows, deviating, order = {}, {}, {}
  for i, one in ipairs(M.means()) do
    local difference = one.printed - one.mean
    rows[i] = { cells = { { text = one.model, head = true, mark = context.words "published", mark_tone = "quiet" },
      share(one.printed), share(one.mean),
      { text = ("%+.2f"):format(difference), sort = difference, tone = one.deviates and "warn" or "dim" } },
      group = one.group, rank = -i }
    if one.deviates then deviating[#deviating + 1] = one.model end
  end
  for i, one in ipairs(M.order()) do order[i] = ("%s %.2f%%"):format(one.category, one.mean) end
  return { bodies = by_group(context, rows), columns = { { title = context.words "model" },
    { title = context.words "published_op", number = true }, { title = context.words "published_mean", number = true },
    { title = context.words "published_difference", number = true } },
    note = note_of(context,
      context.words("published_deviates", #rows - #deviating, #rows, table.concat(deviating, ", ")),
      context.words("published_order", table.concat(order, " > "))) }
end

local FIGURES = { usability = usability, agreement = agreement, confusion = confusion, op = op }
for _, name in ipairs { "MK", "MLU", "MR", "MSE", "MTG", "mtg_dimensions" } do FIGURES[name] = alone(name) end

---`figures` names which: usability (the leaderboard, with the run's models), MK, MLU, MR, MSE, MTG (subcategories),
---mtg_dimensions, agreement, confusion, op.
function M.published(context, block)
  if context.convention ~= "paper" then
    return shape.lacking(context.words "published_paper_only")
  end
  local made = FIGURES[block.figures or "usability"](context)
  made.block = "table"
  return made
end

M.sources = { published = M.published }

return M
