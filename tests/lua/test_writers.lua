-- Every output format, on rows made by support/rows.lua, in the real box. Golden files stand in tests/data/report;
-- VIVA_GOLDEN=1 build/viva lua tests/run.lua tests/lua/test_writers.lua writes them anew.
local experts = require "experts"
local files = require "files"
local make = dofile "tests/lua/support/rows.lua"
local reports = dofile "tests/lua/support/reports.lua"

local M = {}

local GOLDEN = "tests/data/report"
local FORMATS = { "html", "md", "tex", "csv", "xlsx", "json", "junit" }

local function has(program) return os.execute("command -v " .. program .. " >/dev/null 2>&1") end

-- Runs a command and gives what it printed; nil when it failed.
local function output(command)
  local pipe = io.popen(command .. " 2>&1")
  local text = pipe:read("a")
  return pipe:close() and text or nil, text
end

-- In a folder of its own; `work` is given the path.
local function in_file(bytes, name, work)
  local place = reports.folder()
  assert(files.write(place .. "/" .. name, bytes))
  work(place .. "/" .. name, place)
  reports.remove(place)
end

-- Folders under /tmp differ from run to run. The page's own script, style and words are not what is compared.
local function settled(text)
  text = text:gsub(" %-%-out [^%s<|\"]+", " --out DIR"):gsub("{%-}{%-}out [^%s\\]+", "{-}{-}out DIR")
  return (text:gsub("<style>.-</style>", "<style></style>"):gsub("<script>.-</script>", "<script></script>")
    :gsub("sha256%-[%w+/=]+", "sha256-"):gsub('"words":%b{}', '"words":{}'))
end

local function compare(lu, name, text)
  local path = GOLDEN .. "/" .. name
  text = settled(text)
  if os.getenv("VIVA_GOLDEN") then assert(files.write(path, text)) end
  lu.assertTrue(files.read(path) == text, name .. " differs; VIVA_GOLDEN=1 writes it anew, then read the difference")
end

local function build(format, language, run, rows)
  if not run then run, rows = reports.small() end
  -- What is installed must not change what is compared: no Vega.
  local text, problem = reports.build(run, rows, format, { language = language, vega = "/nowhere", name = "golden",
    file = GOLDEN .. "/golden.lua" })
  experts.close()
  return assert(text, problem)
end

for _, format in ipairs { "html", "tex", "junit" } do
  for _, language in ipairs { "en", "zh" } do
    M[("%s is what the golden file says (%s)"):format(format, language)] = function(lu)
      compare(lu, ("small-%s.%s"):format(language, format), build(format, language))
    end
  end
end

M["a workbook's sheets and typed cells are what the golden file says"] = function(lu)
  if not has "python3" then lu.skip("no python3") end
  for _, language in ipairs { "en", "zh" } do
    in_file(build("xlsx", language), "report.xlsx", function(path)
      local text, problem = output("python3 tests/lua/support/workbook.py " .. path)
      compare(lu, ("small-%s.xlsx.txt"):format(language), assert(text, problem))
    end)
  end
end

