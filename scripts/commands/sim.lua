-- viva sim: a simulated endpoint that speaks the OpenAI chat protocol on loopback.
local endpoint = require "sim.endpoint"
local faults = require "sim.faults"
local input = require "viva.input"
local loop = require "viva.loop"
local task = require "task"
local words = require "words"

local M = { summary = { en = "serve simulated models on loopback", zh = "在本机提供模拟模型" } }

local FAULTS = "a fault, again and again: KIND=RATE (a retry may succeed; with a final ! retries are struck too), "
  .. "KIND@N (the N-th request), KIND~TEXT (requests that contain TEXT). Kinds: " .. table.concat(faults.names(), " ")

---@param parser table
function M.options(parser)
  parser:option("--data", "a dataset's folder, again and again (default: the demonstration)"):count("*")
  parser:option("--port", "the port; 0 takes a free one"):default("0"):convert(math.tointeger)
  parser:option("--latency", "milliseconds before each reply"):default("0"):convert(tonumber)
  parser:option("--jitter", "milliseconds by which the latency varies, up and down"):default("0"):convert(tonumber)
  parser:option("--seed", "what the replies are drawn from"):default("1"):convert(math.tointeger)
  parser:option("--fault", FAULTS):count("*")
  parser:option("--retry-after", "seconds that a 429 asks to wait"):default("1"):convert(math.tointeger)
  parser:option("--drip", "milliseconds between two bytes of a drip"):default("100"):convert(tonumber)
  parser:option("--ledger", "a file that gets a line for each request and each delivery, on the disk first")
  parser:option("--key", "the API key that requests must carry")
  parser:flag("--quiet", "say nothing but the address")
  parser:flag("--until-stdin-closes", "end when standard input ends")
end

local function close_after(simulated, id)
  task.spawn(function()
    task.await(id)
    endpoint.close(simulated)
  end)
end

local function open(options)
  if not (math.type(options.port) == "integer" and options.port >= 0 and options.port < 1 << 16) then
    return nil, "--port is a whole number from 0 to 65535"
  end
  return endpoint.open {
    data = #options.data > 0 and options.data or { viva_root .. "/data/demo" }, port = options.port,
    seed = options.seed, latency = options.latency / 1000, jitter = options.jitter / 1000, faults = options.fault,
    ledger = options.ledger, key = options.key, retry_after = options.retry_after, drip = options.drip / 1000,
  }
end

-- Ctrl-C reaches all programs of a terminal at once: one that serves another lets that one decide when to end.
local function watch_for_the_end(simulated, until_stdin_closes)
  local interrupted = assert(loop.signal("INT"))
  close_after(simulated, until_stdin_closes and assert(input.ended()) or interrupted)
  close_after(simulated, assert(loop.signal("TERM")))
end

-- The first line is what programs that start this one read.
local function announce(simulated, quiet)
  io.stdout:write("listening on ", simulated.url, "\n")
  if not quiet then
    local line = "simulated models: sim-strong sim-middle sim-weak sim-skill-NN sim-judge sim-judge-strict "
      .. "sim-judge-lenient; %d {item|items}\n"
    io.stdout:write(words.fill(line, #simulated.library))
  end
  io.stdout:flush()
end

---@return integer status
function M.run(options)
  local simulated, problem = open(options)
  if not simulated then return nil, problem end
  watch_for_the_end(simulated, options.until_stdin_closes)
  announce(simulated, options.quiet)
  endpoint.run(simulated)
  if not options.quiet then io.stdout:write(words.fill("served %d {request|requests}\n", simulated.served)) end
  return 0
end

return M
