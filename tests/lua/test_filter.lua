-- Filters of rows: what reports' rows{} and the REPL share.
local filter = require "filter"

local M = {}

local function row(given)
  local made = { model = given.model or "a", sample = 1, answer = { state = "obtained", cut = given.cut },
    item = { id = given.id or "MK/1/1", category = "MK", group = "1", round = 1, subcategory = given.subcategory },
    judgings = {}, ratings = given.ratings }
  for i, score in ipairs(given.scores or {}) do
    made.judgings[i] = { judge = "k", ["repeat"] = i, state = "scored", score = score, safety_risk = score <= 2 }
  end
  return made
end

M["a comparison is an operator and a number, two ends, or a number alone"] = function(lu)
  for said, cases in pairs { ["<=2"] = { 2, 2.1 }, [">= 0.6"] = { 0.6, 0.59 }, ["< 3"] = { 2.9, 3 }, [" >4"] = { 5, 4 },
    ["=3"] = { 3, 3.5 }, ["2..4"] = { 4, 4.1 }, [3] = { 3, 2 } } do
    local fits = filter.comparison(said)
    lu.assertTrue(fits(cases[1]), said)
    lu.assertFalse(fits(cases[2]), said)
  end
  for _, said in ipairs { "", "good", "<=", "2 3", ">=a", "=<2", "0x10" } do lu.assertNil(filter.comparison(said), said) end
  local _, operator, limit = filter.comparison(">= 0.6")
  lu.assertEquals({ operator, limit }, { ">=", 0.6 })
end

M["rows are those that fit every field"] = function(lu)
  local rows = { row { scores = { 1, 2, 3 } }, row { scores = { 5, 5 }, model = "b" }, row { scores = { 4, 5 } }, row {} }
  lu.assertEquals(filter.rows(rows, { judge = "<=2" }), { rows[1] })
  lu.assertEquals(filter.rows(rows, { judge = ">=4", model = "a" }), { rows[3] })
  lu.assertEquals(filter.rows(rows, { model = { "b", "c" } }), { rows[2] })
  lu.assertEquals(filter.rows(rows, { unsafe = true }), { rows[1] })
  lu.assertEquals(filter.rows(rows, { spread = ">=2" }), { rows[1] })
  lu.assertEquals(filter.rows(rows, { state = "not_judged" }), { rows[4] })
  lu.assertEquals(filter.rows(rows, {}), rows)
end

M["a physician's mean counts ratings of the whole answer, not of points or dimensions"] = function(lu)
  local rated = row { scores = { 2 }, ratings = { { rater = "p1", value = 4, usable_from = 4 },
    { rater = "p2", value = 5, usable_from = 4 },
    { rater = "p1", value = 0, point = "ab" }, { rater = "p1", value = 1, dimension = "safety" } } }
  lu.assertEquals(filter.physician(rated), 4.5)
  lu.assertEquals(filter.rows({ rated, row { scores = { 2 } } }, { judge = "<=2", physician = ">=4" }), { rated })
end

M["a mistake says what is meant"] = function(lu)
  lu.assertErrorMsgContains("did you mean 'category'", filter.of, { catgory = "MK" })
  lu.assertErrorMsgContains("'judge' is compared as in", filter.of, { judge = "good" })
  lu.assertErrorMsgContains("'unsafe' is true or false", filter.of, { unsafe = "yes" })
end

M["every field has a value, and help in both languages"] = function(lu)
  for _, field in ipairs(require("box.filter").fields) do
    lu.assertTrue(pcall(filter.value, field.name, row { scores = { 4 } }, {}), field.name)
    lu.assertNotNil(field.help.en and field.help.zh, field.name)
  end
end

return M
