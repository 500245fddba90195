-- kill -9 in the middle of a run, at random and at named points, against a simulated endpoint that keeps a synced ledger
-- of what it was asked. Then to the end: nothing acknowledged is asked again, every call that was asked twice is listed,
-- and the results equal an undisturbed run's. A build that acknowledges before the commit must fail the same check.
package.path = "tests/lua/support/?.lua;" .. package.path
local files = require "files"
local json = require "json"
local lfs = require "lfs"
local process = require "viva.process"
local task = require "task"
local workshop = require "workshop"

local M = {}

local BUILD = arg[0]:match("^(.*)/[^/]*$") or "."
local RANDOM_KILLS = 20

local EVALUATION = [[
data = "%s/data/demo"
models = {
  model { name = "sim-strong", endpoint = "%s", endpoint_name = "sim", simulated = true },
  model { name = "sim-weak", endpoint = "%s", endpoint_name = "sim", simulated = true },
}
judge_model = model { name = "sim-judge", endpoint = "%s", endpoint_name = "sim", simulated = true }
repeats = 2
limits = { in_flight = 4 }
]]

local function start_sim(ledger)
  local child = assert(process.start { argv = { "/proc/self/exe", "sim", "--data", viva_root .. "/data/demo", "--port", "0",
    "--seed", "1", "--latency", "60", "--jitter", "40", "--ledger", ledger, "--quiet", "--until-stdin-closes" } })
  local url = assert(task.await(child:line())):match("http%S+")
  return child, url
end

local function stop_sim(child)
  child:kill("TERM")
  task.await(child:wait())
end

