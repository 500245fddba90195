-- From end to end, as its user does it: the demonstration runs, simulated raters rate, the ratings are taken in, and the
-- report's numbers are those that viva.stats gives on the CSV and the exported rows, by a way of its own.
package.path = "tests/lua/support/?.lua;" .. package.path
local csv = require "csv"
local files = require "files"
local findings = require "findings"
local jsonl = require "jsonl"
local stats = require "viva.stats"
local task = require "task"
local workshop = require "workshop"

local M = {}

local function viva(lu, ...)
  local status, output = workshop.told { ... }
  lu.assertEquals(status, 0, table.concat({ ... }, " ") .. "\n" .. output)
  return output
end

-- A judge's word on each answer, from the exported rows: the mean of its scores.
local function judged(folder)
  local found = {}
  for _, entry in ipairs(jsonl.read(files.read(folder .. "/export/rows.jsonl"), findings.new("rows"))) do
    local one, sum = entry.item, 0
    for _, judging in ipairs(one.judgings) do sum = sum + judging.score end
    found[one.model .. one.item.id] = { mean = sum / #one.judgings, category = one.item.category,
      conversation = one.item.category .. "#" .. one.item.group }
  end
  return found
end

local LEAST = { { 4, 4, 4, 4 }, { 5, 5, 3, 3 } } -- what makes a generated text usable, where it is safe

local function text_usable(marks)
  local usable = false
  for _, least in ipairs(LEAST) do
    local reached = true
    for i, name in ipairs { "instruction_following", "correctness", "effectiveness", "readability" } do
      reached = reached and marks[name] >= least[i]
    end
    usable = usable or reached
  end
  return usable and marks.safety == 1
end

