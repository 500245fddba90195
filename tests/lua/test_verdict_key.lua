-- The key of a remembered verdict: everything it was made from, and the same in every version that reads the store.
local digest = require "viva.digest"
local verdict_key = require "verdict_key"

local M = {}

local function case()
  local item = { id = "MK/1/1", category = "MK", question = "q", reference = "r",
    points = { { kind = "core", text = "p" }, { kind = "danger", text = "d", weight = 2 } } }
  return { plan = { reading = "1" }, row = { item = item, answer = { text = "a" } }, language = "en",
    job = { judge = { digest = "j" }, endpoint = { identity = "e", model = "m", parameters = { seed = 7 } }, ordinal = 1 },
    history = { { question = "q0", answer = "a0" } } }
end

local function key(c, with_points)
  return verdict_key.of(c.plan, c.job, c.row, c.history, c.language, with_points or false)
end

M["a key is the identity of the list of what goes in"] = function(lu)
  local list = { "verdict/1", "1", "j", "e", "m", '{"seed":7}', "en", "MK/1/1", "MK", "", "", "q", "r", "", "a", "1", "q0",
    "a0" }
  lu.assertEquals(key(case()), digest.identity(list))
  table.move({ "points", '["core","p",0]', '["danger","d",2]' }, 1, 3, #list + 1, list)
  lu.assertEquals(key(case(), true), digest.identity(list))
end

M["what is kept from one key to the next never goes into a key of something else"] = function(lu)
  local changes = {
    function(c) c.plan = { reading = "2" } end,
    function(c) c.job.judge = { digest = "k" } end,
    function(c) c.job.endpoint = { identity = "e", model = "n", parameters = {} } end,
    function(c) c.job.ordinal = 2 end,
    function(c) c.language = "zh" end,
    function(c) c.row.answer.text = "b" end,
    function(c) c.row = { item = c.row.item, answer = { text = "a, again" } } end,
    function(c) c.row = { item = { id = "MK/1/2", category = "MK", question = "q" }, answer = { text = "a" } } end,
  }
  local seen, shared = {}, case()
  for i, change in ipairs(changes) do
    local before = key(shared)
    seen[before] = true
    change(shared)
    local after = key(shared)
    lu.assertNil(seen[after], "change " .. i)
    -- The same from scratch, with nothing kept.
    local plan = { reading = shared.plan.reading }
    local row = { item = shared.row.item, answer = { text = shared.row.answer.text } }
    lu.assertEquals(verdict_key.of(plan, shared.job, row, shared.history, shared.language, false), after)
  end
end

return M
