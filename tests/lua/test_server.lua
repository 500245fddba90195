-- The server as Lua sees it, asked by our own HTTP client.
local http = require "viva.http"
local server = require "viva.server"
local task = require "task"

local function url(s, path) return ("http://127.0.0.1:%d%s"):format(s:port(), path) end

-- Runs a server whose handler answers each request while `client` runs.
local function with_server(options, handler, client)
  local s = assert(server.open(options))
  local serving = task.spawn(function()
    while true do
      local request = task.await(s:request())
      if not request then return end
      handler(s, request)
    end
  end)
  local ok, problem = xpcall(client, debug.traceback, s)
  s:close()
  task.join(serving)
  http.close()
  assert(ok, problem)
end

local T = {}

T["a request comes as a table and its reply goes back"] = function(lu)
  with_server({}, function(s, request)
    lu.assertEquals(request.method, "POST")
    lu.assertEquals(request.path, "/a b")
    lu.assertEquals(request.query, "c=%20")
    lu.assertEquals(request.headers["x-one"], "Two")
    lu.assertEquals(request.body, "one\0two")
    lu.assertEquals(request.remote, "127.0.0.1")
    s:reply(request.id, { status = 201, headers = { ["retry-after"] = "4" }, body = "five\0six" })
  end, function(s)
    local response = assert(task.await(http.send { url = url(s, "/a%20b?c=%20"), method = "POST", body = "one\0two",
      headers = { ["X-One"] = "Two" } }))
    lu.assertEquals(response.status, 201)
    lu.assertEquals(response.body, "five\0six")
    lu.assertEquals(response.headers["retry-after"], "4")
  end)
end

T["a delivery is told when the last byte has left and when it never does"] = function(lu)
  local deliveries, told = {}, {}
  with_server({}, function(s, request)
    local id = s:reply(request.id, { body = ("x"):rep(1000), fault = request.path == "/cut" and "cut" or nil,
      delivered = true })
    deliveries[#deliveries + 1] = task.spawn(function() told[request.path] = table.pack(task.await(id)) end)
  end, function(s)
    assert(task.await(http.send { url = url(s, "/whole") }))
    local response, _, code = task.await(http.send { url = url(s, "/cut") })
    lu.assertNil(response)
    lu.assertEquals(code, "cut")
    for _, delivery in ipairs(deliveries) do task.join(delivery) end
    lu.assertTrue(told["/whole"][1])
    lu.assertEquals(told["/cut"][3], "undelivered")
  end)
end

T["five hundred delayed replies wait at the same time"] = function(lu)
  local loop = require "viva.loop"
  with_server({}, function(s, request) s:reply(request.id, { body = request.path, delay = 0.3 }) end, function(s)
    local start, right = loop.now(), 0
    local paths = {}
    for i = 1, 500 do paths[i] = "/" .. i end
    task.each(paths, 500, function(path)
      local response = assert(task.await(http.send { url = url(s, path) }))
      if response.body == path then right = right + 1 end
    end)
    lu.assertEquals(right, 500)
    lu.assertTrue(loop.now() - start < 3)
  end)
end

T["chunks are streamed"] = function(lu)
  with_server({}, function(s, request)
    s:reply(request.id, { chunks = { "one ", "two ", "three" }, chunk_delay = 0.01 })
  end, function(s)
    local response = assert(task.await(http.send { url = url(s, "/") }))
    lu.assertEquals(response.body, "one two three")
  end)
end

T["the caller's mistakes raise and leave the request waiting"] = function(lu)
  with_server({}, function(s, request)
    lu.assertErrorMsgContains("'status' should be", s.reply, s, request.id, { status = 99 })
    lu.assertErrorMsgContains("'delay' should be", s.reply, s, request.id, { delay = -1 })
    lu.assertErrorMsgContains("no fault called 'x'", s.reply, s, request.id, { fault = "x" })
    lu.assertErrorMsgContains("should not be empty", s.reply, s, request.id, { chunks = { "" } })
    lu.assertErrorMsgContains("HTTP does not allow", s.reply, s, request.id, { headers = { ["a\nb"] = "c" } })
    lu.assertErrorMsgContains("names and values", s.reply, s, request.id, { headers = { 1 } })
    s:reply(request.id, { body = "good" })
    lu.assertErrorMsgContains("no such request", s.reply, s, request.id, {})
  end, function(s)
    lu.assertEquals(task.await(http.send { url = url(s, "/") }).body, "good")
  end)
end

T["a closed server says so"] = function(lu)
  local s = assert(server.open {})
  local waiting = s:request()
  lu.assertErrorMsgContains("another id is waiting", s.request, s)
  s:close()
  s:close()
  lu.assertEquals(select(3, task.await(waiting)), "closed")
  lu.assertEquals(select(3, s:request()), "closed")
  lu.assertEquals(select(3, s:reply(1, {})), "closed")
end

T["a port that is taken is the world's failure"] = function(lu)
  local s <close> = assert(server.open {})
  local other, problem, code = server.open { port = s:port() }
  lu.assertNil(other)
  lu.assertStrContains(problem, "cannot listen on 127.0.0.1:" .. s:port())
  lu.assertEquals(code, "EADDRINUSE")
end

return T
