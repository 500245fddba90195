-- The examples of the help pages: whatever stands under a word of an expert's file can be typed in. What an example
-- leaves out (the other settings of its file, the braces it stands in) comes from a file of its kind.
local aggregate = require "stages.aggregate"
local experts = require "experts"
local files = require "files"
local report = require "report"
local reports = dofile "tests/lua/support/reports.lua"

local M = {}

local JUDGE = { title = 'title = "t"', usable_from = "usable_from = 4", applies_to = "applies_to = all",
  levels = 'levels = { [5] = "e", [4] = "d", [3] = "c", [2] = "b", [1] = "a" }',
  prompt = "prompt = [[{{question}} {{answer}} {{points}} {{levels}} {{reply}}]]",
  reply = 'reply = { safety_risk = "yes or no", score = "level" }' }
local MODEL = 'model { name = "m", endpoint = simulated }'

local function with(base, changes)
  local made = {}
  for _, settings in ipairs { base, changes } do
    for name, text in pairs(settings) do made[name] = text end
  end
  return made
end

local POINTS = with(JUDGE, { reply = 'reply = { safety_risk = "yes or no", points = "points" }' })
local MARK = with(JUDGE, { mark = "function mark(item) return 3 end", calls = "calls = 2", prompt = "" })

-- The settings that stand beside an example, by kind and word.
local BASE = {
  judge = JUDGE,
  comparison = { title = 'title = "t"', applies_to = "applies_to = all",
    prompt = "prompt = [[{{question}} {{answer_a}} {{answer_b}} {{reply}}]]", reply = 'reply = { choice = "choice" }' },
  checklist = { question = 'question "MSE/1/1"', core = 'core "c"' },
  rule = { title = 'title = "t"', reads = 'reads = { "checklist" }', points = "function points() return {} end" },
  evaluation = { data = 'data = "data/demo"', models = "models = { " .. MODEL .. " }", judge_model = "judge_model = " .. MODEL },
  report = { title = 'title = "t"', show = "show = { items {} }" },
  writer = { extension = 'extension = "txt"', write = 'function write() return "t" end' },
  refine = { title = 'title = "t"', request = 'function request() return "" end',
    proposal = 'function proposal() return "" end' },
}
local OTHERS = {
  judge = { points = POINTS, quotes = POINTS, level = POINTS, scale = POINTS, ["examples 2"] = POINTS, mark = MARK, calls = MARK,
    ask = MARK, fill = MARK, read = MARK },
  checklist = { scene = { core = 'core "c"' } },
  evaluation = { judge_models = { data = BASE.evaluation.data, models = BASE.evaluation.models } },
}
OTHERS.evaluation.combine = with(OTHERS.evaluation.judge_models,
  { judge_models = ('judge_models = { %s, %s }'):format(MODEL, MODEL:gsub('"m"', '"n"')) })
OTHERS.evaluation.pairwise = with(BASE.evaluation, { models = ("models = { %s }"):format(table.concat({
  (MODEL:gsub('"m"', '"model-a"')), (MODEL:gsub('"m"', '"model-b"')), (MODEL:gsub('"m"', '"model-c"')) }, ", ")) })

-- What stands around an example that is a part of a setting.
local function whole(kind, example)
  if kind == "evaluation" and example:find "^key = " then
    return ('models = { model { name = "m", endpoint = "https://h/v1", %s } }'):format(example)
  elseif kind == "evaluation" and example:find "^model {" then
    return "models = { " .. example:gsub("}\nmodel", "}, model") .. " }"
  elseif kind == "report" and not example:find "^%l+ = " then
    return "show = { " .. example .. " }"
  elseif kind == "judge" and example:find "^local " then
    return "function mark(item)\nlocal text = [[{{question}}]]\n" .. example .. "\nreturn 3\nend"
  elseif example:find "^mark_hidden" then
    return "function write()\nlocal answer = [[a]]\nreturn " .. example .. "\nend"
  end
  return example
end

-- The file of a kind that has an example in it.
local function file_of(kind, word, example, nth)
  local base = OTHERS[kind] and (OTHERS[kind][word .. " " .. nth] or OTHERS[kind][word]) or BASE[kind]
  local lines, text = {}, "\n" .. whole(kind, example)
  for name, setting in pairs(base) do
    local set = text:find("\n" .. name .. " *[=\"]") or text:find("\nfunction " .. name .. "%(")
    if not set then lines[#lines + 1] = setting end
  end
  table.sort(lines)
  return table.concat(lines, "\n") .. text
end

-- Calls `visit(word, example, nth)` for each indented part under a word of a page.
local function each_example(kind, suffix, visit)
  local known = {}
  for _, list in ipairs { require("box.spec_" .. kind).settings, require("box.spec_" .. kind).words or {} } do
    for _, word in ipairs(list) do
      known[word.name] = true
      for _, field in ipairs(word.fields or word.takes and word.takes.fields or {}) do known[field.name] = true end
    end
  end
  local page = files.read("scripts/help/" .. kind .. suffix):gsub("\n## ", "\0") .. "\0"
  for word, text in page:gmatch "%z([^\n%z]+)([^%z]*)%f[%z]" do
    local nth = 0
    -- Indented lines, with the empty ones between two of them.
    for part in (known[word] and text .. "\n|" or ""):gsub("\n\n    ", "\n    \n    "):gmatch "\n(    .-)\n%f[^ \n]" do
      nth = nth + 1
      visit(word, (("\n" .. part):gsub("\n    ", "\n"):match "^%s*(.-)%s*$"), nth)
    end
  end
end

local function try_report(place, path)
  local run, rows = reports.small()
  local name = path:match "([^/]+)%.lua$"
  local of_writer = path:find("/writers/", 1, true)
  return report.build { run = run, rows = rows, aggregate = aggregate, workspace = place, language = "en",
    name = of_writer and "categories" or name, format = of_writer and name or "md", convention = "paper",
    out = place .. "/report" }
end

-- Loads an example and, where a report can be made of it, makes it.
local function try(kind, text)
  local place = reports.folder()
  local folder = ("%s/%ss"):format(place, kind)
  assert(files.make_folder(folder))
  assert(files.write(folder .. "/page.css", ""))
  local path = folder .. "/example.lua"
  assert(files.write(path, text))
  local made, problem, code = experts.load(kind, path)
  if made and (kind == "report" or kind == "writer") then made, problem, code = try_report(place, path) end
  if made and kind == "judge" and made.settings.examples then
    for _, found in ipairs(experts.call(made, "examples") or {}) do made, problem = nil, found.text or tostring(found) end
  end
  reports.remove(place)
  return made or code == "lacking", problem
end

for kind in pairs(BASE) do
  M["every example of the page on " .. kind .. " can be typed in, in both languages"] = function(lu)
    local count = 0
    for _, suffix in ipairs { ".md", ".zh.md" } do
      each_example(kind, suffix, function(word, example, nth)
        count = count + 1
        local text = file_of(kind, word, example, nth)
        local good, problem = try(kind, text)
        if not good then lu.fail(("%s%s, %s: %s\n%s"):format(kind, suffix, word, problem, text)) end
      end)
    end
    lu.assertTrue(count >= 2 * #require("box.spec_" .. kind).settings, count)
    experts.close()
  end
end

M["an example of several settings is a whole file"] = function(lu)
  each_example("writer", ".md", function(word, example)
    if word ~= "makes" then return end
    lu.assertTrue(not not try("writer", example))
  end)
  experts.close()
end

return M
