-- Two runs side by side: the items of both, paired differences, what changed and what differs.
local aggregate = require "stages.aggregate"
local comparison = require "comparison"
local differences = require "differences"
local make = dofile "tests/lua/support/rows.lua"
local stats = require "viva.stats"

local M = {}

local function made(options)
  local run, rows = make.make(options or { items = 100, models = 2, repeats = 3 })
  return { run = run, rows = rows }
end

-- Every n-th answer of a side gets the lowest score.
local function lower(side, n)
  for i, row in ipairs(side.rows) do
    for _, judging in ipairs(i % n == 0 and row.judgings or {}) do judging.score = judging.score and 1 end
  end
  return side
end

local function usable(row)
  local sum, count = 0, 0
  for _, judging in ipairs(row.judgings) do
    if judging.state == "scored" then sum, count = sum + judging.score, count + 1 end
  end
  return count > 0 and (sum / count >= 4 and 1 or 0) or nil
end

M["the difference is that of the second run less the first, paired by item, clustered by conversation"] = function(lu)
  local a, b = made(), lower(made(), 3)
  local found = assert(comparison.of(aggregate, a, b, {}))
  local first, second, clusters = {}, {}, {}
  for i, row in ipairs(a.rows) do
    local one, other = usable(row), usable(b.rows[i])
    if row.model == "model-1" and one and other then
      first[#first + 1], second[#second + 1] = one, other
      clusters[#clusters + 1] = row.item.category .. "/" .. row.item.group
    end
  end
  local wanted = stats.paired(second, first, { clusters = clusters })
  local line = found.lines[1]
  lu.assertEquals({ line.a, line.category, line.items }, { "model-1", nil, #first })
  lu.assertAlmostEquals(line.paired.difference, wanted.difference, 1e-12)
  lu.assertAlmostEquals(line.paired.p, wanted.p, 1e-12)
  lu.assertTrue(line.paired.difference < 0)
end

M["p is corrected over the models, and by itself over their categories"] = function(lu)
  local found = assert(comparison.of(aggregate, made(), lower(made(), 3), {}))
  local p, wholes, categories = {}, {}, 0
  for _, line in ipairs(found.lines) do
    if not line.category then
      wholes[#wholes + 1], p[#p + 1] = line, line.paired.p
    else
      categories = categories + 1
      lu.assertTrue(line.p_holm >= line.paired.p)
    end
  end
  lu.assertEquals({ #wholes, categories }, { 2, 10 })
  for i, adjusted in ipairs { stats.holm(p)[1], stats.holm(p)[2] } do
    lu.assertAlmostEquals(wholes[i].p_holm, adjusted, 1e-12)
  end
end

M["what changed comes with both scores, the greatest changes first"] = function(lu)
  local a, b = made(), lower(made(), 4)
  local changes = assert(comparison.of(aggregate, a, b, {})).changes
  local wanted = 0
  for i, row in ipairs(a.rows) do
    local before, after = row.judgings[1], b.rows[i].judgings[1]
    if i % 4 == 0 and before and before.score and before.score ~= after.score then wanted = wanted + 1 end
  end
  lu.assertTrue(#changes >= wanted and wanted > 10)
  for i = 2, #changes do lu.assertTrue(math.abs(changes[i].change) <= math.abs(changes[i - 1].change)) end
  lu.assertEquals(changes[1].after - changes[1].before, changes[1].change)
end

M["a run beside itself differs in nothing and nowhere"] = function(lu)
  local found = assert(comparison.of(aggregate, made(), made(), {}))
  lu.assertEquals(found.differs, {})
  lu.assertEquals(found.changes, {})
  lu.assertEquals(found.lines[1].changed, 0)
end

M["an item that asks something else is left out, and counted"] = function(lu)
  local a, b = made(), made()
  local item = b.rows[1].item
  item.question = item.question .. "?"
  local found = assert(comparison.of(aggregate, a, b, {}))
  lu.assertEquals(found.other_questions, 1)
  lu.assertEquals(found.lines[1].items, assert(comparison.of(aggregate, a, made(), {})).lines[1].items - 1)
end

M["models of other names are compared when asked for, or when each run has one"] = function(lu)
  local a, b = made { items = 30, models = 1, repeats = 1 }, made { items = 30, models = 1, repeats = 1 }
  b.run.models[1].name = "tuned"
  for _, row in ipairs(b.rows) do row.model = "tuned" end
  lu.assertEquals(assert(comparison.of(aggregate, a, b, {})).lines[1].b, "tuned")
  local two = made { items = 30, models = 2, repeats = 1 }
  local found = assert(comparison.of(aggregate, two, b, { models = { { a = "model-2", b = "tuned" } } }))
  lu.assertEquals(found.lines[1].a, "model-2")
end

M["runs with nothing in common are refused, and what differs is said"] = function(lu)
  local a, b = made { items = 30, models = 2, repeats = 1 }, made { items = 30, models = 2, repeats = 1 }
  for _, model in ipairs(b.run.models) do model.name = model.name .. "-other" end
  local found, problem = comparison.of(aggregate, a, b, {})
  lu.assertNil(found)
  lu.assertStrContains(problem, "no model is in both")
  lu.assertStrContains(problem, "--model A=B")
  b = made { items = 30, models = 2, repeats = 1 }
  for _, row in ipairs(b.rows) do row.item.question = "another" end
  b.run.dataset.digest = ("00"):rep(32)
  found, problem = comparison.of(aggregate, a, b, {})
  lu.assertNil(found)
  lu.assertStrContains(problem, "no question has a score in both")
  lu.assertStrContains(problem, "Dataset · Digest (SHA-256): abab")
end

M["what differs: judge files, parameters, models that only one has, checklists"] = function(lu)
  local a, b = made().run, made().run
  b.judges[1].digest, b.models[1].parameters = "ef", { temperature = 1 }
  b.models[3] = { name = "model-3" }
  a.checklists, b.checklists = { { name = "c", digest = "1" } }, { { name = "c", digest = "2" } }
  local said = {}
  for i, one in ipairs(differences.of(a, b)) do
    said[i] = table.concat({ one.kind, one.name or "", one.field or "" }, " ")
  end
  lu.assertEquals(said, { "judge knowledge digest", "model model-1 parameters", "model model-3 ", "checklist c digest" })
end

return M
