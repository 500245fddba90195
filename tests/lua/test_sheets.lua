-- Blind sheets: what is drawn and by which chance, what a physician sees, and how it comes back.
package.path = "tests/lua/support/?.lua;" .. package.path
local csv = require "csv"
local files = require "files"
local findings = require "findings"
local importer = require "importers.ratings"
local json = require "json"
local ratings = require "ratings"
local scales = require "scales"
local sheets = require "sheets"
local states = require "states"
local stats = require "viva.stats"
local workshop = require "workshop"

local M = {}

local RUN = { dataset = { name = "set" }, judges = { { name = "j", levels = { 1, 2, 3, 4, 5 }, usable_from = 4 } } }

local function row(model, category, group, round, scores)
  local id = ("%s/%d/%d"):format(category, group, round)
  local made = { model = model, sample = 1, answer = { state = "obtained", text = ("Answer of %s, %s"):format(#model, id) },
    item = { id = id, category = category, group = tostring(group), round = round, question = "Q of " .. id }, judgings = {} }
  for i, score in ipairs(scores) do made.judgings[i] = { judge = "j", state = "scored", score = score, reason = "SECRET" } end
  return made
end

local function rows(count)
  local list = {}
  for i = 1, count or 60 do
    list[#list + 1] = row(i % 2 == 0 and "model-alpha" or "model-beta-x", i % 3 == 0 and "MTG" or "MK", i, 1,
      i % 4 == 0 and { 4, 3, 5 } or { 5, 5, 5 })
  end
  return list
end

local function within(fn)
  local folder = workshop.folder()
  local ok, problem = pcall(fn, folder)
  workshop.remove(folder)
  if not ok then error(problem, 0) end
end

local function options(folder, more)
  local made = { out = folder, name = "run-1", n = 20, seed = 1, plan = "active", run = "run", dataset = "set",
    created = "2026-01-02T03:04:05Z", language = "en", scale = assert(scales.of(RUN)), digest = ratings.digest }
  for name, value in pairs(more or {}) do made[name] = value end
  return made
end

local function lines_of(path)
  local found = findings.new(path)
  local entries, columns = csv.read((files.read(path):gsub("^\u{FEFF}", "")), found)
  return entries, columns, found
end

M["the chance of an answer is that of viva.stats, and the less sure the judge the greater"] = function(lu)
  local list = sheets.draw(rows(), RUN, { name = "s", n = 20, seed = 1, plan = "active" })
  local uncertainty, limits = {}, states.limits(RUN)
  for i, one in ipairs(list) do uncertainty[i] = sheets.uncertainty(one.row, limits) end
  local chances = stats.active_probabilities(uncertainty, { budget = 20 / 60, tau = 0.5 })
  local sum = 0
  for i, one in ipairs(list) do
    lu.assertEquals(one.probability, chances[i])
    sum = sum + chances[i]
  end
  lu.assertAlmostEquals(sum, 20, 1)
  lu.assertTrue(chances[4] > chances[1])
end

M["over many seeds each answer is drawn as often as its chance says"] = function(lu)
  local own, drawn, chances = rows(20), {}, {}
  for seed = 1, 2000 do
    for i, one in ipairs(sheets.draw(own, RUN, { name = "s", n = 8, seed = seed, plan = "active" })) do
      drawn[i], chances[i] = (drawn[i] or 0) + (one.drawn and 1 or 0), one.probability
    end
  end
  for i, count in ipairs(drawn) do lu.assertAlmostEquals(count / 2000, chances[i], 0.05) end
end

M["the plan random draws so many, all alike"] = function(lu)
  local list, count = sheets.draw(rows(), RUN, { name = "s", n = 20, seed = 3, plan = "random" }), 0
  for _, one in ipairs(list) do
    count = count + (one.drawn and 1 or 0)
    lu.assertEquals(one.probability, 20 / 60)
  end
  lu.assertEquals(count, 20)
end

M["both plans draw as many as wanted, of each category its share"] = function(lu)
  for plan, chances_differ in pairs { active = true, random = false } do
    for seed = 1, 20 do
      local own, counts, sums, all = rows(), {}, {}, 0
      for i, one in ipairs(own) do one.item.category = i % 3 == 0 and "MK" or "MR" end
      for _, one in ipairs(sheets.draw(own, RUN, { name = "s", n = 20, seed = seed, plan = plan })) do
        local category = one.row.item.category
        counts[category] = (counts[category] or 0) + (one.drawn and 1 or 0)
        sums[category], all = (sums[category] or 0) + one.probability, all + (one.drawn and 1 or 0)
      end
      lu.assertTrue(all == 20 or chances_differ and math.abs(all - 20) <= 1, plan)
      for category, count in pairs(counts) do lu.assertTrue(math.abs(count - sums[category]) < 2, plan) end
    end
  end
end

M["answers without a text or a readable score cannot be drawn"] = function(lu)
  local own = rows(4)
  own[1].answer.text, own[2].judgings[1].state, own[2].judgings[2].state, own[2].judgings[3].state = nil, "failed",
    "unreadable", "failed"
  lu.assertEquals(#sheets.draw(own, RUN, { name = "s", n = 4, seed = 1, plan = "random" }), 2)
  within(function(folder)
    local made, problem = sheets.write({ own[2] }, RUN, options(folder))
    lu.assertNil(made)
    lu.assertStrContains(problem, "no answer could be drawn")
  end)
end

M["a sheet tells neither the model nor what the judge said"] = function(lu)
  within(function(folder)
    local made = assert(sheets.write(rows(), RUN, options(folder, { plan = "random" })))
    local s = files.read(made.path)
    for _, secret in ipairs { "model-alpha", "model-beta-x", "SECRET" } do lu.assertNil(s:find(secret, 1, true), secret) end
    local entries, columns = lines_of(made.path)
    lu.assertEquals(#entries, 20)
    lu.assertEquals(columns, { "code", "category", "earlier rounds", "question", "reference", "checklist", "answer", "scale",
      "instruction_following", "correctness", "effectiveness", "readability", "safety", "value", "comment" })
    for i, entry in ipairs(entries) do
      lu.assertStrMatches(entry.item.code, "%u%u%u%u%u%u%u")
      lu.assertTrue(i == 1 or entries[i - 1].item.code < entry.item.code, "codes are in an order that tells nothing")
    end
  end)
end

M["a later round brings the earlier ones, of this model"] = function(lu)
  within(function(folder)
    local own = { row("a", "MK", 1, 1, { 5 }), row("a", "MK", 1, 2, { 5 }), row("b", "MK", 1, 1, { 5 }) }
    own[3].answer.text = "of another model"
    local made = assert(sheets.write(own, RUN, options(folder, { n = 3, plan = "random" })))
    local seen = 0
    for _, entry in ipairs((lines_of(made.path))) do
      if entry.item.question == "Q of MK/1/2" then
        seen = seen + 1
        lu.assertEquals(entry.item["earlier rounds"], "Q: Q of MK/1/1\nA: " .. own[1].answer.text)
      end
    end
    lu.assertEquals(seen, 1)
  end)
end

-- Fills in a sheet: the value for each code, or marks for a generated text.
local function fill(path, to, value_of)
  local entries, columns = lines_of(path)
  local lines = { columns }
  for i, entry in ipairs(entries) do
    local cells = { n = #columns }
    for k, name in ipairs(columns) do cells[k] = entry.item[name] end
    local value = value_of(i, entry.item)
    for k, name in ipairs(columns) do
      if entry.item.category == "MTG" and k >= 9 and k <= 13 then cells[k] = name == "safety" and 1 or value end
      if entry.item.category ~= "MTG" and name == "value" then cells[k] = value end
    end
    lines[#lines + 1] = cells
  end
  assert(files.write(to, csv.write(lines)))
end

M["filled in, it comes back with its answers, and each row knows its chance"] = function(lu)
  within(function(folder)
    local own = rows()
    local made = assert(sheets.write(own, RUN, options(folder)))
    fill(made.path, folder .. "/filled.csv", function(i) return i % 5 ~= 0 and 4 or nil end)
    local codes = sheets.codes(assert(sheets.read(folder)), "set")
    local list, empty = importer.read(folder .. "/filled.csv", { rows = own, scale = assert(scales.of(RUN)), codes = codes,
      rater = "dr", time = "t" })
    assert(list, empty)
    lu.assertTrue(empty >= made.drawn // 5 - 1)
    assert(ratings.add(folder, "set", list, {}))
    local about = assert(ratings.load(folder, "set", own))
    lu.assertEquals({ about.count, about.undrawn, about.sheets }, { #list, 0, { ["run-1"] = true } })
    local drawn = sheets.draw(own, RUN, options(folder))
    for i, one in ipairs(own) do lu.assertAlmostEquals(one.probability, drawn[i].probability, 1e-12) end
  end)
end

M["two sheets together: the chance that either drew an answer"] = function(lu)
  local frame = function(chance) return { frame = { { item = "MK/1/1", model = "a", sample = 1, answer = "x", probability = chance } } } end
  local chance = sheets.chances({ s1 = frame(0.5), s2 = frame(0.2), s3 = frame(1) }, { s1 = true, s2 = true })
  lu.assertAlmostEquals(chance({ item = { id = "MK/1/1" }, model = "a" }, "x"), 0.6, 1e-12)
  lu.assertNil(chance({ item = { id = "MK/1/1" }, model = "a" }, "another text"))
end

M["ratings beside those of a sheet leave no chances: they were not all drawn"] = function(lu)
  within(function(folder)
    local own = rows()
    local made = assert(sheets.write(own, RUN, options(folder)))
    fill(made.path, folder .. "/filled.csv", function() return 5 end)
    local about = { rows = own, scale = assert(scales.of(RUN)), codes = sheets.codes(assert(sheets.read(folder)), "set"),
      rater = "dr", time = "t" }
    assert(ratings.add(folder, "set", assert(importer.read(folder .. "/filled.csv", about)), {}))
    assert(files.write(folder .. "/more.csv", ("item,model,value\n%s,%s,3\n"):format(own[1].item.id, own[1].model)))
    about.rater = "another"
    assert(ratings.add(folder, "set", assert(importer.read(folder .. "/more.csv", about)), {}))
    own = rows()
    lu.assertEquals(assert(ratings.load(folder, "set", own)).undrawn, 1)
    lu.assertNil(own[2].probability)
  end)
end

M["a sheet never takes the name of another, and a damaged one is told"] = function(lu)
  within(function(folder)
    lu.assertEquals(sheets.free_name(folder, "run"), "run-1")
    assert(sheets.write(rows(), RUN, options(folder)))
    lu.assertEquals(sheets.free_name(folder, "run"), "run-2")
    lu.assertEquals(json.decode(files.read(folder .. "/ratings/sheets/run-1.json")).plan, "active")
    assert(files.write(folder .. "/ratings/sheets/run-2.json", "{"))
    local none, problem = sheets.read(folder)
    lu.assertNil(none)
    lu.assertStrContains(problem, "run-2.json")
  end)
end

M["Chinese headings are read back as well"] = function(lu)
  within(function(folder)
    local own = rows()
    local made = assert(sheets.write(own, RUN, options(folder, { language = "zh" })))
    local s = files.read(made.path)
    lu.assertStrContains(s, "编号,类别,此前的对话,问题,参考答案,评分要点,回答,量表,指令遵循,正确性,有效性,可读性,安全性,评分,意见")
    local code = s:match("\n(%u%u%u%u%u%u%u),MK")
    assert(files.write(folder .. "/r.csv", ("编号,评分\n%s,5\n"):format(code)))
    local list = assert(importer.read(folder .. "/r.csv", { rows = own, scale = assert(scales.of(RUN)), rater = "王",
      codes = sheets.codes(assert(sheets.read(folder)), "set"), time = "t" }))
    lu.assertEquals({ #list, list[1].value, list[1].sheet }, { 1, 5, "run-1" })
  end)
end

return M
