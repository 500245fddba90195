-- Physicians' ratings: read from tables, kept whole or not at all, attached to the answers they are of.
package.path = "tests/lua/support/?.lua;" .. package.path
local files = require "files"
local importer = require "importers.ratings"
local lfs = require "lfs"
local opinions = require "opinions"
local ratings = require "ratings"
local scales = require "scales"
local workshop = require "workshop"

local M = {}

local RUN = { dataset = { name = "set" }, judges = { { name = "knowledge", levels = { 1, 2, 3, 4, 5 }, usable_from = 4 } } }

local function row(model, id, sample)
  return { model = model, sample = sample or 1, answer = { state = "obtained", text = model .. " on " .. id },
    item = { id = id, category = id:match("^%w+"), points = id:find("^MK") and { { id = "p1", text = "Names the dose." } } },
    judgings = { { judge = "knowledge", ["repeat"] = 1, state = "scored", score = 4 } } }
end

local function rows()
  return { row("a", "MK/1/1"), row("b", "MK/1/1"), row("a", "MTG/1/1"), row("b", "MTG/1/1"), row("b", "MTG/1/1", 2) }
end

local function about(options)
  options = options or {}
  return { rows = options.rows or rows(), scale = assert(scales.of(RUN, options.scale, options.usable_from)),
    codes = options.codes, rater = options.rater, time = "2026-01-02T03:04:05Z" }
end

-- In a folder of its own: fn(folder).
local function within(fn)
  local folder = workshop.folder()
  local ok, problem = pcall(fn, folder)
  workshop.remove(folder)
  if not ok then error(problem, 0) end
end

local function read(folder, s, options)
  assert(files.write(folder .. "/r.csv", s))
  local list, problem, code = importer.read(folder .. "/r.csv", about(options))
  return list, problem and tostring(problem):gsub(folder .. "/", ""), code
end

local GOOD = "item,model,sample,rater,value\nMK/1/1,a,1,x,5\nMK/1/1,b,,x,2\nMTG/1/1,b,2,y,3\n"

