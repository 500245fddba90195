-- HTTP requests from Lua: settings, results, failures. The engine's faults are tested in tests/host/test_http.c.
local chat = require "chat"
local http = require "viva.http"
local lfs = require "lfs"
local loop = require "viva.loop"
local process = require "viva.process"
local server = require "viva.server"
local task = require "task"

local M = {}

-- Runs fn(url) while a server answers each request with answer(request) -> reply.
local function serving(answer, fn)
  local peer <close> = assert(server.open {})
  local serve = task.spawn(function()
    for request in function() return (task.await(peer:request())) end do
      peer:reply(request.id, answer(request))
    end
  end)
  fn(("http://127.0.0.1:%d"):format(peer:port()))
  peer:close()
  task.join(serve)
end

local function ask(request) return task.await(http.send(request)) end

M["a request arrives as it was given and its answer comes back"] = function(lu)
  local seen
  serving(function(request)
    seen = request
    return { status = 201, headers = { ["X-Request-Id"] = "r-1", ["Retry-After"] = "7", ["X-Other"] = "no" }, body = "你好\0!" }
  end, function(url)
    local reply = assert(ask { url = url .. "/a%20b?c=d", headers = { ["x-one"] = "1", ["x-none"] = "" }, body = "what\0?" })
    lu.assertEquals({ reply.status, reply.body }, { 201, "你好\0!" })
    lu.assertEquals(reply.headers["x-request-id"], "r-1")
    lu.assertEquals(reply.headers["retry-after"], "7")
    lu.assertNil(reply.headers["x-other"])
    lu.assertTrue(reply.seconds > 0 and reply.seconds < 5)
    lu.assertEquals({ seen.method, seen.path, seen.query, seen.body }, { "POST", "/a b", "c=d", "what\0?" })
    lu.assertEquals({ seen.headers["x-one"], seen.headers["x-none"] }, { "1", "" })
    lu.assertEquals(seen.headers["user-agent"], "viva/" .. viva_version)
    assert(ask { url = url, headers = { ["user-agent"] = "mine" } })
    lu.assertEquals(seen.headers["user-agent"], "mine")
  end)
end

M["a header that comes twice is one with both values, and a reply keeps what was read of it"] = function(lu)
  serving(function()
    return { headers = { ["X-Request-Id"] = "a", ["x-request-id"] = "b", ["Content-Type"] = "text/x: y" }, body = "" }
  end, function(url)
    local reply = assert(ask { url = url })
    local both = reply.headers["x-request-id"]
    lu.assertTrue(both == "a, b" or both == "b, a", both)
    lu.assertEquals(reply.headers["content-type"], "text/x: y")
    lu.assertTrue(rawequal(reply.headers, reply.headers))
    lu.assertNil(reply.nothing)
  end)
end

M["requests to one endpoint share all but their bodies, and one may have headers of its own"] = function(lu)
  serving(function(request)
    return { body = ("%s %s %s"):format(request.body, request.headers["x-all"], request.headers["x-one"]) }
  end, function(url)
    local endpoint = http.endpoint { url = url, method = "POST", headers = { ["x-all"] = "A" } }
    local function bodies_of(count)
      local list = {}
      for i = 1, count do list[i] = endpoint:send("b" .. i, i % 2 == 0 and { ["x-one"] = "" .. i } or nil) end
      for i = 1, count do list[i] = assert(task.await(list[i])).body end
      return list
    end
    for _ = 1, 2 do -- the second time over the handles of the first
      lu.assertEquals(bodies_of(4), { "b1 A nil", "b2 A 2", "b3 A nil", "b4 A 4" })
    end
    local other = http.endpoint { url = url, method = "POST" }
    lu.assertEquals(task.await(other:send "c").body, "c nil nil")
    local id = endpoint:send("d")
    endpoint = nil -- what is under way keeps what it needs
    collectgarbage()
    lu.assertEquals(task.await(id).body, "d A nil")
    do local closed <close> = other end -- luacheck: ignore 211
    lu.assertErrorMsgContains("the endpoint is closed", other.send, other, "e")
  end)
end

M["a body that is lent goes once, and before another one is made"] = function(lu)
  local model, messages = { model = "m", identity = "e", parameters = {} }, { { role = "user", content = "Name one." } }
  serving(function(request) return { body = request.body } end, function(url)
    local endpoint = http.endpoint { url = url, method = "POST" }
    local lent, expected = chat.lend(model, messages), chat.body(model, messages)
    lu.assertErrorMsgContains("what was lent is gone", endpoint.send, endpoint, lent)
    lent = chat.lend(model, messages)
    lu.assertEquals(task.await(endpoint:send(lent)).body, expected)
    lu.assertErrorMsgContains("what was lent is gone", endpoint.send, endpoint, lent)
  end)
