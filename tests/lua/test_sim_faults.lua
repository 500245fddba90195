-- The faults of the simulated endpoint as a client sees them, and its ledger.
package.path = "tests/lua/support/?.lua;" .. package.path
local endpoint = require "sim.endpoint"
local json = require "json"
local loop = require "viva.loop"
local simulation = require "simulation"
local task = require "task"

local T = {}

-- The first request meets the fault, the second does not.
local STATUS = { ["429"] = 429, quota = 429, ["500"] = 500, ["503"] = 503, ["401"] = 401, ["403"] = 403,
  context = 400, filter = 400, error200 = 200 }

T["each refusal comes once, in OpenAI's shape, and not on the retry"] = function(lu)
  for kind, status in pairs(STATUS) do
    simulation.with({ faults = { kind .. "@1" }, retry_after = 7 }, function(simulated)
      local response = simulation.post(simulated, simulation.body("sim-strong", simulation.IBUPROFEN))
      lu.assertEquals(response.status, status, kind)
      lu.assertEquals(type(json.decode(response.body).error.message), "string", kind)
      if status == 429 or status == 503 then lu.assertEquals(response.headers["retry-after"], "7", kind) end
      lu.assertStrContains(simulation.post(simulated, simulation.body("sim-strong", simulation.IBUPROFEN)).body, '"choices"')
    end)
  end
end

T["each fault of the wire is seen by the client as what it is"] = function(lu)
  local codes = { reset = "reset", cut = "cut", silence = "timeout", drip = "timeout" }
  for kind, expected in pairs(codes) do
    simulation.with({ faults = { kind .. "@1" } }, function(simulated)
      local response, _, code = simulation.post(simulated, simulation.body("sim-strong", simulation.IBUPROFEN), { timeout = 0.4 })
      lu.assertNil(response, kind)
      lu.assertEquals(code, expected, kind)
      lu.assertEquals(simulation.post(simulated, simulation.body("sim-strong", simulation.IBUPROFEN)).status, 200, kind)
    end)
  end
end

T["spoilt bodies arrive with status 200"] = function(lu)
  simulation.with({ faults = { "truncate@1", "html@2" } }, function(simulated)
    local response = simulation.post(simulated, simulation.body("sim-strong", simulation.IBUPROFEN))
    lu.assertEquals(response.status, 200)
    lu.assertNil((json.decode(response.body)))
    response = simulation.post(simulated, simulation.body("sim-strong", simulation.IBUPROFEN))
    lu.assertEquals(response.headers["content-type"], "text/html")
    lu.assertStrContains(response.body, "<!DOCTYPE html>")
  end)
end

T["faults of the content stay the same when asked again"] = function(lu)
  simulation.with({ faults = { "length~" .. simulation.IBUPROFEN, "othermodel~neighbour", "empty~mask" } }, function(simulated)
    for _ = 1, 2 do
      local _, reply = simulation.ask(simulated, "sim-strong", simulation.IBUPROFEN)
      lu.assertEquals(reply.choices[1].finish_reason, "length")
      lu.assertEquals(select(2, simulation.ask(simulated, "sim-strong", simulation.NEIGHBOUR)).model, "sim-strong-2099-01-01")
      lu.assertEquals(simulation.ask(simulated, "sim-strong", "Write a short notice for a waiting room. Ask visitors to wear a mask."),
        "")
    end
  end)
end

local function failures(simulated, requests, times)
  local failed = {}
  for i = 1, requests do
    for _ = 1, times do
      local response = simulation.post(simulated, simulation.body("sim-strong", simulation.IBUPROFEN), { ordinal = tostring(i) })
      if response.status ~= 200 then failed[i] = (failed[i] or 0) + 1 end
    end
  end
  return failed
end

T["a rate strikes the same requests on every run, and its retries by themselves"] = function(lu)
  local function run(spec)
    local failed
    simulation.with({ faults = { spec } }, function(simulated) failed = failures(simulated, 60, 2) end)
    return failed
  end
  local first = run("500=0.3")
  lu.assertEquals(run("500=0.3"), first)
  local struck, twice = 0, 0
  for _, times in pairs(first) do
    struck = struck + 1
    if times == 2 then twice = twice + 1 end
  end
  lu.assertTrue(struck > 10 and struck < 50 and twice < struck / 2, struck)
  for _, times in pairs(run("500=0.3!")) do lu.assertEquals(times, 2) end
end

T["a fault that does not exist is refused with the list of those that do"] = function(lu)
  for _, spec in ipairs { "nothing=1", "500", "500=2", "500=x", "500@0", "429~" } do
    local simulated, problem, code = endpoint.open { data = { simulation.DATA }, faults = { spec } }
    lu.assertNil(simulated, spec)
    lu.assertEquals(code, "fault")
    lu.assertEquals(type(problem), "string")
  end
  lu.assertStrContains(select(2, endpoint.open { data = { simulation.DATA }, faults = { "nothing=1" } }), "truncate")
end

T["the ledger holds each request before its reply and each delivery after it"] = function(lu)
  local path = os.tmpname()
  local function lines()
    local list = {}
    for line in io.lines(path) do list[#list + 1] = assert(json.decode(line)) end
    return list
  end
  simulation.with({ ledger = path, faults = { "cut@3" } }, function(simulated)
    for i = 1, 3 do
      local response = simulation.post(simulated, simulation.body("sim-strong", simulation.IBUPROFEN), { ordinal = tostring(i) })
      local asked = 0
      for _, line in ipairs(lines()) do asked = asked + (line.event == "asked" and 1 or 0) end
      lu.assertEquals(asked, i)
      lu.assertEquals(response ~= nil, i < 3)
    end
    for _ = 1, 100 do
      if #lines() == 6 then break end
      task.sleep(0.01)
    end
  end)
  local list = lines()
  os.remove(path)
  lu.assertEquals(#list, 6)
  local events = {}
  for i, line in ipairs(list) do
    lu.assertEquals(line.seq, i)
    lu.assertEquals(#line.request, 64)
    events[i] = line.event .. " " .. line.ordinal .. " " .. line.what
  end
  table.sort(events)
  lu.assertEquals(events, { "aborted 3 cut", "asked 1 ok", "asked 2 ok", "asked 3 cut", "delivered 1 ok", "delivered 2 ok" })
end

T["latency and jitter delay a reply"] = function(lu)
  simulation.with({ latency = 0.1, jitter = 0.05 }, function(simulated)
    local start = loop.now()
    simulation.ask(simulated, "sim-strong", simulation.IBUPROFEN)
    local took = loop.now() - start
    lu.assertTrue(took >= 0.05 and took < 1, took)
  end)
end

return T
