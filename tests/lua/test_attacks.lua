-- Every file in tests/attacks, bare and wrapped: it ends as its header says, in time, and the run goes on.
local box = require "viva.box"
local files = require "files"
local lfs = require "lfs"
local loop = require "viva.loop"
local task = require "task"

local BUDGET, LATE, TRIES = 0.1, 0.3, 4
local LONG = 20 -- seconds in which an attack on memory meets that limit, however slow memory is

local wrappers = {
  bare = "attack()",
  pcall = "for _ = 1, 3 do pcall(attack) end",
  coroutine = "for _ = 1, 3 do coroutine.resume(coroutine.create(attack)) end",
  metamethod = "local _ = setmetatable({}, { __index = function() attack() end }).x",
  sort = "table.sort({ 2, 1 }, function(a, b) attack() return a < b end)",
  gsub = "local _ = ('x'):gsub('x', function() attack() end)",
}

local function attacks()
  local found = {}
  for name in lfs.dir("tests/attacks") do
    if name:find("%.lua$") then found[#found + 1] = name end
  end
  table.sort(found)
  return found
end

local function only_missing(problems)
  for _, problem in ipairs(problems) do
    if problem.line or not problem.text:find("is missing", 1, true) then return false end
  end
  return true
end

-- What a load came to: harmless, refused, stopped or memory.
local function outcome(result, code)
  if result and (result.settings or only_missing(result.problems)) then return "harmless" end
  if code == "stopped" or code == "memory" then return code end
  return "refused"
end

local function attempt(b, path, source, budget)
  local started = loop.now()
  local handle, id = b:load(path, budget, "judge", path, source, "en")
  local result, text, code, printed = task.await(id)
  local seconds = loop.now() - started
  b:drop(handle)
  return { ended = outcome(result, code), seconds = seconds, text = text, printed = printed }
end

local function fits(wanted, ended) return ("|" .. wanted .. "|"):find("|" .. ended .. "|", 1, true) ~= nil end

-- A busy machine may delay one try; an attack that holds is late every time. One that ought to meet the limit of memory
-- may have met its time limit first: given more time it must meet the other.
local function attack(b, path, source, wanted)
  local last
  for _ = 1, TRIES do
    last = attempt(b, path, source, BUDGET)
    if last.seconds <= BUDGET + LATE then break end
  end
  if last.ended == "stopped" and fits(wanted, "memory") then
    last.ended = attempt(b, path, source, LONG).ended
  end
  return last
end

local function still_alive(lu, b, path)
  local handle, id = b:load("judges/knowledge.lua", 5, "judge", "judges/knowledge.lua",
    files.read("judges/knowledge.lua"), "en")
  local result = task.await(id)
  lu.assertTrue(result and result.settings ~= nil, "the run goes on after " .. path)
  b:drop(handle)
end

-- What is wrong with how an attack ended, or nil.
local function wrong(found, wanted, wrapper)
  if found.seconds > BUDGET + LATE then return ("after %.2f s"):format(found.seconds) end
  if (found.printed or ""):find("ESCAPED", 1, true) then return "it escaped" end
  if wrapper == "bare" and not fits(wanted, found.ended) then return "not " .. wanted end
end

local function run_all(lu, wrapper)
  local b <close> = box.open(viva_root .. "/scripts")
  local problems = {}
  for _, name in ipairs(attacks()) do
    local path = "tests/attacks/" .. name
    local text = files.read(path)
    local source = ("local function attack()\n%s\nend\n%s\n"):format(text, wrappers[wrapper])
    local wanted = text:match("\n%-%- ends: ([%w|]+)\n")
    local found = attack(b, path, source, wrapper == "bare" and wanted or "")
    local problem = wrong(found, wanted, wrapper)
    if problem then
      problems[#problems + 1] = ("%s: %s: %s: %s"):format(path, problem, found.ended, tostring(found.text))
    end
  end
  lu.assertEquals(table.concat(problems, "\n"), "")
  still_alive(lu, b, wrapper)
end

local M = {}

for wrapper in pairs(wrappers) do
  M["every attack ends in time, " .. wrapper] = function(lu) run_all(lu, wrapper) end
end

M["there are at least sixty attacks"] = function(lu) lu.assertTrue(#attacks() >= 60) end

return M
