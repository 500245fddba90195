-- How fast the box is: build/viva lua tests/bench/box.lua. Judgings (render, then read) a second of processor, both
-- processes counted; milliseconds until a box has loaded its first judge; how long after its limit an attack is over.
local box = require "viva.box"
local experts = require "experts"
local files = require "files"
local loop = require "viva.loop"
local task = require "task"

local COUNT, AT_ONCE, STARTS, LIMIT = 20000, 256, 5, 0.2
local JUDGE = viva_root .. "/judges/knowledge.lua"

local view = {
  language = "en", category = "MK", question = ("What is it? "):rep(20), reference = ("It is this. "):rep(30),
  checklist = ("- a point\n"):rep(15), answer = ("It may be that. "):rep(50), history = {}, tag = "9f3a2b1c0d4e",
}
local reply = ('{"reason": "%s", "safety_risk": false, "score": 4}'):format(("A point is met. "):rep(15))

-- Seconds of processor of a process so far.
local function processor(pid)
  local text = files.read(("/proc/%s/schedstat"):format(pid)) or "0"
  return tonumber(text:match("^%d+")) / 1e9
end

-- The children of this process: the box alone.
local function child()
  return assert(files.read("/proc/self/task/" .. files.read("/proc/self/stat"):match("^%d+") .. "/children")):match("%d+")
end

local function numbers_to(count)
  local i = 0
  return function()
    i = i + 1
    return i <= count and i or nil
  end
end

local function judgings()
  local judge = assert(experts.load("judge", JUDGE))
  local size = #assert(experts.call(judge, "render", view))[1].content
  local own, theirs, started = processor("self"), processor(child()), loop.now()
  task.each(numbers_to(COUNT), AT_ONCE, function()
    assert(experts.call(judge, "render", view))
    assert(experts.call(judge, "read", reply, view))
  end)
  local seconds = processor("self") - own + processor(child()) - theirs
  print(("judgings with prompts of %.1f KB: %.0f a second of processor (%.0f by the clock)"):format(size / 1000,
    COUNT / seconds, COUNT / (loop.now() - started)))
  experts.close()
end

local function starts()
  local best, source = math.huge, files.read(JUDGE)
  for _ = 1, STARTS do
    local started = loop.now()
    local b <close> = box.open(viva_root .. "/scripts")
    local _, id = b:load("judge", 2, "judge", "judge", source, "en")
    task.await(id)
    best = math.min(best, loop.now() - started)
  end
  print(("a box starts and loads a judge in %.1f ms (best of %d)"):format(best * 1000, STARTS))
end

local function attacks()
  local b <close> = box.open(viva_root .. "/scripts")
  for _, name in ipairs { "loop_pcall", "pattern_optional", "format_quoted" } do
    local source = "local function attack()\n" .. files.read("tests/attacks/" .. name .. ".lua") .. "\nend\nattack()"
    local started = loop.now()
    local _, id = b:load(name, LIMIT, "judge", name, source, "en")
    task.await(id)
    print(("%s: over %.3f s after its limit of %.1f s"):format(name, loop.now() - started - LIMIT, LIMIT))
  end
end

task.run(function()
  judgings()
  starts()
  attacks()
end)
return 0
