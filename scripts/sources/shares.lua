-- Named source `shares`: mean scores by rubric, for each model: over all answers, by category, by tag of the criteria.
local shape = require "sources.shape"
local shares = require "shares"

local M = {}

local function cell_of(tally)
  local mean = tally and shares.mean(tally)
  if not mean then return { text = "–", sort = -1, tone = "dim" } end
  return { text = ("%.3f"):format(mean), sub = ("n = %d"):format(tally.count), sort = mean }
end

local function names_in(models, kind)
  local seen, names = {}, {}
  for _, model in ipairs(models) do
    for name in pairs(model[kind]) do
      if not seen[name] then names[#names + 1] = name end
      seen[name] = true
    end
  end
  table.sort(names)
  return names
end

local function body_of(models, kind, title)
  local rows = {}
  for i, name in ipairs(names_in(models, kind)) do
    rows[i] = { { text = name, head = true } }
    for k, model in ipairs(models) do rows[i][k + 1] = cell_of(model[kind][name]) end
  end
  return #rows > 0 and { title = title, rows = rows } or nil
end

local function counts(models, words, key, title)
  local row = { { text = words(title), head = true } }
  for k, model in ipairs(models) do row[k + 1] = { text = ("%d"):format(model[key]), sort = model[key] } end
  return row
end

---Mean scores by rubric.
function M.shares(context)
  local words, models = context.words, shares.models(context.rows)
  if #models == 0 then return shape.lacking(words "no_shares") end
  local columns, all = { { title = words "part" } }, { { text = words "all_items", head = true } }
  for k, model in ipairs(models) do
    local mark = context.marks[model.model]
    columns[k + 1] = { title = model.model .. (mark and (" (%s)"):format(mark) or ""), number = true }
    all[k + 1] = cell_of(model.all)
  end
  local bodies = { { rows = { all, counts(models, words, "due", "asked"),
    counts(models, words, "unreadable", "unreadable"), counts(models, words, "failed", "failed") } } }
  bodies[#bodies + 1] = body_of(models, "categories", words "share_categories")
  bodies[#bodies + 1] = body_of(models, "tags", words "share_tags")
  return { block = "table", columns = columns, bodies = bodies,
    note = words "share_note" }
end

M.sources = { shares = M.shares }

return M