end

M["what must not be sent to is refused at each request"] = function(lu)
  for _, wrong in ipairs { { url = "http://nowhere.invalid/" }, { url = "https://a.org/", headers = { a = "b\nc" } } } do
    local endpoint = http.endpoint(wrong)
    for _ = 1, 2 do
      local _, _, code, detail = task.await(endpoint:send())
      lu.assertEquals({ code, detail.sent }, { "unsafe", false })
    end
  end
  local endpoint = http.endpoint { url = "http://127.0.0.1:1/", method = "POST" }
  lu.assertEquals(select(3, task.await(endpoint:send("a", { x = "a\nb" }))), "unsafe")
  lu.assertError(http.endpoint, { url = "http://127.0.0.1:1/", body = "b" })
  lu.assertError(endpoint.send, endpoint, "a", { 1 })
end

M["a request without a body is a GET"] = function(lu)
  local seen
  serving(function(request)
    seen = request
    return { body = "ok" }
  end, function(url)
    lu.assertEquals(assert(ask { url = url }).body, "ok")
    lu.assertEquals(seen.method, "GET")
    assert(ask { url = url, method = "POST" })
    lu.assertEquals({ seen.method, seen.body }, { "POST", "" })
  end)
end

M["every status but a redirect is an answer"] = function(lu)
  serving(function(request) return { status = tonumber(request.path:sub(2)), body = "b" } end, function(url)
    for _, status in ipairs { 200, 400, 401, 404, 429, 500, 503, 529 } do
      lu.assertEquals(assert(ask { url = url .. "/" .. status }).status, status)
    end
    local reply, _, code, detail = ask { url = url .. "/302" }
    lu.assertNil(reply)
    lu.assertEquals({ code, detail.status, detail.sent }, { "redirect", 302, true })
  end)
end

