-- End-to-end cases: each file of tests/cases/ says what there is to answer, what the models reply, which requests must be
-- made, and which rows must come out. The program runs as its user runs it, against a scripted endpoint.
package.path = "tests/lua/support/?.lua;" .. package.path
local difference = require "difference"
local files = require "files"
local lfs = require "lfs"
local model = require "model"
local workshop = require "workshop"

local EVALUATION = [[
data = "data"
models = { %s }
%s
%s
]]

local function models_text(names, url, settings)
  local models = {}
  for i, name in ipairs(names) do models[i] = ('model { name = "%s", endpoint = "%s" %s }'):format(name, url, settings) end
  return table.concat(models, ", ")
end

-- One judge model called "judge", or those of case.judge_models.
local function evaluation_text(case, url)
  local judges = models_text(case.judge_models or { "judge" }, url, case.judge_settings or "")
  return EVALUATION:format(models_text(case.models or { "m" }, url, case.model_settings or ""),
    case.judge_models and "judge_models = { " .. judges .. " }" or case.nobody_judges and "" or "judge_model = " .. judges,
    case.settings or "repeats = 1")
end

-- What a jury made of an answer: " = 3.5 (2/3)".
local function jury_text(row)
  local made = row.jury and row.jury[row.judgings[1].judge]
  return made and (" = %s (%d/%d)"):format(made.score and ("%g"):format(made.score) or made.missing, made.present,
    made.expected) or ""
end

-- The rows as a case writes them: "m MK/1/1: answer -> 4 5 unreadable". The judge models of a jury stand apart.
local function row_text(row)
  local parts = {}
  for i, judging in ipairs(row.judgings) do
    local before = row.judgings[i - 1]
    if before and before.judge_model ~= judging.judge_model then parts[#parts + 1] = "|" end
    parts[#parts + 1] = judging.state == "scored" and tostring(judging.score)
      or judging.state .. ":" .. tostring(judging.code)
  end
  local answer = row.answer.state == "obtained" and row.answer.text or row.answer.state .. ":" .. tostring(row.answer.code)
  return ("%s %s %d: %s -> %s"):format(row.model, row.item.id, row.sample, answer, table.concat(parts, " ")) .. jury_text(row)
end

local function rows_of(out)
  local results = require "commands.shared.results"
  local run, rows, extra = results.open(nil, out)
  assert(run, rows)
  local _, again = results.open(nil, out) -- as they were saved, where nothing is left to ask
  assert(not difference(rows, again), difference(rows, again))
  local texts = {}
  for i, row in ipairs(rows) do texts[i] = row_text(row) end
  require("experts").close()
  return texts, run, extra
end

local function check_requests(lu, case, endpoint, name)
  if case.calls then lu.assertEquals(#endpoint.requests, case.calls, name .. ": calls") end
  for _, wanted in ipairs(case.requests or {}) do
    local found = false
    for _, request in ipairs(endpoint.requests) do
      local whole = {}
      for _, message in ipairs(request.messages) do whole[#whole + 1] = message.role .. ": " .. message.content end
      found = found or table.concat(whole, "\n"):find(wanted, 1, true) ~= nil
    end
    lu.assertTrue(found, name .. ": no request holds: " .. wanted)
  end
  for _, unwanted in ipairs(case.never or {}) do
    for _, request in ipairs(endpoint.requests) do
      lu.assertNil(request.body:find(unwanted, 1, true), name .. ": a request holds: " .. unwanted)
    end
  end
end

local function run_steps(lu, case, folder, endpoint, name)
  for i, step in ipairs(case.steps or { case }) do
    for _, kind in ipairs { "/judges", "/checklists" } do assert(files.make_folder(folder .. kind)) end
    for path, text in pairs(step.judge_file or {}) do assert(files.write(folder .. "/judges/" .. path, text)) end
    if step.replies then endpoint.replies = step.replies end
    if step.settings then assert(files.write(folder .. "/case.lua", evaluation_text(step, endpoint.url))) end
    endpoint.requests = {}
    local arguments = { "run", folder .. "/case.lua", "--out", folder .. "/out", table.unpack(step.arguments or {}) }
    if step.command then arguments = { step.command[1], "--out", folder .. "/out", table.unpack(step.command, 2) } end
    local status, output = workshop.viva(arguments, { env = step.env })
    local place = ("%s, step %d\n%s"):format(name, i, output)
    lu.assertEquals(status, step.exit or 0, place)
    check_requests(lu, step, endpoint, place)
    for _, text in ipairs(step.screen or {}) do lu.assertStrContains(output, text) end
    if step.rows then lu.assertEquals((rows_of(folder .. "/out")), step.rows, place) end
  end
end

local function run_case(lu, path)
  local case = assert(loadfile(path))()
  local folder = workshop.folder()
  local endpoint = model.start(case.replies or {})
  workshop.dataset(folder .. "/data", case.items)
  assert(files.write(folder .. "/case.lua", evaluation_text(case, endpoint.url)))
  local ok, problem = pcall(run_steps, lu, case, folder, endpoint, path)
  model.stop(endpoint)
  workshop.remove(folder)
  if not ok then error(problem, 0) end
end

local M = {}
for name in lfs.dir("tests/cases") do
  if name:find("%.lua$") then
    M[name:gsub("%.lua$", ""):gsub("_", " ")] = function(lu) run_case(lu, "tests/cases/" .. name) end
  end
end
return M
