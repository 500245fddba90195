-- The benchmark: cmake --build build --target bench. One case alone: its name as the third argument.
--
-- The whole pipeline (render in the box, identity, look-up, journal, HTTP, durable store, parse) against a server that
-- answers every request with the same bytes, beside a bare libcurl client in the same run. Ratios count; the absolute
-- numbers are the machine's.
local ask = require "ask"
local chat = require "chat"
local experts = require "experts"
local files = require "files"
local loop = require "viva.loop"
local process = require "viva.process"
local store = require "viva.store"
local task = require "task"
local window = require "window"

local server_path, client_path, case = ...
local AHEAD = 192 -- as evaluate.lua has it
local folder = (os.getenv("VIVA_BENCH_DIR") or viva_root .. "/build") .. "/bench-" .. loop.pid()

local function say(...) print(string.format(...)) end

local function run_lines(argv)
  local child = assert(process.start { argv = argv })
  local lines = {}
  while true do
    local line = task.await(child:line())
    if not line then break end
    lines[#lines + 1] = line
  end
  task.await(child:wait())
  return lines
end

local function start_server(latency)
  local argv = { server_path, "--seconds", "300" }
  if latency then table.move({ "--latency", tostring(latency) }, 1, 2, #argv + 1, argv) end
  local child = assert(process.start { argv = argv })
  local port = assert(task.await(child:line())):match("%d+")
  return child, ("http://127.0.0.1:%s/v1"):format(port)
end

local function stop_server(child)
  child:kill("TERM")
  task.await(child:wait())
end

local function bare(url, requests, in_flight, body_size)
  local line = run_lines({ client_path, url .. "/chat/completions", tostring(requests), tostring(in_flight),
    tostring(body_size) })[1]
  local result = {}
  for name, value in line:gmatch("(%w+)=([%d%.]+)") do result[name] = tonumber(value) end
  return result
end

local function resident_mb()
  local status = files.read("/proc/self/status") or ""
  return tonumber(status:match("VmHWM:%s+(%d+)")) / 1024
end

-- fsyncs a second of the disk that the store lies on, one small commit after another.
local function syncs_per_second()
  local started, count = loop.now(), 0
  while loop.now() - started < 0.5 do
    assert(files.write(folder .. "/sync", tostring(count)))
    count = count + 1
  end
  return count / (loop.now() - started)
end

local QUESTION, REFERENCE, CHECKLIST, ANSWER = ("q"):rep(200), ("r"):rep(200), ("c"):rep(100), ("a"):rep(200)

local function view_of(number)
  return { language = "en", category = "MK", id = "MK/1/1", question = "Question " .. number .. ". " .. QUESTION,
    reference = REFERENCE, checklist = CHECKLIST, answer = ANSWER, history = {}, tag = "0123456789ab" }
end

local function endpoint_of(url, in_flight)
  return { name = "bench", model = "bench", identity = "bench", url = url, origin = url, parameters = {},
    window = window.new(in_flight) }
end

local LIMITS = { first_byte = 60, timeout = 120, max_reply_bytes = 1 << 20, max_wait = 60, attempts = 2, max_paid_retries = 0 }

-- Asks `requests` different judgings with so many in flight; returns requests a second and microseconds of processor for
-- each, the box's not among them.
local function pipeline(url, judge, requests, in_flight)
  local path = ("%s/replies-%d-%d.db"):format(folder, in_flight, loop.pid())
  local open = assert(store.open(path, { simulated = false }))
  local context = ask.open { stores = { real = open }, limits = LIMITS, mode = "live" }
  local endpoint, number = endpoint_of(url, in_flight), 0
  local started, processor = loop.now(), os.clock()
  task.each(function()
    number = number + 1
    return number <= requests and number or nil
  end, in_flight + AHEAD, function(i)
    local messages = assert(experts.call(judge, "render", view_of(i)))
    local reply, problem = ask.ask(context, endpoint, messages, 1, "bench")
    assert(reply, problem)
  end)
  local seconds = loop.now() - started
  processor = os.clock() - processor
  open:close()
  os.execute("rm -f '" .. path .. "'*")
  return requests / seconds, processor / requests * 1e6
end

local function median(list)
  table.sort(list)
  return list[(#list + 1) // 2]
end

-- Bare and pipeline in turn; each pipeline counts against the mean of the bare ones right before and after it.
local function compare(judge, in_flight, requests, body_size)
  local server, url = start_server()
  local ratios, bares, ours, processor = {}, {}, {}, {}
  bare(url, requests // 4, in_flight, body_size) -- warms the server up
  local before = bare(url, requests, in_flight, body_size)
  for i = 1, 5 do
    ours[i], processor[i] = pipeline(url, judge, requests, in_flight)
    local after = bare(url, requests, in_flight, body_size)
    bares[i] = (before.rate + after.rate) / 2
    ratios[i] = ours[i] / bares[i]
    before = after
  end
  stop_server(server)
  local ratio = median(ratios)
  say("latency 0, %4d in flight: bare %6.0f/s, pipeline %6.0f/s, ratio %.2f (want >= 0.35; %.2f to %.2f); processor %.0f"
    .. " us a request beside the box, bare %.0f us", in_flight, median(bares), median(ours), ratio, ratios[1],
    ratios[#ratios], median(processor), before.cpu / requests * 1e6)
end

local function with_latency(judge)
  local in_flight, rounds = 4096, 16
  local server, url = start_server(1000)
  local seconds = in_flight * rounds / pipeline(url, judge, in_flight * rounds, in_flight)
  stop_server(server)
  say("latency 1 s, %d in flight, %d requests: %.2f s, %.3f of the ideal %d s (want <= 1.15), %.0f MB resident at most"
    .. " (want < 250)", in_flight, in_flight * rounds, seconds, seconds / rounds, rounds, resident_mb())
end

local function milliseconds(argv)
  local started = loop.now()
  run_lines(argv)
  return (loop.now() - started) * 1000
end

-- In turn, so that what else the machine does falls on both.
local function start_up()
  local ours, curl, has_curl = {}, {}, os.execute("command -v curl >/dev/null")
  for i = 1, 31 do
    ours[i] = milliseconds { "/proc/self/exe", "--version" }
    curl[i] = has_curl and milliseconds { "curl", "--version" } or nil
  end
  say("viva --version: %.1f ms (want < 15)%s", median(ours),
    has_curl and (", curl --version in the same seconds: %.1f ms"):format(median(curl)) or "")
end

local function load_judge()
  return assert(experts.load("judge", viva_root .. "/judges/knowledge.lua"))
end

local function body_size(judge)
  return #chat.body(endpoint_of("", 1), assert(experts.call(judge, "render", view_of(1))))
end

local cases = {
  start = function()
    say("store on %s: %.0f synced file replacements a second", folder, syncs_per_second())
    start_up()
    say("requests of %d bytes, as many from the bare client", body_size(load_judge()))
  end,
  narrow = function()
    local judge = load_judge()
    compare(judge, 64, 20000, body_size(judge))
  end,
  wide = function()
    local judge = load_judge()
    compare(judge, 4096, 40000, body_size(judge))
  end,
  latency = function() with_latency(load_judge()) end,
}

-- Each case has a process of its own, as a run has: what one leaves in memory is not the next one's.
local function run_all()
  for _, name in ipairs { "start", "narrow", "wide", "latency" } do
    local argv = { "/proc/self/exe", "lua", viva_root .. "/tests/bench/bench.lua", server_path, client_path, name }
    for _, line in ipairs(run_lines(argv)) do say("%s", line) end
  end
end

if not case then
  run_all()
  return 0
end
assert(files.make_folder(folder))
cases[case]()
experts.close()
os.execute("rm -rf '" .. folder .. "'")
return 0