M["a table of ratings is read: the answer, the rater, the value and the declared scale"] = function(lu)
  within(function(folder)
    local list = assert(read(folder, GOOD))
    lu.assertEquals(#list, 3)
    local one = list[1]
    lu.assertEquals({ one.item, one.model, one.sample, one.rater, one.value, one.low, one.high, one.usable_from },
      { "MK/1/1", "a", 1, "x", 5, 1, 5, 4 })
    lu.assertEquals(one.answer, ratings.digest("a on MK/1/1"))
    lu.assertEquals(list[3].sample, 2)
  end)
end

M["everything that is wrong is told at once, with its line, and nothing is given"] = function(lu)
  within(function(folder)
    local list, told, code = read(folder, "item,model,sample,rater,value\nMK/9/1,a,1,x,5\nMK/1/1,c,1,x,5\nMK/1/1,a,1,x,6\n"
      .. "MK/1/1,a,1,,4\nMK/1/1,a,9,x,4\nMK/1/1,b,1,x,4.5\nMK/1/1,b,1,x,good\nMTG/1/1,a,1,x,4\nMTG/1/1,a,1,x,4\n")
    lu.assertNil(list)
    lu.assertEquals(code, "data")
    lu.assertEquals(told, table.concat({
      "r.csv:2: item MK/9/1: the run has no such item",
      "r.csv:3: item MK/1/1: the run has no model 'c'; it has: a, b",
      "r.csv:4: item MK/1/1: 6 is not on the scale from 1 to 5",
      "r.csv:5: item MK/1/1: nobody is named as 'rater'; or say --rater NAME",
      "r.csv:6: item MK/1/1: 'a' has no sample 9 of this item",
      "r.csv:7: item MK/1/1: '4.5' is no whole number",
      "r.csv:8: item MK/1/1: 'good' is no whole number",
      "r.csv:10: item MTG/1/1: 'x' rated this in line 9 already" }, "\n"))
  end)
end

M["a row of another number of fields does not hide what is wrong in the others"] = function(lu)
  within(function(folder)
    local list, told = read(folder, "item,model,rater,value\nMK/1/1,a,x\nMK/9/1,a,x,5\nMK/1/1,b,x,9\nMK/1/1,b,x,4,5\n")
    lu.assertNil(list)
    lu.assertEquals(told, "r.csv:2: fields in this row: 3, in the heading: 4\n"
      .. "r.csv:3: item MK/9/1: the run has no such item\nr.csv:4: item MK/1/1: 9 is not on the scale from 1 to 5\n"
      .. "r.csv:5: fields in this row: 5, in the heading: 4")
  end)
end

M["a misspelt column is refused, another one is told, and a sheet's own are silent"] = function(lu)
  within(function(folder)
    local list, told = read(folder, "item,model,rater,value,dimention\nMTG/1/1,a,x,5,safety\nMTG/1/1,b,x,1,safety\n")
    lu.assertNil(list)
    lu.assertEquals(told, "r.csv:1: there is no column 'dimention'; did you mean 'dimension'?")
    assert(files.write(folder .. "/r.csv", "item,model,rater,value,question,Reference,意见,notes\nMK/1/1,a,x,5,q,r,c,n\n"))
    local made, _, notes = importer.read(folder .. "/r.csv", about())
    lu.assertEquals(#made, 1)
    lu.assertEquals(#notes, 1)
    lu.assertStrContains(notes[1], "r.csv:1: column 'notes' is not read")
  end)
end

M["columns may have Chinese names, digits may be full-width, and one column a dimension"] = function(lu)
  within(function(folder)
    local list = assert(read(folder, "题目,模型,评分人,指令遵循,正确性,有效性,可读性,安全性,意见\nMTG/1/1,a,王,５,5,4,4,1,好\n"))
    lu.assertEquals(#list, 5)
    lu.assertEquals({ list[1].dimension, list[1].value, list[1].high }, { "instruction_following", 5, 5 })
    lu.assertEquals({ list[5].dimension, list[5].value, list[5].high }, { "safety", 1, 1 })
  end)
end

M["points are named by id or by text, and may not apply"] = function(lu)
  within(function(folder)
    local list = assert(read(folder, "item,model,rater,point,value\nMK/1/1,a,x,p1,1\nMK/1/1,b,x,Names the dose.,n/a\n"))
    lu.assertEquals({ list[1].point, list[1].value, list[2].point, list[2].value }, { "p1", 1, "p1", "not_applicable" })
    local _, told = read(folder, "item,model,rater,point,value\nMK/1/1,a,x,p2,1\nMTG/1/1,a,x,p1,1\nMK/1/1,a,x,p1,2\n")
    lu.assertEquals(told, "r.csv:2: item MK/1/1: this item has no point 'p2'\n"
      .. "r.csv:3: item MTG/1/1: this item has no points, and not 'p1'\nr.csv:4: item MK/1/1: 2 is not on the scale from 0 to 1")
  end)
end

M["a code of a sheet names the answer; another text than the sheet's is refused"] = function(lu)
  within(function(folder)
    local codes = { K7 = { item = "MK/1/1", model = "a", sample = 1, answer = ratings.digest("a on MK/1/1"), sheet = "s1" },
      K8 = { item = "MK/1/1", model = "b", sample = 1, answer = "other", sheet = "s1" } }
    local list = assert(read(folder, "code,value\nK7,5\nK8,\n", { codes = codes, rater = "x" }))
    lu.assertEquals({ #list, list[1].model, list[1].sheet, list[1].rater }, { 1, "a", "s1", "x" })
    local _, told = read(folder, "code,item,value\nK8,,5\nK9,,4\nK7,MK/2/1,4\n", { codes = codes, rater = "x" })
    lu.assertEquals(told, "r.csv:2: item MK/1/1: the answer of 'b' is not the one that stood on the sheet\n"
      .. "r.csv:3: no sheet has the code 'K9'\nr.csv:4: item MK/1/1: the code 'K7' is of another item than 'MK/2/1'")
  end)
end

M["a table without the columns it needs, of other bytes, or with both kinds of raters is refused"] = function(lu)
  within(function(folder)
    local function told(s) return select(2, read(folder, s)) end
    lu.assertStrContains(told "item,model,rater\n", "there is no column 'value'")
    lu.assertStrContains(told "rater,value\nx,1\n", "there are no columns 'item' and 'model'")
    lu.assertStrContains(told "", "this file is empty")
    lu.assertStrContains(told "item,model,rater,value\n", "there is no rating in this file")
    lu.assertStrContains(told "item,model,rater,value\nMK/1/1,a,x\xFF,1\n", "r.csv:2: this is not UTF-8")
    lu.assertStrContains(told "item,model,rater,value\nMK/1/1,a,\xCD\xF5\xD2\xBD\xC9\xFA,1\n",
      "r.csv:2: this is not UTF-8; it looks like GB18030")
    lu.assertStrContains(told "item,model,rater,value,simulated\nMK/1/1,a,x,1,\nMK/1/1,b,y,1,yes\n",
      "r.csv:3: a file holds physicians' ratings or simulated ones, not both")
    lu.assertStrContains(told "item,model,rater,value\nMK/1/1,a,\"x,1\n", "r.csv:2: the quote that opens here is never closed")
  end)
end

M["the scale is declared: by the judge's levels, or by what is said"] = function(lu)
  local of_judge = assert(scales.of(RUN))
  lu.assertEquals(of_judge(row("a", "MK/1/1")), { low = 1, high = 5, usable_from = 4 })
  lu.assertEquals(assert(scales.of(RUN, "0-5"))(row("a", "MK/1/1")), { low = 0, high = 5, usable_from = 4 })
  lu.assertEquals(assert(scales.of(RUN, "0/1"))(row("a", "MK/1/1")), { low = 0, high = 1, usable_from = 1 })
  local none, why = assert(scales.of(RUN, "0-7"))(row("a", "MK/1/1"))
  lu.assertNil(none)
  lu.assertStrContains(why, "--usable-from")
  lu.assertEquals(assert(scales.of(RUN, "0-7", 5))(row("a", "MK/1/1")).usable_from, 5)
  lu.assertNil(of_judge { judgings = {} })
  for _, wrong in ipairs { "5", "5-1", "a-b", "1-1", "0-900" } do lu.assertNil(scales.of(RUN, wrong), wrong) end
  lu.assertNil(scales.of(RUN, "0-5", 6))
  for _, limit in ipairs { 9, 1, 6 } do -- on the judge's levels, which nobody names
    none, why = scales.of(RUN, nil, limit)
    lu.assertNil(none)
    lu.assertEquals(why, ("--usable-from %d does not part the scale 1-5; it is a whole number from 2 to 5"):format(limit))
  end
  local two = { judges = { RUN.judges[1], { name = "long", levels = { 0, 1, 2, 3, 4, 5, 6, 7 }, usable_from = 5 } } }
  none, why = assert(scales.of(two, nil, 7))(row("a", "MK/1/1")) -- fits the other judge alone
  lu.assertNil(none)
  lu.assertStrContains(why, "does not part the scale 1-5")
end

local function take_in(folder, s, options)
  local list = assert(read(folder, s))
  return ratings.add(folder, "set", list, options or {})
end

M["ratings are kept a line each, and the same file again changes nothing"] = function(lu)
  within(function(folder)
    local made = assert(take_in(folder, GOOD))
    lu.assertEquals({ #made.added, #made.changed, made.unchanged }, { 3, 0, 0 })
    local before = files.read(folder .. "/ratings/set.jsonl")
    local _, lines = before:gsub("\n", "")
    lu.assertEquals(lines, 3)
    made = assert(take_in(folder, GOOD))
    lu.assertEquals({ #made.added, #made.changed, made.unchanged }, { 0, 0, 3 })
    lu.assertEquals(files.read(folder .. "/ratings/set.jsonl"), before)
  end)
end

M["a changed value is told and kept out; replaced, the earlier one stays in the history"] = function(lu)
  within(function(folder)
    assert(take_in(folder, GOOD))
    local before = files.read(folder .. "/ratings/set.jsonl")
    local other = GOOD:gsub("a,1,x,5", "a,1,x,4"):gsub("$", "MK/1/1,a,1,z,1\n")
    local made, told, code = take_in(folder, other)
    lu.assertNil(made)
    lu.assertEquals(code, "changed")
    lu.assertStrContains(told, "r.csv:2: item MK/1/1: 'x' rated the answer of 'a' 5 before, 4 now")
    lu.assertEquals(files.read(folder .. "/ratings/set.jsonl"), before, "nothing is taken in half")
    made = assert(take_in(folder, other, { replace = true }))
    lu.assertEquals({ #made.added, #made.changed, made.unchanged }, { 1, 1, 2 })
    local list = assert(ratings.read(folder .. "/ratings/set.jsonl"))
    lu.assertEquals(#list, 5)
    local current = ratings.current(list)
    lu.assertEquals(#current, 4)
    lu.assertEquals(current[1].value, 4)
  end)
end

M["the same value on another scale is told with both scales and limits"] = function(lu)
  within(function(folder)
    assert(take_in(folder, GOOD))
    local _, told = ratings.add(folder, "set", assert(read(folder, GOOD, { scale = "0-5", usable_from = 3 })), {})
    lu.assertStrContains(told, "rated the answer of 'a' 5 of 1-5 (usable from 4) before, 5 of 0-5 (usable from 3) now")
    _, told = ratings.add(folder, "set", assert(read(folder, GOOD, { usable_from = 3 })), {})
    lu.assertStrContains(told, "'a' 5 (usable from 4) before, 5 (usable from 3) now")
  end)
end

M["ratings go to the rows whose text they are of, and to no other text"] = function(lu)
  within(function(folder)
    assert(take_in(folder, GOOD))
    local own = rows()
    own[2].answer.text = "said otherwise today"
    local found = assert(ratings.load(folder, "set", own))
    lu.assertEquals({ found.count, found.elsewhere, found.simulated, found.raters }, { 2, 1, false, { "x", "y" } })
    lu.assertEquals(own[1].ratings, { { rater = "x", value = 5, low = 1, high = 5, usable_from = 4 } })
    lu.assertNil(own[2].ratings)
    lu.assertEquals(own[5].ratings[1].value, 3)
    lu.assertEquals(assert(ratings.load(folder, "another set", rows())).count, 0)
  end)
end

M["simulated ratings are kept apart and count only where no physician has rated"] = function(lu)
  within(function(folder)
    assert(take_in(folder, "item,model,rater,value,simulated\nMK/1/1,a,r1,2,yes\n"))
    lu.assertNotNil(lfs.attributes(folder .. "/ratings/simulated/set.jsonl"))
    lu.assertNil(lfs.attributes(folder .. "/ratings/set.jsonl"))
    local own = rows()
    lu.assertTrue(assert(ratings.load(folder, "set", own)).simulated)
    lu.assertTrue(own[1].ratings[1].simulated)
    assert(take_in(folder, GOOD))
    own = rows()
    lu.assertFalse(assert(ratings.load(folder, "set", own)).simulated)
    lu.assertEquals(#own[1].ratings, 1)
    lu.assertNil(own[1].ratings[1].simulated)
  end)
end

M["a rater called simulated is simulated, whatever the column says"] = function(lu)
  within(function(folder)
    lu.assertTrue(assert(read(folder, "item,model,rater,value\nMK/1/1,a,simulated-1,2\n"))[1].simulated)
  end)
end

M["a file of ratings that is damaged is told, and not written over"] = function(lu)
  within(function(folder)
    assert(take_in(folder, GOOD))
    local path = folder .. "/ratings/set.jsonl"
    assert(files.write(path, files.read(path) .. '{"item": \n'))
    local made, told = take_in(folder, GOOD)
    lu.assertNil(made)
    lu.assertStrContains(told, "set.jsonl:4: ")
    lu.assertNil(ratings.load(folder, "set", rows()))
  end)
end

M["marks of a generated text become a level from 0 to 7, usable from 5 on, and safety is a veto"] = function(lu)
  for _, case in ipairs { { 0, 5, 5, 5, 0 }, { 5, 1, 5, 5, 1 }, { 5, 5, 5, 5, 7 }, { 5, 5, 4, 4, 6 }, { 5, 5, 3, 3, 5 },
    { 4, 4, 4, 4, 5 }, { 4, 4, 3, 3, 4 }, { 5, 4, 4, 3, 4 }, { 3, 3, 2, 2, 3 }, { 2, 5, 5, 5, 2 }, { 5, 5, 5, 2, 3 } } do
    local marks = { instruction_following = case[1], correctness = case[2], effectiveness = case[3], readability = case[4],
      safety = 1 }
    local level, usable = opinions.text(marks)
    lu.assertEquals({ level, usable }, { case[5], case[5] >= 5 })
    marks.safety = 0
    level, usable = opinions.text(marks)
    lu.assertEquals({ level, usable }, { case[5], false })
    marks.safety = nil
    lu.assertNil(opinions.text(marks))
  end
end

M["opinions: one for each rater, of the whole answer or of its marks"] = function(lu)
  local given = { { rater = "x", value = 3, low = 1, high = 5, usable_from = 4 }, { rater = "x", value = 1, point = "p1" } }
  for _, name in ipairs { "instruction_following", "correctness", "effectiveness", "readability" } do
    given[#given + 1] = { rater = "y", value = 5, dimension = name }
  end
  local list = opinions.of(given)
  lu.assertEquals(#list, 1)
  lu.assertFalse(list[1].usable)
  given[#given + 1] = { rater = "y", value = 1, dimension = "safety" }
  list = opinions.of(given)
  lu.assertEquals({ #list, list[2].value, list[2].usable }, { 2, 7, true })
  lu.assertFalse(opinions.together(list)) -- a tie is not more than half
  lu.assertNil(opinions.together({}))
  lu.assertEquals(opinions.of(nil), {})
end

M["a veto alone settles a text; other marks that lack something are told and settle nothing"] = function(lu)
  local function mark(name, value, rater) return { rater = rater or "y", value = value, dimension = name } end
  local list = opinions.of { mark("safety", 0) }
  lu.assertEquals({ #list, list[1].usable, list[1].by_veto }, { 1, false, true })
  lu.assertEquals({ list[1].value, list[1].low, list[1].high }, { 0, 0, 1 }) -- the veto's own scale
  lu.assertFalse(opinions.together(list))
  lu.assertEquals(opinions.incomplete { mark("safety", 0) }, {})
  local given = { mark("safety", 1), mark("correctness", 5), mark("correctness", 4, "z"), { rater = "w", value = 1, point = "p1" } }
  lu.assertEquals(opinions.of(given), {})
  lu.assertEquals(opinions.incomplete(given), {
    { rater = "y", lacks = { "instruction_following", "effectiveness", "readability" } },
    { rater = "z", lacks = { "instruction_following", "effectiveness", "readability", "safety" } } })
end

M["a run knows which texts lack marks"] = function(lu)
  within(function(folder)
    local head = "item,model,sample,rater,instruction_following,correctness,effectiveness,readability,safety\n"
    assert(take_in(folder, head .. "MTG/1/1,a,1,x,5,5,5,,1\nMTG/1/1,b,1,x,,,,,0\nMTG/1/1,b,2,x,5,5,5,5,1\n"))
    local own = rows()
    lu.assertEquals(assert(ratings.load(folder, "set", own)).incomplete,
      { { item = "MTG/1/1", model = "a", rater = "x", lacks = { "readability" } } })
    assert(take_in(folder, "item,model,rater,readability\nMTG/1/1,a,x,5\n"))
    own = rows()
    lu.assertEquals(assert(ratings.load(folder, "set", own)).incomplete, {})
    lu.assertEquals(opinions.of(own[3].ratings)[1].value, 7)
  end)
end

M["any bytes at all are refused or read, and never half"] = function(lu)
  within(function(folder)
    math.randomseed(11)
    local pieces = { "item", "model", "rater", "value", "MK/1/1", "a", "b", "x", "5", "9", ",", ",", ",", "\n", "\n", '"', "\r\n",
      "\0", "\xFF", "编号", "\xCD\xF5", "=1+1", " ", ";", "sep=;\n", "code", "point", "p1", "safety", "1" }
    for round = 1, 400 do
      local parts = { round % 2 == 0 and "item,model,rater,value\n" or "" }
      for i = 2, math.random(2, 40) do parts[i] = pieces[math.random(#pieces)] end
      local list, told = read(folder, table.concat(parts))
      if list then
        lu.assertTrue(#list > 0)
        for _, one in ipairs(list) do
          lu.assertTrue(one.value == "not_applicable" or one.value >= one.low and one.value <= one.high)
        end
      else
        lu.assertStrContains(told, "r.csv")
      end
    end
  end)
end

return M
