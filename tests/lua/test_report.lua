-- Reports: the four writers on rows made by support/rows.lua, in the real box. Golden files stand in tests/data/report;
-- VIVA_GOLDEN=1 writes them anew.
local aggregate = require "stages.aggregate"
local experts = require "experts"
local files = require "files"
local json = require "json"
local make = dofile "tests/lua/support/rows.lua"
local reports = dofile "tests/lua/support/reports.lua"
local report = require "report"

local M = {}

local build, folder, remove = reports.build, reports.folder, reports.remove

local GOLDEN = "tests/data/report"

local small = reports.small

-- Folders under /tmp differ from run to run; the command that is printed names them.
local function settled(text) return (text:gsub(" %-%-out [^%s<|\"]+", " --out DIR")) end

local function compare(lu, name, text)
  local path = GOLDEN .. "/" .. name
  text = settled(text)
  if os.getenv("VIVA_GOLDEN") then assert(files.write(path, text)) end
  lu.assertTrue(files.read(path) == text, name .. " differs; VIVA_GOLDEN=1 writes it anew, then read the difference")
end

for _, format in ipairs { "md", "csv", "json" } do
  M[format .. " is what the golden file says"] = function(lu)
    local run, rows = small()
    compare(lu, "small." .. format, assert(build(run, rows, format)))
    experts.close()
  end
end

M["a report in Chinese has Chinese words and no English sentence of ours"] = function(lu)
  local run, rows = small()
  local text = assert(build(run, rows, "md", { language = "zh" }))
  lu.assertStrContains(text, "**模拟数据** 模型与评判均为模拟")
  lu.assertStrContains(text, "口径“viva”")
  lu.assertStrContains(text, "| 模型 | OP |")
  lu.assertNotStrContains(text, "Leaderboard")
  experts.close()
end

M["when a report is written, or cannot be, its files leave the box"] = function(lu)
  local run, rows = small()
  local there, loads = {}, 0
  local counting = setmetatable({
    load = function(...)
      local file, problem, code = experts.load(...)
      if file then there[file.name], loads = true, loads + 1 end
      return file, problem, code
    end,
    drop = function(file)
      there[file.name] = nil
      experts.drop(file)
    end,
  }, { __index = experts })
  assert(build(run, rows, "md", { experts = counting }))
  lu.assertEquals(there, {})
  lu.assertNil((build(run, rows, "md", { experts = counting, name = "pairwise" })))
  lu.assertEquals({ there, loads }, { {}, 4 })
  experts.close()
end

M["made twice, a report is the same to the byte"] = function(lu)
  for _, format in ipairs { "html", "md", "csv", "json" } do
    local run, rows = small()
    local first = settled(assert(build(run, rows, format)))
    experts.close() -- another box, another seed of its string hashes
    run, rows = small()
    lu.assertTrue(settled(assert(build(run, rows, format))) == first, format)
  end
  experts.close()
end

M["each convention is named and counts its own way"] = function(lu)
  local run, rows = make.make { items = 60, models = 2, repeats = 3 }
  for convention, sign in pairs { viva = "the mean of its readable scores", script = "never judged counted",
    paper = "k of 3n" } do
    local text = assert(build(run, rows, "md", { convention = convention }))
    lu.assertStrContains(text, "Convention “" .. convention .. "”")
    lu.assertStrContains(text, sign)
  end
  experts.close()
end

M["cells of fewer than 20 items show counts"] = function(lu)
  local run, rows = small()
  local text = assert(build(run, rows, "md"))
  local line = text:match("\n| model%-1 [^\n]*")
  lu.assertStrMatches(line, "\n| model%-1 %*SIMULATED%* | %*%*[%d.]+%%%*%* .*| %d+/%d+ |.*")
  experts.close()
end

M["a report of real models carries no word of simulation; a mixed one names who is simulated"] = function(lu)
  local run, rows = make.make { items = 6, models = 2, repeats = 1 }
  lu.assertNotStrContains(assert(build(run, rows, "md")), "SIMULATED")
  run.models[2].simulated, run.simulated = true, true
  local text = assert(build(run, rows, "md"))
  lu.assertStrContains(text, "> **SIMULATED** Simulated, not real: model-2.")
  lu.assertTrue(text:find("SIMULATED") < text:find("# A trial", 1, true))
  experts.close()
end

M["a model whose answers were imported is marked in each table, beside its items, and on the screen"] = function(lu)
  local run, rows = make.make { items = 6, models = 2, repeats = 1 }
  run.models[2].imported = true
  local text = assert(build(run, rows, "md"))
  lu.assertNotStrContains(text, "model-1 *imported*")
  for _, heading in ipairs { "Leaderboard", "Categories", "Cut, empty and refused answers", "Cost" } do
    lu.assertStrContains(text:match("\n## " .. heading .. "\n(.-)\n## "), "model-2 *imported*", false, heading)
  end
  lu.assertStrContains(text:match("\n## Subcategories\n(.-)\n## "), "model-2 (imported)")
  lu.assertStrContains(assert(build(run, rows, "md", { language = "zh" })), "model-2 *导入*")
  local html = assert(build(run, rows, "html"))
  lu.assertEquals(json.decode(html:match('id="data">(.-)</script>')).models[2].imported, true)
  lu.assertStrContains(require("screen").leaderboard(aggregate.leaderboard(rows, run, {}), run, "en"), "model-2 (imported)")
  experts.close()
