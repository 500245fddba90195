-- Rubric data and scores that are shares: how they come in, what they come to, and where they do not count.
local aggregate = require "stages.aggregate"
local dataset = require "dataset"
local imports = require "imports"
local points = require "points"
local shares = require "shares"
local states = require "states"

local M = {}

local function import(file)
  local out = os.tmpname()
  os.remove(out)
  local done, problem = imports.run { file = file, as = "healthbench", out = out, name = "t", map = {} }
  local set = done and assert(dataset.load(out))
  os.execute("rm -rf " .. out)
  return set, problem
end

M["rubric data come in with their points, tags, themes and earlier messages"] = function(lu)
  local set = assert(import "tests/data/rubric.jsonl")
  local first, second, third = table.unpack(set.items)
  lu.assertEquals({ first.id, first.language, #first.points }, { "emergency_referrals/fever-child/1", "en", 4 })
  lu.assertEquals(first.points[3], { text = "Recommends aspirin.", weight = -8, tags = { "level:example", "axis:accuracy" } })
  lu.assertStrContains(first.reference, "may be watched at home")
  lu.assertEquals({ #second.earlier, second.earlier[2].role }, { 2, "assistant" })
  lu.assertStrContains(second.question, "forgot the morning tablet")
  lu.assertEquals({ third.language, third.category }, { "zh", "context_seeking" })
end

M["an answer marked by shares is scored, neither usable nor not"] = function(lu)
  local judging = { judge = "rubric", state = "scored", score = 1, scale = "share" }
  local row = { answer = { state = "obtained" }, judgings = { judging } }
  lu.assertEquals({ states.of(row, {}).state, states.of(row, {}).score }, { "scored", 1 })
  judging.state, judging.score = "unreadable", nil
  lu.assertEquals(states.of(row, {}).state, "unreadable")
  judging.state, judging.score, judging.scale = "scored", 3, nil
  lu.assertEquals(states.of(row, {}).state, "not_usable")
end

M["all that is wrong with rubric data is told at its line, and nothing comes in"] = function(lu)
  local set, problem = import "tests/data/broken/rubric.jsonl"
  lu.assertNil(set)
  for _, line in ipairs {
    ":1: item a: 'prompt' should be a list of messages",
    ":2: item b: rubrics[1] should have a criterion (text) and points (a number)",
    ":2: item b: rubrics[2] should have a criterion (text) and points (a number)",
    ":3: item c: the last message of 'prompt' should be the user's",
    ":4: item d: prompt[1] should have a role and a content",
    ":4: item d: 'rubrics' should be a list of criteria",
    ":5: item rubric/e/1: 'points' should be a list of points with a text, and a kind or a weight that is not 0 (point 1)",
  } do lu.assertStrContains(problem, line) end
end

local function row_of(model, category, list, said, more)
  points.name(list)
  local judging = { judge = "rubric", scale = "share", state = "scored", points = {}, ["repeat"] = 1 }
  for i, point in ipairs(list) do
    point.kind = "rubric"
    judging.points[point.id] = { state = said[i] }
  end
  for key, value in pairs(more or {}) do judging[key] = value end
  return { model = model, sample = 1, item = { id = category .. "/1/1", category = category, points = list },
    answer = { state = "obtained", text = "a" }, judgings = { judging } }
end

local function list() return {
  { text = "a", weight = 6, tags = { "x" } }, { text = "b", weight = 2, tags = { "x", "y" } },
  { text = "c", weight = -10, tags = { "y" } },
} end

M["means are held within 0 and 1 after they are taken, by model, category and tag"] = function(lu)
  local rows = {
    row_of("m", "one", list(), { "met", "met", "not_met" }, { score = 1 }),
    row_of("m", "two", list(), { "not_met", "met", "met" }, { score = -1 }),
    row_of("m", "two", list(), { "not_met", "not_met", "met" }, { score = -1.25 }),
    row_of("n", "one", list(), { "met" }, { state = "unreadable" }),
  }
  local m, n = table.unpack(shares.models(rows))
  lu.assertEquals({ m.all.count, m.due, m.all.sum, shares.mean(m.all) }, { 3, 3, -1.25, 0 })
  lu.assertEquals(shares.mean(m.categories.one), 1)
  lu.assertEquals(shares.mean(m.categories.two), 0)
  lu.assertEquals({ m.tags.x.sum, m.tags.x.count }, { 1 + 0.25 + 0, 3 })
  lu.assertEquals(m.tags.y.sum, 1 - 4 - 5)
  lu.assertEquals({ n.due, n.unreadable, n.all.count, shares.mean(n.all) }, { 1, 1, 0, nil })
end

M["a share has no usability: it stands in no cell, and an answer that has a level too counts by its level"] = function(lu)
  local share = row_of("m", "one", list(), { "met", "met", "not_met" }, { score = 1 })
  local both = row_of("m", "MK", list(), { "met", "met", "not_met" }, { score = 1 })
  both.judgings[2] = { judge = "knowledge", state = "scored", score = 5, ["repeat"] = 1 }
  local failed = row_of("m", "one", list(), {}, {})
  failed.answer, failed.judgings = { state = "failed" }, {}
  local cells = aggregate.cells({ share, both, failed }, { by = { "model" } })
  lu.assertEquals({ #cells, cells[1].asked, cells[1].judged, cells[1].usable }, { 1, 1, 1, 1 })
  lu.assertEquals(#aggregate.cells({ share, failed }, { by = { "model" } }), 0)
  lu.assertEquals(shares.models({ share, failed })[1].failed, 1)
end

return M
