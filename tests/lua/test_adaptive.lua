-- Adaptive judging: a judging is left out only where no reply to it could change what a rate counts.
local adaptive = require "adaptive"
local aggregate = require "stages.aggregate"
local jury = require "jury"

local M = {}

local SAID = { 1, 2, 3, 4, 5, "?" }

local function judging(said, number, juror)
  return { judge = "j", judge_model = juror, ["repeat"] = number,
    state = said == "?" and "unreadable" or said == "!" and "failed" or "scored",
    score = type(said) == "number" and said or nil }
end

local function about(convention, limit, rule, names)
  return { names = names or { "a" }, low = 1, high = 5, rule = rule or "mean", limit = limit or 4,
    convention = convention }
end

-- A row as the stage leaves it: the rounds in order, as long as they are needed.
local function judged(id, rounds, how, full)
  local made = { model = "m", item = { id = id, category = "MK" }, answer = { state = "obtained" }, judgings = {} }
  local function add(number)
    for i, juror in ipairs(how.names) do table.insert(made.judgings, judging(rounds[number][i], number, juror)) end
  end
  add(1)
  add(2)
  for number = 3, #rounds do
    if not full and adaptive.decided(made.judgings, #rounds - number + 1, how) then
      made.spared = true
      break
    end
    add(number)
  end
  local plan = { combine = how.rule, judge_models = {},
    judges = { { name = "j", settings = { levels = { "", "", "", "", "" } } } } }
  for i, juror in ipairs(how.names) do plan.judge_models[i] = { name = juror } end
  jury.add(plan, made)
  return made
end

local function outcome(row, how)
  local run = { judges = { { name = "j", usable_from = how.limit, repeats = 3 } }, models = {}, judge_models = {} }
  local c = aggregate.cells({ row }, { convention = how.convention, run = run, by = { "model" } })[1]
  return { c.asked, c.judged, c.usable, c.unreadable, c.failed }
end

local function assert_same(lu, rounds, how, where)
  local row = judged("MK/1/1", rounds, how)
  lu.assertEquals(outcome(row, how), outcome(judged("MK/1/1", rounds, how, true), how), where)
  return row.spared == true
end

M["every triple of scores gives the full run's rate, under viva and script and for every limit"] = function(lu)
  local spared = 0
  for _, convention in ipairs { "viva", "script" } do
    for limit = 1, 5 do
      for _, a in ipairs(SAID) do
        for _, b in ipairs(SAID) do
          for _, c in ipairs(SAID) do
            local where = ("%s %d: %s %s %s"):format(convention, limit, a, b, c)
            if assert_same(lu, { { a }, { b }, { c } }, about(convention, limit), where) then spared = spared + 1 end
          end
        end
      end
    end
  end
  lu.assertTrue(spared > 500)
end

-- Which pairs of scores need no third, for levels 1 to 5 and a limit of 4: by hand, those that add up to 6 or less, and an
-- unreadable round beside a 1 or a 2 (whose mean with a 5 is 3.5 at most).
M["for levels 1 to 5 and a limit of 4, sums up to 6 are decided, and nothing is left out that may matter"] = function(lu)
  for _, a in ipairs(SAID) do
    for _, b in ipairs(SAID) do
      local judgings = { judging(a, 1, "a"), judging(b, 2, "a") }
      local wanted
      if a == "?" and b == "?" then wanted = false
      elseif a == "?" or b == "?" then wanted = (a == "?" and b or a) <= 2
      else wanted = a + b <= 6 end
      lu.assertEquals(adaptive.decided(judgings, 1, about "viva"), wanted, ("%s %s"):format(a, b))
    end
  end
end

M["whatever is left out could change nothing, and whatever is asked could"] = function(lu)
  for _, a in ipairs(SAID) do
    for _, b in ipairs(SAID) do
      local how, seen = about "viva", {}
      for _, c in ipairs(SAID) do
        local found = outcome(judged("MK/1/1", { { a }, { b }, { c } }, how, true), how)
        seen[table.concat(found, " ")] = true
      end
      local first = next(seen)
      lu.assertEquals(adaptive.decided({ judging(a, 1, "a"), judging(b, 2, "a") }, 1, how), next(seen, first) == nil)
    end
  end
end

M["juries: every rule and convention gives the full run's rate"] = function(lu)
  math.randomseed(7)
  local spared = 0
  for _, rule in ipairs { "mean", "median", "majority" } do
    for _, convention in ipairs { "viva", "script" } do
      for _ = 1, 1500 do
        local names, rounds = { "a", "b", "c", "d" }, {}
        for _ = 1, math.random(0, 2) do table.remove(names) end
        for number = 1, math.random(3, 5) do
          rounds[number] = {}
          for i = 1, #names do rounds[number][i] = SAID[math.random(#SAID)] end
        end
        local how = about(convention, math.random(5), rule, names)
        if assert_same(lu, rounds, how, rule .. " " .. convention) then spared = spared + 1 end
      end
    end
  end
  lu.assertTrue(spared > 500)
end

M["a judging that failed counts as one that is still to come"] = function(lu)
  lu.assertFalse(adaptive.decided({ judging("!", 1, "a"), judging(2, 2, "a") }, 1, about "viva")) -- 2, 5 and 5 make 4
  lu.assertTrue(adaptive.decided({ judging("!", 1, "a"), judging(1, 2, "a") }, 1, about "viva")) -- 1, 5 and 5 do not
  lu.assertFalse(adaptive.decided({ judging("!", 1, "a"), judging(2, 2, "a") }, 1, about "script"))
  lu.assertTrue(adaptive.decided({ judging("!", 1, "a"), judging(1, 2, "a") }, 1, about "script"))
end

M["a run that was judged adaptively says nothing of test and retest, and says why"] = function(lu)
  local health, words = require "sources.judge_health", require "words"
  local rows = {}
  for i = 1, 4 do rows[i] = judged(("MK/%d/1"):format(i), { { 4 }, { 5 }, { i } }, about("viva"), true) end
  local function retest(convention)
    local run = { models = {}, judges = { { name = "j", usable_from = 4 } }, judge_models = { { name = "a" } },
      adaptive = convention }
    local made = health.retest { run = run, rows = rows, words = words.in_language "en", language = "en", marks = {},
      convention = "viva", units = function() return require("rounds").of(rows, run) end }
    return made.bodies[1].rows[1][2].text, made.note
  end
  local answers, note = retest(nil)
  lu.assertEquals(answers, "4")
  lu.assertNil(note:find("adaptively", 1, true))
  answers, note = retest "viva"
  lu.assertEquals(answers, "0")
  lu.assertStrContains(note, "This run was judged adaptively")
end

M["levels that the script calls invalid are never decided under script"] = function(lu)
  local how = about "script"
  how.high = 7
  lu.assertFalse(adaptive.decided({ judging(1, 1, "a"), judging(1, 2, "a") }, 1, how))
end

return M
