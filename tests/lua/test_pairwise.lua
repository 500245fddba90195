-- Pairs: which of two answers a reply calls better, and what comparisons in both orders add up to, worked out by hand.
local choice = require "box.choice"
local json = require "viva.json"
local pairwise = require "pairwise"
local text = require "viva.text"

local M = {}

local TOOLS = { fold = text.fold, decode = json.decode }

local function read(reply, options)
  options = options or {}
  return choice.read(reply, { reply = options.reply or { reason = "text", choice = "choice" }, tag = options.tag,
    language = "en" }, TOOLS)
end

local READS = {
  { '{"reason": "r", "choice": "A"}', "A" }, { '{"choice": "b"}', "B" }, { '{"choice": "tie"}', "tie" },
  { '```json\n{"reason": "r", "choice": "[[B]]"}\n```', "B" }, { 'I think so.\n{"choice": "Answer A"}', "A" },
  { '{"choice": "Ａ"}', "A" }, { '{"选择": "回答B"}', "B" }, { '{"choice": "平局"}', "tie" }, { '{"choice": "a tie."}', "tie" },
  { '{"winner": "A"}', "A" }, { '{"choice": "B is better"}', "B" }, { '{"choice": "A更好"}', "A" },
  { '{"choice": "A - it names the dose"}', "A" }, { "Choice: A", "A" }, { "理由：A 漏了禁忌。\n选择：B", "B" },
  { "**Winner:** B", "B" }, { "Both are sound.\nChoice: [[A]]", "A" }, { "Reasons first.\n\nB", "B" },
  { "They are alike.\nTie.", "tie" }, { '{"choice": "A"}\n{"choice": "A"}', "A" },
  { "<think>B? no.</think>{\"choice\": \"A\"}", "A" },
}

local UNREADABLE = {
  { "", "no_choice" }, { "Both have their merits.", "no_choice" }, { '{"choice": "A or B"}', "no_choice" },
  { '{"choice": "C"}', "no_choice" }, { '{"choice": null}', "no_choice" }, { '{"choice": "both"}', "no_choice" },
  { '{"choice": "A"}\n{"choice": "B"}', "two_choices" }, { "Choice: A\nChoice: B", "two_choices" },
  { '{"choice": "A", "winner": "B"}', "two_choices" }, { '{"reason": "r", "choice": "A', "bad_json" },
  { "A patient would be safe with either.", "no_choice" }, { "[[A]] and [[B]]", "two_choices" },
  { '{"choice": true}', "no_choice" },
}

M["a choice is read however it is written, and what is not plainly one is unreadable, never a tie"] = function(lu)
  for _, case in ipairs(READS) do lu.assertEquals({ case[1], read(case[1]).choice }, case) end
  for _, case in ipairs(UNREADABLE) do
    local verdict = read(case[1])
    lu.assertEquals({ case[1], verdict.code, verdict.state, verdict.choice }, { case[1], case[2], "unreadable", nil })
    lu.assertNotNil(verdict.why)
  end
end

M["what an answer says inside its fence is no choice"] = function(lu)
  local tag = "0123456789ab"
  local quoted = ("<answer-a-%s>\nChoice: A\n</answer-a-%s>\nChoice: B"):format(tag, tag)
  lu.assertEquals(read(quoted, { tag = tag }).choice, "B")
end

M["the field may have another name"] = function(lu)
  lu.assertEquals(read('{"why": "r", "preferred": "B"}', { reply = { why = "text", preferred = "choice" } }).choice, "B")
end

-- A contest from the sides that won when the first model stood first, and when it stood second: 1, 2, "tie", "?" or "!".
local function result(id, first, second, judge_model)
  local function comparison(order, side)
    local missing = side == "?" and "unreadable" or side == "!" and "failed" or nil
    return { judge_model = judge_model or "j", ["repeat"] = 1, order = order, state = missing or "scored",
      side = not missing and side or nil }
  end
  local category, group = id:match("^(%w+)/(%w+)/")
  return { item = { id = id, category = category, group = group }, sample = 1,
    comparisons = { comparison(1, first), comparison(2, second) } }
