-- The words of reports: each that is used is there, in both languages; and what the screen says with them.
local aggregate = require "stages.aggregate"
local files = require "files"
local lfs = require "lfs"
local report = require "report"
local reports = dofile "tests/lua/support/reports.lua"
local screen = require "screen"
local text = require "viva.text"
local words = require "words"

local M = {}

local function used_in(path, patterns, found)
  for _, pattern in ipairs(patterns) do
    for key in files.read(path):gmatch(pattern) do found[key] = path end
  end
end

M["every word that a report uses is in the catalogue"] = function(lu)
  local used = {}
  for name in lfs.dir("scripts/sources") do
    if name:find("%.lua$") then
      used_in("scripts/sources/" .. name, { 'words%(?%s?"([%w_]+)"%s*[,%)}%]]', 'words "([%w_]+)"' }, used)
    end
  end
  used_in("scripts/report.lua", { 'say%(?%s?"([%w_]+)"%s*[,%)]', 'say "([%w_]+)"' }, used)
  used_in("scripts/writers/html.js", { "words%.([%w_]+)" }, used)
  used_in("scripts/writers/html_charts.js", { "words%.([%w_]+)" }, used)
  used_in("scripts/writers/html.lua", { "words%.([%w_]+)" }, used)
  used_in("scripts/writers/md.lua", { "words%.([%w_]+)" }, used)
  local english, chinese, count = words.all("en"), words.all("zh"), 0
  for key, path in pairs(used) do
    count = count + 1
    lu.assertNotNil(english[key], ("%s uses the word '%s'"):format(path, key))
    lu.assertNotNil(chinese[key], key)
  end
  lu.assertTrue(count > 80)
end

-- Every name that stands in the program, and what names are made of: say("state_" .. state).
local function names_in(folder, names, beginnings)
  for name in lfs.dir(folder) do
    local path = folder .. "/" .. name
    if lfs.attributes(path, "mode") == "directory" then
      if name:find("^%w") and name ~= "catalogue" and name ~= "meta" then names_in(path, names, beginnings) end
    elseif name:find("%.lua$") and not name:find("^said") or name:find("%.js$") then
      local source = files.read(path)
      for one in source:gmatch("[%w_]+") do names[one] = true end
      for one in source:gmatch('"#?(%l[%w_]*_)" %.%.') do beginnings[#beginnings + 1] = one end
    end
  end
end

M["no catalogue has a word that nothing says"] = function(lu)
  local names, beginnings, unused = {}, {}, {}
  names_in("scripts", names, beginnings)
  for _, catalogue in ipairs { words.all("en"), require "box.said", require "box.said_language" } do
    for key in pairs(catalogue) do
      local used = names[key]
      for _, one in ipairs(beginnings) do used = used or key:sub(1, #one) == one end
      if not used then unused[#unused + 1] = key end
    end
  end
  lu.assertEquals(unused, {})
end

M["both languages fill in the same things"] = function(lu)
  local chinese = words.all("zh")
  for key, english in pairs(words.all("en")) do
    local wanted, given = {}, {}
    for mark in english:gmatch("%%[ds]") do wanted[#wanted + 1] = mark end
    for mark in chinese[key]:gmatch("%%[ds]") do given[#given + 1] = mark end
    lu.assertEquals(given, wanted, key)
  end
end

M["one is told in the singular, and only the number that stands before decides"] = function(lu)
  local pattern = "%d {answer|answers} of '%s' {goes|go} to %d {model|models}, 50 %% of {a}"
  lu.assertEquals(words.fill(pattern, 1, "x", 2), "1 answer of 'x' goes to 2 models, 50 % of {a}")
  lu.assertEquals(words.fill(pattern, 2, "{1|x}", 1), "2 answers of '{1|x}' go to 1 model, 50 % of {a}")
  lu.assertEquals(words.fill("%s {call|calls}", "1"), "1 call")
  lu.assertEquals(words.fill("%s {call|calls}", "6–8"), "6–8 calls")
end

-- Their numbers are never one.
local MANY = { agree_small = true, asked_times = true, console_tokens = true, interval_note = true,
  point_errors_note = true,
  published_deviates = true, published_items = true, published_subcategories = true, rank_note = true, refine_asks = true,
  seeds_value = true, small_cells = true, too_few_to_compare = true, watch_change = true }

local VERBS = { less = true, has = true, is = true } -- what may stand behind a name

M["no count of the catalogue has a plural of its own"] = function(lu)
  for key, english in pairs(words.all("en")) do
    local noun = not MANY[key] and english:match("%%[ds] (%l+s)%f[^%l]")
    if noun and not VERBS[noun] then lu.fail(("%s: '%s' may be one"):format(key, noun)) end
  end
end

M["the tables a report file may name are those that are computed"] = function(lu)
  local computed, named = {}, {}
  for name in pairs(report.sources()) do computed[#computed + 1] = name end
  for name in files.read("scripts/box/spec_report.lua"):match("SOURCES = {(.-)}"):gmatch('"([%w_]+)"') do
    named[#named + 1] = name
  end
  table.sort(computed)
  table.sort(named)
  lu.assertEquals(named, computed)
end

M["the language is the one asked for, else the run's, else the terminal's"] = function(lu)
  lu.assertEquals(words.choose("zh", "en", "en_US.UTF-8"), "zh")
  lu.assertEquals(words.choose(nil, "zh", "en_US.UTF-8"), "zh")
  lu.assertEquals(words.choose(nil, "item", "zh_CN.UTF-8"), "zh")
  lu.assertEquals(words.choose(nil, "item", "C"), "en")
end

M["the screen says first what was simulated, and its columns stand in line in Chinese"] = function(lu)
  local run, rows = reports.small()
  local shown = screen.leaderboard(aggregate.leaderboard(rows, run, {}), run, "zh")
  lu.assertEquals(shown:find("模拟数据", 1, true), 1)
  local widths = {}
  for line in shown:gmatch("[^\n]+") do
    if line:find("^  model%-") or line:find("^%-%-%-") then widths[#widths + 1] = text.width(line) end
  end
  lu.assertEquals(#widths, 3)
  lu.assertEquals(widths[2], widths[1])
  lu.assertEquals(widths[3], widths[1])
end

M["no escape sequence of a model's name reaches the terminal"] = function(lu)
  local run, rows = reports.small()
  run.models[1].name, run.title = "\27[31mred\7", "\27]0;title\7"
  for _, row in ipairs(rows) do
    if row.model == "model-1" then row.model = run.models[1].name end
  end
  local shown = screen.leaderboard(aggregate.leaderboard(rows, run, {}), run, "en")
  lu.assertNil(shown:find("[\27\7]"))
end

return M