end

M["what is due is made up of the counts beside it in every table, under each convention"] = function(lu)
  local run, rows = make.make { items = 30, models = 2, repeats = 2 }
  for i, row in ipairs(rows) do
    if i % 4 == 0 then row.judgings = {} end
    if i % 7 == 0 then row.judgings, row.answer = {}, { state = "not_asked", code = "not_asked", error = "not asked yet" } end
  end
  for _, convention in ipairs { "viva", "script", "paper" } do
    local text, tables = assert(build(run, rows, "md", { convention = convention })), 0
    local checked = 0
    for line in text:gmatch("[^\n]+") do
      if line:find("| Due | Judged | Unreadable | Failed | Not judged | Not asked | Unsafe |", 1, true) then
        tables = tables + 1
      end
      local due, a, b, c, d, e = line:match("| (%d+) | (%d+) | (%d+) | (%d+) | (%d+) | (%d+) | [^|]+ |$")
      if due then
        checked = checked + 1
        lu.assertEquals(tonumber(due), a + b + c + d + e, line)
      end
    end
    lu.assertEquals({ tables, checked }, { 2, 12 }) -- two models, each in five categories
  end
  local shown = require("screen").leaderboard(aggregate.leaderboard(rows, run, {}), run, "en")
  lu.assertStrContains(shown, "Due  Judged  Unreadable  Failed  Not judged  Not asked  Unsafe")
  experts.close()
end

M["a report over the limit lies in a folder of pages beside it, each item on one of them"] = function(lu)
  local run, rows = make.make { items = 300, models = 3, repeats = 3, raw = 900, answer = 2200, reason = 600 }
  local html, _, _, pages = build(run, rows, "html")
  lu.assertTrue(#html < 5000000)
  lu.assertTrue(#pages > 5)
  lu.assertStrContains(html, "'strict-dynamic'")
  local index = json.decode(html:match('id="data">(.-)</script>'))
  lu.assertEquals(#index.files, #pages)
  local found = 0
  for _, page in ipairs(pages) do
    local items = json.decode(page.text:match("^viva_page%((.*)%);\n$"))
    lu.assertNil(page.text:find("<", 1, true))
    found = found + #items
  end
  lu.assertEquals(found, run.dataset.count)
  lu.assertEquals(#index.index.items, found)
  experts.close()
end

M["all rounds of a conversation lie on the same page"] = function(lu)
  local run, rows = make.make { items = 300, models = 3, repeats = 3, raw = 900, answer = 2200, reason = 600 }
  local html = build(run, rows, "html")
  local index, page_of = json.decode(html:match('id="data">(.-)</script>')).index, {}
  for _, item in ipairs(index.items) do
    local conversation = item.id:match("^(.*)/")
    lu.assertEquals(page_of[conversation] or item.page, item.page, item.id)
    page_of[conversation] = item.page
  end
  experts.close()
end

M["a report file of one's own is found in the workspace, and its mistakes are told"] = function(lu)
  local run, rows = small()
  local place = folder()
  assert(files.make_folder(place .. "/reports"))
  assert(files.write(place .. "/reports/mine.lua", 'title = "Mine"\nshow = { heading "Only this", table { from = "cost" } }\n'))
  local options = { run = run, rows = rows, aggregate = aggregate, workspace = place, name = "mine", format = "md",
    language = "en", out = place .. "/mine.md" }
  lu.assertEquals(report.build(options), { place .. "/mine.md" })
  lu.assertStrContains(files.read(place .. "/mine.md"), "## Only this")
  assert(files.write(place .. "/reports/mine.lua", 'title = "Mine"\nshow = { table { from = "leaderbord" } }\n'))
  local paths, problem = report.build(options)
  lu.assertNil(paths)
  lu.assertStrContains(problem, "mine.lua:2:")
  remove(place)
  experts.close()
end

M["an unknown format or report file is told with those there are"] = function(lu)
  local run, rows = small()
  local _, problem = build(run, rows, "docx")
  lu.assertEquals(problem, "there is no format 'docx'; there are: csv, html, json, junit, md, tex, xlsx")
  _, problem = build(run, rows, "md", { name = "mine" })
  lu.assertStrContains(problem, "there is no report file 'mine'; there are: ")
  lu.assertStrContains(problem, "leaderboard")
  experts.close()
end

M["a report that cannot be written leaves the old one as it was"] = function(lu)
  local run, rows = small()
  local place = folder()
  local options = { run = run, rows = rows, aggregate = aggregate, workspace = place, format = "md", language = "en",
    out = place .. "/gone/report.md" }
  local paths, problem = report.build(options)
  lu.assertNil(paths)
  lu.assertStrContains(problem, "report.md")
  remove(place)
  experts.close()
end

return M