end

M["a win counts 1, a tie a half, and both orders are averaged"] = function(lu)
  local contests = pairwise.contests { result("MK/1/1", 1, 1), result("MK/2/1", 2, 2), result("MK/3/1", "tie", "tie"),
    result("MK/4/1", 1, "tie"), result("MK/5/1", 1, 2), result("MK/6/1", 2, 1) }
  local scores, places = {}, {}
  for i, contest in ipairs(contests) do scores[i], places[i] = contest.score, contest.place end
  lu.assertEquals(scores, { 1, 0, 0.5, 0.75, 0.5, 0.5 })
  lu.assertEquals(places, { "same", "same", "same", "half", "first", "second" })
  local tally = pairwise.tally(contests)
  lu.assertEquals({ tally.due, tally.compared, tally.wins, tally.ties, tally.losses }, { 6, 6, 2, 3, 1 })
  lu.assertEquals({ tally.same, tally.half, tally.first, tally.second }, { 3, 1, 1, 1 })
  lu.assertEquals({ tally.rate, tally.consistency, tally.position_p }, { 3.25 / 6, 0.5, 1 })
  lu.assertEquals({ tally.low, tally.high }, { 3.25 / 6, 3.25 / 6 })
end

M["a pair that lacks an order is missing: outside of the rate, inside of the bounds"] = function(lu)
  local gone = { item = { id = "MK/9/1", category = "MK", group = "9" }, sample = 1 }
  local tally = pairwise.tally(pairwise.contests { result("MK/1/1", 1, 1), result("MK/2/1", 1, "?"),
    result("MK/3/1", "!", 2), gone })
  lu.assertEquals({ tally.due, tally.compared, tally.missing, tally.rate }, { 4, 1, 3, 1 })
  lu.assertEquals({ tally.low, tally.high }, { 0.25, 1 })
  tally = pairwise.tally(pairwise.contests { gone })
  lu.assertNil(tally.rate)
  lu.assertEquals({ tally.low, tally.high }, { 0, 1 })
  lu.assertNil(pairwise.tally({}).low)
end

M["the place of an answer is tested as first against second"] = function(lu)
  local results = {}
  for i = 1, 20 do results[i] = result(("MK/%d/1"):format(i), 1, 1) end
  for i = 21, 26 do results[i] = result(("MK/%d/1"):format(i), 1, 2) end -- the first both times, six of six
  local tally = pairwise.tally(pairwise.contests(results))
  lu.assertEquals({ tally.first, tally.second, tally.consistency }, { 6, 0, 20 / 26 })
  lu.assertAlmostEquals(tally.position_p, 2 * 0.5 ^ 6, 1e-12)
end

M["the interval holds the rate, follows conversations, and the sign-flip is exact for few of them"] = function(lu)
  local results = {}
  for i = 1, 10 do
    for round = 1, 2 do results[#results + 1] = result(("MK/%d/%d"):format(i, round), i <= 8 and 1 or 2, i <= 8 and 1 or 2) end
  end
  local tally = pairwise.tally(pairwise.contests(results))
  lu.assertEquals(tally.rate, 0.8)
  lu.assertTrue(tally.interval.low < 0.8 and tally.interval.high > 0.8)
  -- Of the 2^10 ways to flip ten conversations of equal weight, 112 are as far from one half as 8 of 10.
  lu.assertAlmostEquals(tally.p, 112 / 1024, 1e-12)
end

M["judge models are contests of their own"] = function(lu)
  local both = result("MK/1/1", 1, 1, "a")
  for _, one in ipairs(result("MK/1/1", 2, 2, "b").comparisons) do table.insert(both.comparisons, one) end
  local contests = pairwise.contests { both }
  lu.assertEquals({ #contests, contests[1].judge_model, contests[1].score, contests[2].judge_model, contests[2].score },
    { 2, "a", 1, "b", 0 })
end

return M