M["made twice, every format is the same to the byte, in both languages"] = function(lu)
  for _, format in ipairs(FORMATS) do
    for _, language in ipairs { "en", "zh" } do
      local first = build(format, language) -- each time another box, another seed of its string hashes
      local second = build(format, language)
      if format == "xlsx" then -- the folder stands inside, packed
        lu.assertEquals(#first, #second)
      else
        lu.assertTrue(settled(first) == settled(second), format)
      end
    end
  end
end

M["a workbook made twice in one folder is the same to the byte"] = function(lu)
  local workbook = require "workbook"
  local made = { title = "t", sheets = { { name = "One", frozen = 1, rows = { { "a", 1 }, { { value = 0.5, style = "percent" } } } } } }
  local first = assert(workbook.bytes(made))
  lu.assertTrue(assert(workbook.bytes(made)) == first)
end

M["a workbook's text is never a formula, and its sheets have names that spreadsheets take"] = function(lu)
  if not has "python3" then lu.skip("no python3") end
  local workbook = require "workbook"
  local taken = {}
  lu.assertEquals(workbook.sheet_name("a/b: [c]", taken), "a b c")
  lu.assertEquals(workbook.sheet_name("A B C", taken), "A B C (2)")
  lu.assertEquals(utf8.len(workbook.sheet_name(("医"):rep(50), taken)), 31)
  lu.assertEquals(workbook.sheet_name("'quoted'", taken), "quoted")
  lu.assertEquals(workbook.sheet_name("History", taken), "History_")
  lu.assertEquals(workbook.sheet_name("", taken), "_")
  local bytes = assert(workbook.bytes { title = "t", sheets = { { name = "x", rows = {
    { "=1+1", "@SUM(A1)", "+7", ("长"):rep(40000), "a\0b\xFF" , 0 / 0, 1 / 0 } } } } })
  in_file(bytes, "x.xlsx", function(path)
    local text, problem = output("python3 tests/lua/support/workbook.py " .. path)
    lu.assertStrContains(assert(text, problem), 'A1="=1+1"  B1="@SUM(A1)"  C1="+7"')
    lu.assertNotStrContains(text, "FORMULA")
    lu.assertEquals(#text:match('D1="([^"]*)"'), 3 * 32767)
    lu.assertStrContains(text, 'E1="a b\u{FFFD}"')
  end)
end

M["LibreOffice opens a workbook"] = function(lu)
  if not has "soffice" then lu.skip("no LibreOffice") end
  in_file(build("xlsx", "zh"), "report.xlsx", function(path, place)
    local text, problem = output(("cd %s && HOME=%s soffice --headless --convert-to csv:'Text - txt - csv (StarCalc)':44,34,76,1,,0,"
      .. "false,true,false,false,false,3 %s"):format(place, place, path))
    lu.assertNotNil(text, problem)
    local found
    for name in require("lfs").dir(place) do found = name:find("%.csv$") and files.read(place .. "/" .. name) or found end
    lu.assertStrContains(found or "", "模型")
    lu.assertStrContains(found, "model-1 (模拟数据),")
    output("rm -rf " .. place .. "/.config " .. place .. "/.cache")
  end)
end

local function compile(lu, engine, language, run, rows)
  in_file(build("tex", language, run, rows), "report.tex", function(path, place)
    local text, problem = output(("cd %s && %s -interaction=nonstopmode -halt-on-error %s"):format(place, engine, path))
    lu.assertNotNil(text, problem and problem:match("\n(!.-)\n\n") or problem)
    lu.assertEquals(files.read(place .. "/report.pdf"):sub(1, 5), "%PDF-")
    lu.assertNotStrContains(text, "Overfull \\hbox (1[0-9][0-9]")
  end)
end

M["LaTeX compiles in both languages"] = function(lu)
  if not has "xelatex" then lu.skip("no xelatex") end
  if not output "kpsewhich xeCJK.sty ctexhook.sty" then lu.skip("no xeCJK") end
  compile(lu, "xelatex", "en")
  compile(lu, "xelatex", "zh", make.make { items = 60, models = 13, repeats = 3 })
end

M["LaTeX compiles whatever a model wrote"] = function(lu)
  if not has "xelatex" or not output "kpsewhich xeCJK.sty ctexhook.sty" then lu.skip("no xelatex with xeCJK") end
  local hostile = dofile "tests/lua/support/hostile.lua"
  compile(lu, "xelatex", "zh", hostile.rows(table.concat(hostile.texts, " ")
    .. " \\input{/etc/passwd} \\write18{id} ^^5cundefined % $x_1^2$ {[*]} \\\\[9cm] &&& # ~ ``''"))
end

-- Each kind of sign that is written as LaTeX's own.
local SIGNS = "5 μg α β Ω Σ Ⅱ Ⅲ ⅳ ℃ ≤ ≥ ≠ ≈ ± × → ↑ ↓ ⇒ ① ⑳ ○ ● ■ □ ☐ √ ∞ △ ★ ☆ ✓ ✔ ✗ ½ ⅓ ⅞ H₂O 10⁻⁹ m² − ′ € № ™ é ß"

M["LaTeX loses no Greek letter, numeral, unit or mathematical sign, with Chinese text or without, in either engine"] = function(lu)
  local hostile = dofile "tests/lua/support/hostile.lua"
  local has_chinese = output "kpsewhich xeCJK.sty ctexhook.sty" and (output "fc-list 'Noto Serif CJK SC'" or ""):find "Noto"
  for _, try in ipairs { { "pdflatex", "en", SIGNS }, { "xelatex", "en", SIGNS }, { "xelatex", "zh", "约 " .. SIGNS } } do
    local engine, language = try[1], try[2]
    if has(engine) and (language == "en" or has_chinese) then
      in_file(build("tex", language, hostile.rows(try[3])), "report.tex", function(path, place)
        local tex = files.read(path)
        lu.assertStrContains(tex, "\\ensuremath{\\mu}g")
        lu.assertNotStrContains(tex, "U+")
        local text, problem = output(("cd %s && %s -interaction=nonstopmode -halt-on-error %s"):format(place, engine, path))
        lu.assertNotNil(text, problem and problem:match("\n(!.-)\n\n") or problem)
        lu.assertNil(files.read(place .. "/report.log"):match "Missing character[^\n]*")
      end)
    end
  end
end

M["a character that LaTeX's fonts lack stands there by its number, and why is said"] = function(lu)
  local hostile = dofile "tests/lua/support/hostile.lua"
  local text = build("tex", "en", hostile.rows "Take two \u{1F48A}\u{FE0F} a day, \u{416}.")
  lu.assertStrContains(text, "Take two {[}U+1F48A{]} a day, {[}U+0416{]}.")
  lu.assertStrContains(text, "Characters that LaTeX{'}s fonts lack are shown by their numbers")
  lu.assertNotStrContains(build("tex", "en", hostile.rows "Take two a day."), "shown by their numbers")
end

M["JUnit counts failures, errors and what was left out, for each model and in all"] = function(lu)
  local run, rows = make.make { items = 60, models = 2, repeats = 2 }
  for i, row in ipairs(rows) do
    if i % 9 == 0 then row.judgings, row.answer = {}, { state = "not_asked", code = "not_asked", error = "not asked yet" } end
  end
  local text = build("junit", "en", run, rows)
  local function count(pattern) return select(2, text:gsub(pattern, "")) end
  local tests, failures, errors, skipped = text:match('<testsuites [^>]* tests="(%d+)" failures="(%d+)" errors="(%d+)" skipped="(%d+)"')
  lu.assertEquals({ count "<testcase ", count "<failure ", count "<error ", count "<skipped " },
    { tonumber(tests), tonumber(failures), tonumber(errors), tonumber(skipped) })
  lu.assertEquals(tonumber(tests), #rows)
  lu.assertTrue(tonumber(failures) > 0 and tonumber(errors) > 0 and tonumber(skipped) > 0)
  lu.assertEquals(count "<testsuite ", 2)
end

M["JUnit is XML whatever a model wrote"] = function(lu)
  if not has "python3" then lu.skip("no python3") end
  local hostile = dofile "tests/lua/support/hostile.lua"
  local text = build("junit", "en", hostile.rows(table.concat(hostile.texts, " ") .. "]]> <!-- & \"'"))
  in_file(text, "report.xml", function(path)
    local said, problem = output(('python3 -c "import xml.etree.ElementTree as t; print(len(t.parse(\'%s\').getroot()))"'):format(path))
    lu.assertNotNil(said, problem)
  end)
end

return M