local function environment(extra)
  local env = {}
  for line in io.popen("env"):lines() do env[#env + 1] = line end
  for _, line in ipairs(extra or {}) do env[#env + 1] = line end
  return env
end

local function start_run(binary, folder, extra)
  return assert(process.start { argv = { binary, "run", folder .. "/crash.lua", "--out", folder .. "/out" },
    env = extra and environment(extra) })
end

-- Reads the child's output away so that it never waits for us, then its exit.
local function finish(child)
  while task.await(child:line()) do end
  return task.await(child:wait())
end

local function kill_after(child, seconds)
  local reading = task.spawn(finish, child)
  task.sleep(seconds)
  child:kill("KILL")
  return task.join(reading)
end

-- What the ledger saw of each request: how often asked, how often delivered.
local function read_ledger(path)
  local seen = {}
  for line in io.lines(path) do
    local entry = assert(json.decode(line))
    local key = entry.viva
    seen[key] = seen[key] or { asked = 0, delivered = 0, aborted = 0 }
    seen[key][entry.event] = seen[key][entry.event] + 1
  end
  return seen
end

-- The rows without what may differ between two runs: times.
local function result_text(folder)
  local results = require "commands.shared.results"
  local run, rows, extra = results.open("crash", folder .. "/out")
  assert(run, rows)
  local lines = {}
  for _, row in ipairs(rows) do
    lines[#lines + 1] = table.concat({ row.model, row.item.id, row.answer.state, row.answer.text or "" }, "|")
    for _, judging in ipairs(row.judgings) do
      lines[#lines + 1] = table.concat({ judging.judge, judging.state, tostring(judging.score), judging.reason or "" }, "|")
    end
  end
  return table.concat(lines, "\n"), extra, #rows
end

local function prepare()
  local folder = workshop.folder()
  local sim, url = start_sim(folder .. "/ledger")
  assert(files.write(folder .. "/crash.lua", EVALUATION:format(viva_root, url, url, url)))
  return folder, sim
end

local function undisturbed()
  local folder, sim = prepare()
  local status = finish(start_run("/proc/self/exe", folder))
  stop_sim(sim)
  local text, _, rows = result_text(folder)
  workshop.remove(folder)
  return text, status, rows
end

local function asked_again(ledger)
  local again = {}
  for key, seen in pairs(ledger) do
    if seen.asked > 1 then again[#again + 1] = key end
  end
  table.sort(again)
  return again
end

local function listed(extra)
  local digest, keys = require "viva.digest", {}
  for _, twice in ipairs(extra.paid_twice) do keys[#keys + 1] = digest.hex(twice.request) end
  table.sort(keys)
  return keys
end

-- Kills at named points and at random; returns how many runs were really cut short.
local function hurt(binary, folder, points, random_kills)
  local cut = 0
  local function note(_, _, code) cut = cut + (code == "signal" and 1 or 0) end
  for _, point in ipairs(points) do
    local count = 8 + math.random(8)
    note(finish(start_run(binary, folder, { "VIVA_KILLPOINT=" .. point, "VIVA_KILLCOUNT=" .. count })))
  end
  for _ = 1, random_kills do note(kill_after(start_run(binary, folder), 0.08 + math.random() * 0.2)) end
  return cut
end

-- Hurts a run, lets it end, and compares. Returns the results' text, what the store lists as paid twice, what the ledger
-- saw asked twice, and how many runs were cut short.
local function hurt_and_finish(binary, points, random_kills)
  local folder, sim = prepare()
  local cut = hurt(binary, folder, points, random_kills)
  assert(finish(start_run("/proc/self/exe", folder)) == 0)
  stop_sim(sim)
  local text, extra = result_text(folder)
  local again = asked_again(read_ledger(folder .. "/ledger"))
  require("experts").close()
  workshop.remove(folder)
  return text, listed(extra), again, cut
end

local function missing_from(list, others)
  local there, missing = {}, {}
  for _, key in ipairs(others) do there[key] = true end
  for _, key in ipairs(list) do
    if not there[key] then missing[#missing + 1] = key end
  end
  return missing
end

local function need(lu, binary)
  if lfs.attributes(binary, "mode") ~= "file" then lu.skip(binary .. " is not built") end
end

M["twenty-three kills lose nothing, and what was paid twice is listed"] = function(lu)
  need(lu, BUILD .. "/viva_killpoints")
  math.randomseed(20261123)
  local wanted, status, rows = undisturbed()
  lu.assertEquals(status, 0)
  lu.assertEquals(rows, 2 * 57)
  local text, twice, again, cut = hurt_and_finish(BUILD .. "/viva_killpoints",
    { "after_send", "before_commit", "after_commit" }, RANDOM_KILLS)
  lu.assertEquals(text, wanted)
  -- Every call that was asked twice is listed. A kill between our sending and the server's reading lists one that was not.
  lu.assertEquals(missing_from(again, twice), {})
  lu.assertTrue(#missing_from(twice, again) <= cut)
  lu.assertEquals(cut, RANDOM_KILLS + 3, "runs cut short: " .. cut)
  print(("%d runs cut short, %d calls asked twice, %d listed"):format(cut, #again, #twice))
end

M["a build that acknowledges before the commit is found out"] = function(lu)
  need(lu, BUILD .. "/viva_ack_early")
  math.randomseed(20261123)
  -- Only where replies are surely lost, and late enough that those lost before are answered again: a kill while one is
  -- asked again would list it for a reason of its own.
  local _, twice, again = hurt_and_finish(BUILD .. "/viva_ack_early", { "before_commit", "before_commit" }, 0)
  lu.assertTrue(#missing_from(again, twice) > 0, "calls asked twice that are not listed")
end

M["a run again after the end asks nothing"] = function(lu)
  local folder, sim = prepare()
  lu.assertEquals(finish(start_run("/proc/self/exe", folder)), 0)
  local before = files.read(folder .. "/ledger")
  lu.assertEquals(finish(start_run("/proc/self/exe", folder)), 0)
  lu.assertEquals(files.read(folder .. "/ledger"), before)
  stop_sim(sim)
  workshop.remove(folder)
end

return M
