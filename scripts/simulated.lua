-- The simulated endpoint that an evaluation file may name: a `viva sim` of our own on loopback, started when the first
-- request must go out, ended with the run. Its name holds the seed and not the port, so a request keeps its identity.
local loop = require "viva.loop"
local process = require "viva.process"
local task = require "task"

local M = {}

---@param data string the dataset its answers are made from
---@param settings { latency?: number, jitter?: number, seed?: integer, faults?: string[] }?
function M.new(data, settings)
  settings = settings or {}
  return { data = data, settings = settings, identity = ("simulated, seed %d"):format(settings.seed or 1) }
end

local function command_line(simulation)
  local settings = simulation.settings
  local argv = { "/proc/self/exe", "sim", "--data", simulation.data, "--port", "0", "--until-stdin-closes", "--quiet",
    "--seed", tostring(settings.seed or 1), "--latency", tostring(settings.latency or 0),
    "--jitter", tostring(settings.jitter or 0) }
  for _, fault in ipairs(settings.faults or {}) do
    argv[#argv + 1] = "--fault"
    argv[#argv + 1] = fault
  end
  return argv
end

local function launch(simulation)
  local child, problem = process.start { argv = command_line(simulation) }
  if not child then return nil, "the simulated endpoint does not start: " .. problem end
  simulation.child = child
  local line = task.await(child:line())
  local url = line and line:match("listening on (http%S+)")
  if not url then return nil, "the simulated endpoint does not start: " .. (line or "it ended at once") end
  simulation.url, simulation.started = url, loop.now()
  return true
end

---Starts the simulation if need be and tells the endpoint where it is.
---@return boolean|nil started
---@return string? problem
function M.start(simulation, endpoint)
  simulation.launching = simulation.launching or task.spawn(launch, simulation)
  local started, problem = task.join(simulation.launching)
  endpoint.url = simulation.url
  return started, problem
end

---Ends the simulation; safe when it never started.
function M.stop(simulation)
  if not simulation.child then return end
  simulation.child:kill("TERM")
  task.await(simulation.child:wait())
  simulation.child = nil
end

return M
