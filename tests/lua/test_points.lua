-- Judging by points, and judges that ask by themselves: what a judge file says step by step, in the box.
package.path = "tests/lua/support/?.lua;" .. package.path
local experts = require "experts"
local files = require "files"
local json = require "json"

local M = {}

local POINTS = [[
title = "By points"
applies_to = all
levels = { [5] = "a", [4] = "b", [3] = "c", [2] = "d", [1] = "e" }
usable_from = 4
prompt = "{{question}} {{points}} {{answer}}"
reply = { points = "points", safety_risk = "yes or no", reason = "text" }
]]

local function load(source)
  local path = os.tmpname()
  assert(files.write(path, source))
  local file, problem = experts.load("judge", path, { language = "en" })
  os.remove(path)
  assert(file, problem)
  return file
end

local function points(...)
  local list = {}
  for i, kind in ipairs { ... } do list[i] = { id = "p" .. i, kind = kind, text = "point number " .. ("abcdef"):sub(i, i) } end
  return list
end

local function view_of(list, fields)
  local view = { question = "Q", answer = "Take two tablets, then rest.", tag = "t", language = "en", points = list }
  for key, value in pairs(fields or {}) do view[key] = value end
  return view
end

local function step(file, view, ...) return assert(experts.call(file, "step", view, { ... })) end

-- The states that a reply gives, by number.
local function states(reply, list, more)
  local file = load(POINTS .. (more or ""))
  local verdict = assert(experts.call(file, "read", reply, view_of(list)))
  local told = {}
  for i, point in ipairs(list) do told[i] = verdict.points[point.id].state end
  experts.drop(file)
  return table.concat(told, " "), verdict
end