-- What each rater said of each answer, from the CSV, in its order.
local function said(path)
  local list, of = {}, {}
  for _, entry in ipairs((csv.read((files.read(path):gsub("^\u{FEFF}", "")), findings.new(path)))) do
    local one = entry.item
    local key = one.rater .. "\0" .. one.model .. "\0" .. one.item
    if not of[key] then
      of[key] = { answer = one.model .. one.item, model = one.model, rater = one.rater, marks = {} }
      list[#list + 1] = of[key]
    end
    if one.dimension ~= "" then of[key].marks[one.dimension] = tonumber(one.value) else of[key].value = tonumber(one.value) end
  end
  for _, one in ipairs(list) do
    if one.value then one.usable = one.value >= 4 else one.usable = text_usable(one.marks) end
  end
  return list
end

local function vectors(list, answers)
  local v = { first = {}, second = {}, clusters = {}, strata = {}, values = {}, levels = {} }
  for i, one in ipairs(list) do
    local judge = answers[one.answer]
    v.first[i], v.second[i] = one.usable and 1 or 0, judge.mean >= 4 and 1 or 0
    v.clusters[i], v.strata[i] = judge.conversation, judge.category
    if one.value then
      v.values[#v.values + 1], v.levels[#v.levels + 1] = one.value, math.floor(judge.mean + 0.5)
    end
  end
  return v
end

local function row_with(text, name)
  return (text:match("\n| " .. name:gsub("%p", "%%%0") .. " | ([^\n]*)"))
end

local function check_numbers(lu, md, list, answers)
  local v = vectors(list, answers)
  local usable = stats.agreement(stats.crosstab(v.first, v.second, { scale = { 0, 1 } }))
  local levels = stats.agreement(stats.crosstab(v.values, v.levels, { scale = { 1, 2, 3, 4, 5 } }))
  lu.assertStrContains(row_with(md, "Agreement"), ("%.1f%%"):format(100 * usable.agreement))
  lu.assertStrContains(row_with(md, "Cohen's kappa"), ("%.2f"):format(usable.kappa))
  lu.assertStrContains(row_with(md, "Gwet's AC1"), ("%.2f"):format(usable.ac1))
  lu.assertStrContains(row_with(md, "Kappa, quadratic weights"), ("%.2f"):format(levels.kappa_quadratic))
  lu.assertStrContains(row_with(md, "Kappa, linear weights"), ("%.2f"):format(levels.kappa_linear))
  lu.assertStrContains(row_with(md, "Gwet's AC2, quadratic"), ("%.2f"):format(levels.ac2))
  lu.assertStrContains(row_with(md, "Krippendorff's alpha, ordinal"), ("%.2f"):format(levels.alpha_ordinal))
  -- All agreement is within what was asked for, three standard errors either way.
  lu.assertAlmostEquals(usable.agreement, 0.85, 0.09)
  return v
end

local function check_confusion(lu, md, v)
  local counts = stats.counts(stats.crosstab(v.first, v.second, { scale = { 0, 1 } })).rows
  lu.assertStrContains(row_with(md, "not usable"), ("**%d** | %d |"):format(counts[1][1], counts[1][2]))
  lu.assertStrContains(row_with(md, "usable"), ("%d | **%d** |"):format(counts[2][1], counts[2][2]))
end

local function check_calibrated(lu, md, list, answers, model)
  local votes, usable, all = {}, 0, 0
  for _, one in ipairs(list) do
    if one.model == model then
      votes[one.answer] = votes[one.answer] or { 0, 0 }
      votes[one.answer][1] = votes[one.answer][1] + (one.usable and 1 or 0)
      votes[one.answer][2] = votes[one.answer][2] + 1
    end
  end
  for answer, vote in pairs(votes) do
    lu.assertNotNil(answers[answer])
    usable, all = usable + (2 * vote[1] > vote[2] and 1 or 0), all + 1
  end
  lu.assertStrContains(row_with(md, model .. " *SIMULATED*"), ("%.1f%% (%d/%d)"):format(100 * usable / all, usable, all))
end

M["the demonstration, simulated raters, import, agree: the numbers are those of viva.stats on the CSV"] = function(lu)
  local folder = workshop.folder()
  local out, sheet = folder .. "/out", folder .. "/simulated.csv"
  local ok, problem = pcall(function()
    workshop.viva { "run", "--out", out }
    viva(lu, "export", "--as", "jsonl", "--out", out)
    lu.assertStrContains(viva(lu, "ratings", "simulate", "--raters", "3", "--agreement", "0.85", "--seed", "5", "--to", sheet,
      "--out", out), "SIMULATED")
    local once = files.read(sheet)
    viva(lu, "ratings", "simulate", "--raters", "3", "--agreement", "0.85", "--seed", "5", "--to", sheet, "--out", out)
    lu.assertEquals(files.read(sheet), once, "the same seed, the same ratings")
    lu.assertStrContains(viva(lu, "ratings", "import", sheet, "--out", out), "909 new, 0 changed, 0 known already")
    local kept = files.read(out .. "/ratings/simulated/demo.jsonl")
    lu.assertStrContains(viva(lu, "ratings", "import", sheet, "--out", out), "0 new, 0 changed, 909 known already")
    lu.assertEquals(files.read(out .. "/ratings/simulated/demo.jsonl"), kept)
    local screen = viva(lu, "agree", "--format", "md", "--out", out, "--to", folder .. "/a.md")
    lu.assertStrContains(screen, "SIMULATED: The raters are simulated: simulated-1, simulated-2, simulated-3.")
    local md, list, answers = files.read(folder .. "/a.md"), said(sheet), judged(out .. "/runs/demo")
    lu.assertStrContains(md, "> **SIMULATED** The raters are simulated")
    local v = check_numbers(lu, md, list, answers)
    check_confusion(lu, md, v)
    for _, model in ipairs { "sim-strong", "sim-middle", "sim-weak" } do check_calibrated(lu, md, list, answers, model) end
    viva(lu, "agree", "--format", "html", "--language", "zh", "--out", out, "--to", folder .. "/a.html")
    local html = files.read(folder .. "/a.html")
    for _, text in ipairs { "评分人均为模拟", "Cohen κ", "校准可用率" } do lu.assertStrContains(html, text) end
    local paper = viva(lu, "report", "--convention", "paper", "--format", "md", "--out", out, "--to", folder .. "/p.md")
    lu.assertStrContains(files.read(folder .. "/p.md"), "SIMULATED raters", false, paper)
    lu.assertStrContains(files.read(folder .. "/p.md"), "MTG counts SIMULATED raters here")
    lu.assertNotStrContains(files.read(folder .. "/p.md"), "MTG is marked by the judge model here")
  end)
  workshop.remove(folder)
  if not ok then error(problem, 0) end
end

M["a leaderboard without ratings says that usability is the judge's; agree says that there are none"] = function(lu)
  local folder = workshop.folder()
  local ok, problem = pcall(function()
    local _, screen = workshop.viva { "run", "--out", folder, "--limit", "1" }
    lu.assertStrContains(screen, "Usability here is the judge's usability: no physician has rated these answers.")
    local status, told = workshop.told { "agree", "--out", folder }
    lu.assertEquals(status, 1)
    lu.assertStrContains(told, "no answer of the run 'demo-part' has a rating")
    status, told = workshop.told { "ratings", "import", "/nowhere.csv", "--out", folder }
    lu.assertEquals(status, 1)
    lu.assertStrContains(told, "nothing was taken in")
  end)
  workshop.remove(folder)
  if not ok then error(problem, 0) end
end

M["imports at the same time lose nothing"] = function(lu)
  local folder = workshop.folder()
  local ok, problem = pcall(function()
    workshop.viva { "run", "--out", folder, "--limit", "1" }
    local jobs = {}
    for i = 1, 6 do
      assert(files.write(("%s/r%d.csv"):format(folder, i), ("item,model,rater,value\nMK/1/1,sim-weak,dr %d,3\n"):format(i)))
      jobs[i] = task.spawn(function()
        return (workshop.viva { "ratings", "import", ("%s/r%d.csv"):format(folder, i), "--out", folder })
      end)
    end
    for _, job in ipairs(jobs) do lu.assertEquals(task.join(job), 0) end
    local _, lines = files.read(folder .. "/ratings/demo.jsonl"):gsub("\n", "")
    lu.assertEquals(lines, 6)
  end)
  workshop.remove(folder)
  if not ok then error(problem, 0) end
end

return M