M["a failure tells whether the request was sent and keeps what arrived"] = function(lu)
  serving(function() return { body = ("x"):rep(1000), fault = "cut" } end, function(url)
    local reply, text, code, detail = ask { url = url .. "/?key=SECRET", body = "q" }
    lu.assertNil(reply)
    lu.assertEquals({ code, detail.sent, detail.status }, { "cut", true, 200 })
    lu.assertTrue(#detail.body > 0 and #detail.body < 1000)
    lu.assertNil(text:find("SECRET", 1, true))
  end)
  local _, _, code, detail = ask { url = "http://127.0.0.1:1/", body = "q" }
  lu.assertEquals({ code, detail.sent, detail.body }, { "unreachable", false, "" })
end

M["plain http beyond this machine needs a word"] = function(lu)
  local _, text, code, detail = ask { url = "http://nowhere.invalid/" }
  lu.assertEquals({ code, detail.sent }, { "unsafe", false })
  lu.assertStrContains(text, "plain http")
  lu.assertEquals(select(3, ask { url = "http://nowhere.invalid/", insecure = true }), "unreachable")
  lu.assertEquals(select(3, ask { url = "https://nowhere.invalid/", headers = { key = "a\nb" } }), "unsafe")
end

M["a silent server is given up at the first-byte limit"] = function(lu)
  serving(function() return { body = "late", delay = 5 } end, function(url)
    local started = loop.now()
    local _, text, code, detail = ask { url = url, body = "q", first_byte_timeout = 0.2 }
    lu.assertEquals({ code, detail.sent }, { "timeout", true })
    lu.assertStrContains(text, "0.2 s")
    lu.assertTrue(loop.now() - started < 2)
  end)
end

M["a body longer than the cap is given up"] = function(lu)
  serving(function() return { body = ("x"):rep(100000) } end, function(url)
    local _, _, code, detail = ask { url = url, max_bytes = 5000 }
    lu.assertEquals(code, "too_large")
    lu.assertTrue(#detail.body <= 5000)
    lu.assertEquals(#assert(ask { url = url, max_bytes = 100000 }).body, 100000)
  end)
end

M["a cancelled request ends at once"] = function(lu)
  serving(function() return { body = "late", delay = 5 } end, function(url)
    local id = http.send { url = url, body = "q" }
    task.sleep(0.05)
    lu.assertTrue(http.cancel(id))
    lu.assertFalse(http.cancel(id))
    lu.assertEquals(select(3, task.await(id)), "cancelled")
  end)
end

M["five hundred requests at once all come back, each with its own answer"] = function(lu)
  serving(function(request) return { body = request.body, delay = 0.01 } end, function(url)
    local list, wrong = {}, 0
    for i = 1, 1000 do list[i] = "request " .. i end
    task.each(list, 500, function(body)
      if assert(ask { url = url, body = body }).body ~= body then wrong = wrong + 1 end
    end)
    lu.assertEquals(wrong, 0)
  end)
end

M["small pools serve as many"] = function(lu)
  http.configure { per_pool = 3 }
  serving(function() return { body = "ok", delay = 0.01 } end, function(url)
    local list, answered = {}, 0
    for i = 1, 60 do list[i] = i end
    task.each(list, 20, function()
      if ask { url = url } then answered = answered + 1 end
    end)
    lu.assertEquals(answered, 60)
  end)
  http.configure { per_pool = 64 }
end

M["a configured proxy is used for other machines and taken back"] = function(lu)
  local asked
  serving(function(request)
    asked = request.headers.host
    return { body = "from the proxy" }
  end, function(url)
    http.configure { proxy = url }
    lu.assertEquals(assert(ask { url = "http://nowhere.invalid/", insecure = true }).body, "from the proxy")
    lu.assertEquals(asked, "nowhere.invalid")
    http.configure { proxy = "" }
    lu.assertEquals(select(3, ask { url = "http://nowhere.invalid/", insecure = true }), "unreachable")
  end)
end

-- A TLS server with a certificate of its own, by the openssl program where there is one.
local function tls_server(folder, port)
  local make = ("openssl req -x509 -newkey rsa:2048 -nodes -keyout %s/key.pem -out %s/cert.pem -days 2 -subj /CN=localhost "
    .. "-addext subjectAltName=IP:127.0.0.1 2>/dev/null"):format(folder, folder)
  if not os.execute(make) then return nil end
  return process.start { argv = { "/usr/bin/openssl", "s_server", "-key", folder .. "/key.pem", "-cert", folder .. "/cert.pem",
    "-accept", "127.0.0.1:" .. port, "-www" } }
end

local function free_port()
  local peer <close> = assert(server.open {})
  return peer:port()
end

M["a certificate nobody vouches for is refused, one that was named is taken"] = function(lu)
  local folder = os.tmpname()
  os.remove(folder)
  assert(lfs.mkdir(folder))
  local port = free_port()
  local child <close> = tls_server(folder, port)
  if not child then lu.skip("no openssl program") end
  repeat until task.await(child:line()) == "ACCEPT"
  local url = ("https://127.0.0.1:%d/"):format(port)
  local _, _, code, detail = ask { url = url, headers = { authorization = "Bearer SECRET" } }
  lu.assertEquals({ code, detail.sent }, { "certificate", false })
  http.configure { ca_file = folder .. "/cert.pem" }
  lu.assertEquals(assert(ask { url = url }).status, 200)
  http.configure { ca_file = "" }
  lu.assertEquals(select(3, ask { url = url }), "certificate")
  os.execute("rm -r " .. folder)
end

M["an origin is scheme, host and port"] = function(lu)
  lu.assertEquals(http.origin "HTTPS://API.Example.org/v1/chat?key=1#x", "https://api.example.org:443")
  lu.assertEquals(http.origin "http://127.1:8080", "http://127.0.0.1:8080")
  lu.assertEquals(http.origin "http://[::1]/", "http://[::1]:80")
  for _, bad in ipairs { "", "api.example.org/v1", "ftp://a.org/", "file:///etc/passwd", "https://u:p@a.org/",
    "https://a b.org/", "https://a.org/\n", "https://a.org:99999/", "https://" } do
    local origin, text, code = http.origin(bad)
    lu.assertNil(origin, bad)
    lu.assertEquals(code, "unsafe")
    lu.assertEquals(type(text), "string")
  end
end

M["a caller's mistake raises and leaves nothing under way"] = function(lu)
  local url = "http://127.0.0.1:1/"
  for _, wrong in ipairs { {}, { url = 5 }, { url = url, body = 5 }, { url = url, headers = "a" },
    { url = url, headers = { a = 5 } }, { url = url, headers = { "a" } }, { url = url, method = "PUT" },
    { url = url, timeout = 0 }, { url = url, timeout = "1" }, { url = url, max_bytes = -1 }, { url = url, tiemout = 5 },
    { url = url, method = "GET", body = "b" } } do
    lu.assertFalse((pcall(http.send, wrong)))
  end
  lu.assertError(http.send, "https://a.org/")
  lu.assertError(http.configure, { per_pool = 0 })
  lu.assertErrorMsgContains("tiemout", http.send, { url = url, tiemout = 5 })
end

return M