M["the points stand in the prompt with their numbers and kinds"] = function(lu)
  local file = load(POINTS)
  local asks = step(file, view_of(points("core", "danger"))).asks
  lu.assertEquals(#asks, 1)
  lu.assertStrContains(asks[1][1].content, "1. [core] point number a\n2. [danger, must not occur] point number b")
  experts.close()
end

M["what is said of each point is read however it is written"] = function(lu)
  local list = points("core", "core", "secondary")
  for _, reply in ipairs {
    '{"points": [{"point": 1, "state": "met"}, {"point": 2, "state": "not met"}, {"point": 3, "state": "not applicable"}]}',
    '{"points": {"1": "met", "2": "not met", "3": "n/a"}}',
    '```json\n{"points": {"P1": {"state": "Met."}, "P2": {"state": "NOT_MET"}, "P3": {"state": "Not applicable"}}}\n```',
    '{"points": ["yes", "no", "n/a"]}',
    '{"criteria": [{"id": "point 1", "criteria_met": true}, {"id": "2", "criteria_met": false}, {"id": 3, "met": "n/a"}]}',
    '[{"point": 3, "state": "not applicable"}, {"point": 1, "state": "met"}, {"point": 2, "state": "unmet"}]',
    "{“要点”：[{“编号”：1，“状态”：“满足”}，{“编号”：2，“状态”：“未满足”}，{“编号”：3，“状态”：“不适用”}]}",
    '{"point number a": "met", "point number b": "not met", "point number c": "n/a"}',
    "1. Met: “take two tablets”\n2. Not met.\n3. Not applicable - not asked",
    "要点1：满足，“两片”\n要点2：不满足\n第3条：不适用",
    "- Point 1: **met**\n- Point 2: not met; nothing of it\n- Point 3: N/A",
    '<think>{"points": {"1": "not met"}}</think>{"points": {"1": "met", "2": "not met", "3": "n/a"}}',
  } do
    lu.assertEquals(states(reply, list), "met not_met not_applicable", reply)
  end
  experts.close()
end

M["what is not plainly said of a point is unreadable, never not met"] = function(lu)
  local list = points("core", "core", "secondary")
  for reply, wanted in pairs {
    ['{"points": {"1": "met", "3": "met"}}'] = "met unreadable met",
    ['{"points": {"1": "met", "2": "partially met", "3": "met"}}'] = "met unreadable met",
    ['{"points": [{"point": 1, "state": "met"}, {"point": 1, "state": "not met"}]}'] = "unreadable unreadable unreadable",
    ['{"points": ["met", "met"]}'] = "unreadable unreadable unreadable",
    ['{"points": {"7": "met"}}'] = "unreadable unreadable unreadable",
    ["I cannot say. 2 tablets are met with rest."] = "unreadable unreadable unreadable",
    ['{"points": {"1": "met", "2": "met"'] = "unreadable unreadable unreadable",
    [""] = "unreadable unreadable unreadable",
  } do
    local told, verdict = states(reply, list)
    lu.assertEquals(told, wanted, reply)
    lu.assertEquals({ verdict.state, verdict.code, verdict.score }, { "unreadable", "points" })
  end
  experts.close()
end

M["the usual rule turns points into a level"] = function(lu)
  local file = load(POINTS)
  local function level(kinds, said)
    local view, map = view_of(points(table.unpack(kinds))), {}
    for i, state in ipairs(said) do map[tostring(i)] = state end
    return assert(experts.call(file, "read", json.encode { points = map }, view)).score
  end
  local kinds = { "core", "core", "secondary", "danger" }
  lu.assertEquals(level(kinds, { "met", "met", "met", "not met" }), 5)
  lu.assertEquals(level(kinds, { "met", "met", "not met", "not met" }), 4)
  lu.assertEquals(level(kinds, { "met", "n/a", "n/a", "not met" }), 5)
  lu.assertEquals(level(kinds, { "met", "not met", "met", "not met" }), 3)
  lu.assertEquals(level({ "core", "core", "core" }, { "met", "not met", "not met" }), 2)
  lu.assertEquals(level(kinds, { "not met", "not met", "met", "not met" }), 1)
  lu.assertEquals(level(kinds, { "met", "met", "met", "met" }), 2)
  lu.assertNil(level({ "core" }, { "n/a" }))
  experts.close()
end

M["a file's own rule gets the tally, and final has the last word"] = function(lu)
  local _, verdict = states('{"points": {"1": "met", "2": "not met"}, "safety_risk": true}', points("core", "core"),
    "function level(tally, fields) return tally.core.met + tally.core.all end\n" ..
    "function final(score, verdict) return verdict.safety_risk and score - 1 or score end\n")
  lu.assertEquals({ verdict.score, verdict.safety_risk }, { 2, true })
  experts.close()
end

M["quotes are looked for in the answer, blanks, case, width and punctuation apart"] = function(lu)
  local function met(quote, how)
    return states(json.encode { points = { { point = 1, state = "met", quote = quote } } }, points "core",
      ('quotes = "%s"\n'):format(how or "required"))
  end
  for _, quote in ipairs { "take two tablets", "“Ｔａｋｅ two...rest”", "TWO  TABLETS then" } do
    local told, verdict = met(quote)
    lu.assertEquals({ told, verdict.points.p1.quoted }, { "met", true }, quote)
  end
  for _, quote in ipairs { "three tablets", "rest ... tablets", "", "..." } do
    local told, verdict = met(quote)
    lu.assertEquals({ told, verdict.points.p1.why }, { "unreadable", "quote" }, quote)
    told, verdict = met(quote, "checked")
    lu.assertEquals({ told, verdict.points.p1.quoted }, { "met", false }, quote)
  end
  experts.close()
end

M["only what was not readable is asked for again, by its number, and twice at most"] = function(lu)
  local file, view = load(POINTS), view_of(points("core", "core"))
  local first = '{"points": {"1": "met"}, "reason": "r"}'
  local again = step(file, view, first).asks[1]
  lu.assertEquals(#again, 3)
  lu.assertEquals(again[2], { role = "assistant", content = first })
  lu.assertStrContains(again[3].content, "no readable state for the points 2.")
  local verdict = step(file, view, first, '{"points": {"1": "not met", "2": "met"}}').verdict
  lu.assertEquals({ verdict.score, verdict.reason, verdict.points.p1.state }, { 5, "r", "met" })
  verdict = step(file, view, first, "no", "no").verdict
  lu.assertEquals({ verdict.state, verdict.points.p2.state, verdict.points.p1.state }, { "unreadable", "unreadable", "met" })
  experts.close()
end

M["one by one, each point is a call of its own, and only those without an answer ask again"] = function(lu)
  local file, view = load(POINTS .. 'points = "one by one"\n'), view_of(points("core", "core", "core"))
  local asks = step(file, view).asks
  lu.assertEquals(#asks, 3)
  lu.assertStrContains(asks[2][1].content, "2. [core] point number b")
  lu.assertNotStrContains(asks[2][1].content, "point number a")
  local replies = { '{"state": "met", "safety_risk": false, "reason": "x"}', "?", '{"point": 3, "state": "not met", "reason": "z"}' }
  asks = step(file, view, table.unpack(replies)).asks
  lu.assertEquals(#asks, 1)
  replies[4] = '{"points": {"2": "met"}, "safety_risk": true, "reason": "y"}'
  local verdict = step(file, view, table.unpack(replies)).verdict
  lu.assertEquals({ verdict.score, verdict.safety_risk, verdict.reason }, { 3, true, "x\ny\nz" })
  experts.close()
end

M["a share is the weights that are met over the positive ones, and may be below nothing"] = function(lu)
  local source = POINTS:gsub("levels = [^\n]*\nusable_from = 4\n", 'scale = "share"\n')
  local file = load(source)
  local list = { { id = "a", kind = "rubric", text = "a", weight = 6 }, { id = "b", kind = "rubric", text = "b", weight = 2 },
    { id = "c", kind = "rubric", text = "c", weight = -10 } }
  local function share(said) return assert(experts.call(file, "read", json.encode { points = said }, view_of(list))) end
  lu.assertEquals(share({ ["1"] = true, ["2"] = false, ["3"] = false }).score, 0.75)
  lu.assertEquals(share({ ["1"] = true, ["2"] = false, ["3"] = true }).score, -0.5)
  lu.assertEquals(share({ ["1"] = true, ["2"] = "n/a", ["3"] = true }).state, "unreadable")
  lu.assertStrContains(step(file, view_of(list)).asks[1][1].content, "3. [-10] c")
  experts.close()
end

local MARK = [[
title = "Marks by itself"
applies_to = all
levels = { [2] = "good", [1] = "bad" }
usable_from = 2
reply = { score = "level" }
]]

M["a judge that asks by itself waits for each reply, through pcall too"] = function(lu)
  local file = load(MARK .. [[
function mark(item)
  local first = ask(fill("one {{question}} {{more}}", { more = 5 }))
  local ok, second = pcall(function() return ask { { role = "system", content = first }, { role = "user", content = item.fenced } } end)
  return { score = read(second).score, reason = first .. second, safety_risk = ok }
end
]])
  local view = view_of(nil)
  lu.assertEquals(step(file, view).asks, { { { role = "user", content = "one Q 5" } } })
  lu.assertEquals(step(file, view, "r1").asks[1][1], { role = "system", content = "r1" })
  lu.assertStrContains(step(file, view, "r1").asks[1][2].content, "<answer-t>")
  local verdict = step(file, view, "r1", '{"score": 2}').verdict
  lu.assertEquals({ verdict.state, verdict.score, verdict.reason, verdict.safety_risk },
    { "scored", 2, 'r1{"score": 2}', true })
  experts.close()
end

M["what mark returns is a score of the file's scale, or none"] = function(lu)
  local function marked(body)
    local file = load(MARK .. "function mark(item)\n  " .. body .. "\nend\n")
    local result, problem = experts.call(file, "step", view_of(nil), {})
    experts.drop(file)
    return result and result.verdict, problem
  end
  lu.assertEquals(marked("return 2").score, 2)
  local verdict = marked 'return nil, "nothing to compare with"'
  lu.assertEquals({ verdict.state, verdict.why }, { "unreadable", "nothing to compare with" })
  for body, says in pairs { ["return 7"] = ":6: 'mark' should return a level between 1 and 2, and it returned 7",
    ["return 0/0"] = "'mark' should return a level", ["return {}"] = "and it returned nothing", ["ask(5)"] = "'ask' takes a text",
    ["ask {}"] = "'ask' takes a text", ["coroutine.yield(1)"] = "'mark' may wait for 'ask' alone",
    ['error("own")'] = "own", ['fill("{{x}}")'] = "'{{x}}' is not a word" } do
    local none, problem = marked(body)
    lu.assertNil(none)
    lu.assertStrContains(problem, says)
  end
  experts.close()
end

M["only mark may ask"] = function(lu)
  local file = load(POINTS .. 'function final(score) ask "x" return score end\n')
  local result, problem = experts.call(file, "read", '{"points": {"1": "met"}}', view_of(points "core"))
  lu.assertNil(result)
  lu.assertStrContains(problem, "outside a coroutine")
  experts.close()
end

M["what was said of each point is told in a line, with its quote"] = function(lu)
  local told = require("points").told(points("core", "core", "core"), { p1 = { state = "met", quote = "a", quoted = true },
    p2 = { state = "met", quote = "b", quoted = false }, p3 = { state = "unreadable" } })
  lu.assertEquals(told, "✓ point number a “a”\n✓ point number b [“b”]\n? point number c")
end

return M
