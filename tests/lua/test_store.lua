-- The reply store as scripts see it: what is kept, what is refused, what is listed after a process has died.
local digest = require "viva.digest"
local lfs = require "lfs"
local store = require "viva.store"
local task = require "task"

local M = {}

local function key(name) return digest.sha256(name) end

-- Runs test(path) with the path of a store that does not exist yet in a folder of its own, removed afterwards.
local function with_path(test)
  local folder = os.tmpname()
  os.remove(folder)
  assert(lfs.mkdir(folder))
  local ok, message = xpcall(test, debug.traceback, folder .. "/replies.db")
  for name in lfs.dir(folder) do os.remove(folder .. "/" .. name) end
  lfs.rmdir(folder)
  if not ok then error(message, 0) end
end

local function with_store(test)
  with_path(function(path)
    local s <close> = assert(store.open(path))
    test(s, path)
  end)
end

local function ask(s, name, raw)
  local attempt = assert(task.await(s:begin(key(name), "https://api.example.org:443")))
  assert(task.await(s:save(attempt, key(name), raw, 200, 0.25)))
  return attempt
end

M["a saved reply is found with all that belongs to it"] = function(lu)
  with_store(function(s)
    lu.assertIsNil(s:reply(key "a"))
    local attempt = ask(s, "a", "the body")
    local reply = s:reply(key "a")
    lu.assertEquals(reply.raw, "the body")
    lu.assertEquals(reply.status, 200)
    lu.assertEquals(reply.seconds, 0.25)
    lu.assertEquals(reply.attempt, attempt)
    lu.assertAlmostEquals(reply.received, os.time(), 5)
    lu.assertIsNil(reply.imported)
    lu.assertIsNil(s:reply(key "b"))
    lu.assertTrue(s:check())
  end)
end

M["bodies come back byte for byte, NUL bytes and invalid UTF-8 and nothing at all included"] = function(lu)
  with_path(function(path)
    local bodies = { "", "\0", "a\0b\0", "\xff\xfe\xc0\x80", ("\0\xff"):rep(40000), "答案" }
    do
      local s <close> = assert(store.open(path))
      for i, body in ipairs(bodies) do ask(s, "body" .. i, body) end
    end
    local s <close> = assert(store.open(path, { readonly = true }))
    for i, body in ipairs(bodies) do lu.assertTrue(s:reply(key("body" .. i)).raw == body) end
  end)
end

M["a thousand calls at once are all kept"] = function(lu)
  with_store(function(s)
    local list = {}
    for i = 1, 1000 do list[i] = "q" .. i end
    task.each(list, 300, function(name) ask(s, name, "reply to " .. name) end)
    for _, name in ipairs(list) do lu.assertEquals(s:reply(key(name)).raw, "reply to " .. name) end
    local counts = s:counts()
    lu.assertEquals(counts.replies, 1000)
    lu.assertEquals(counts.done, 1000)
    lu.assertEquals(counts.open, 0)
  end)
end

M["attempts are closed once, in one of the classes"] = function(lu)
  with_store(function(s)
    for _, class in ipairs { "not_sent", "refused", "ambiguous", "failed" } do
      local attempt = task.await(s:begin(key(class), "http://127.0.0.1:1", "a note"))
      lu.assertTrue(task.await(s:close_attempt(attempt, class, "why\0not", "partial \xff")))
      local value, text, code = task.await(s:close_attempt(attempt, "failed"))
      lu.assertIsNil(value)
      lu.assertStrContains(text, "closed already")
      lu.assertEquals(code, "closed")
      local row = s:attempts({ class = class })[1]
      lu.assertEquals({ row.attempt, row.text, row.partial, row.note }, { attempt, "why\0not", "partial \xff", "a note" })
      lu.assertEquals(s:counts()[class], 1)
    end
    lu.assertErrorMsgContains("invalid option 'done'", s.close_attempt, s, 1, "done")
    lu.assertErrorMsgContains("no such attempt", s.close_attempt, s, 99, "failed")
    lu.assertEquals(#s:attempts(), 4)
    lu.assertEquals(#s:attempts { request = key "failed" }, 1)
  end)
end

M["a reply that comes after its attempt was closed is kept"] = function(lu)
  with_store(function(s)
    local attempt = task.await(s:begin(key "late", "o"))
    task.await(s:close_attempt(attempt, "ambiguous", "timed out"))
    lu.assertTrue(task.await(s:save(attempt, key "late", "late", 200, 9)))
    lu.assertEquals(s:reply(key "late").raw, "late")
    lu.assertEquals(s:paid_twice(), {})
  end)
end

M["the first reply stays the reply, and paying twice is listed"] = function(lu)
  with_store(function(s)
    local first = task.await(s:begin(key "twice", "origin"))
    task.await(s:close_attempt(first, "ambiguous", "reset"))
    lu.assertEquals(s:paid_twice(), {})
    local second = ask(s, "twice", "one")
    local third = ask(s, "twice", "two")
    ask(s, "once", "x")
    lu.assertEquals(s:reply(key "twice").raw, "one")
    local list = s:paid_twice()
    lu.assertEquals(#list, 1)
    lu.assertEquals(list[1].request, key "twice")
    lu.assertEquals(list[1].attempts, { first, second, third })
    lu.assertEquals(list[1].origin, "origin,https://api.example.org:443")
    lu.assertAlmostEquals(list[1].when, os.time(), 5)
  end)
end

M["an attempt that its process left open is ambiguous, one under way is not"] = function(lu)
  with_path(function(path)
    do
      local s <close> = assert(store.open(path))
      s:leave(task.await(s:begin(key "left", "origin")))
      task.await(s:begin(key "never sent", "origin"))
      lu.assertEquals(s:attempts({ open = true })[1].class, "open")
      lu.assertEquals(s:counts().ambiguous, 0)
      local watcher <close> = assert(store.open(path, { readonly = true }))
      lu.assertEquals(watcher:attempts({ open = true })[1].class, "open")
    end
    local s <close> = assert(store.open(path))
    local own = task.await(s:begin(key "own", "origin"))
    local open = s:attempts { open = true }
    lu.assertEquals(#open, 2)
    lu.assertEquals({ open[1].left, open[1].class }, { true, "ambiguous" })
    lu.assertEquals({ open[2].attempt, open[2].left, open[2].class }, { own, nil, "open" })
    lu.assertEquals(#s:attempts { class = "ambiguous" }, 1)
    lu.assertEquals(#s:attempts { class = "not_sent" }, 1)
    local counts = s:counts()
    lu.assertEquals({ counts.open, counts.left, counts.ambiguous }, { 2, 1, 1 })
    local again = ask(s, "left", "answered at last")
    lu.assertEquals(s:paid_twice()[1].attempts, { open[1].attempt, again })
  end)
end

M["imported replies do not replace and are marked"] = function(lu)
  with_store(function(s)
    lu.assertTrue(task.await(s:import(key "i", "imported", "from answers.csv")))
    lu.assertFalse(task.await(s:import(key "i", "another")))
    local reply = s:reply(key "i")
    lu.assertEquals({ reply.raw, reply.note, reply.imported, reply.attempt }, { "imported", "from answers.csv", true })
    lu.assertEquals(s:counts().imported, 1)
    lu.assertTrue(s:check())
  end)
end

M["memos show once committed, the latest one counts"] = function(lu)
  with_path(function(path)
    do
      local s <close> = assert(store.open(path))
      lu.assertIsNil(s:memo(key "m"))
      s:remember(key "m", "one")
      s:remember(key "m", "two\0")
      s:remember(key "m", "two\0")
      s:remember(key "empty", "")
    end
    local s <close> = assert(store.open(path))
    lu.assertEquals(s:memo(key "m"), "two\0")
    lu.assertEquals(s:memo(key "empty"), "")
    lu.assertEquals(s:counts().memos, 3)
    lu.assertTrue(s:check())
  end)
end

M["closing commits what waits, and what was asked still ends"] = function(lu)
  with_path(function(path)
    local s = assert(store.open(path))
    local ids = {}
    for i = 1, 200 do ids[i] = s:begin(key("k" .. i), "origin") end
    s:close()
    s:close()
    for i = 1, 200 do lu.assertEquals(task.await(ids[i]), i) end
    lu.assertErrorMsgContains("closed", s.reply, s, key "a")
    local again <close> = assert(store.open(path))
    lu.assertEquals(again:counts().attempts, 200)
  end)
end

M["a second writer is refused with the pid of the first; readers are not"] = function(lu)
  with_store(function(s, path)
    ask(s, "a", "x")
    local other, text, code = store.open(path)
    lu.assertIsNil(other)
    lu.assertEquals(code, "locked")
    lu.assertStrContains(text, tostring(require("viva.loop").pid()))
    local reader <close> = assert(store.open(path, { readonly = true }))
    lu.assertEquals(reader:reply(key "a").raw, "x")
    lu.assertErrorMsgContains("opened to read", reader.begin, reader, key "b", "o")
    ask(s, "b", "y")
    lu.assertEquals(reader:reply(key "b").raw, "y")
  end)
end

M["simulated and real replies never share a store"] = function(lu)
  with_path(function(path)
    assert(store.open(path, { simulated = true })):close()
    local s, text, code = store.open(path)
    lu.assertIsNil(s)
    lu.assertStrContains(text, "simulated")
    lu.assertEquals(code, "kind")
    lu.assertEquals(select(3, store.open(path, { readonly = true })), "kind")
    assert(store.open(path, { simulated = true })):close()
  end)
end

M["what is not a store is refused and left as it is"] = function(lu)
  with_path(function(path)
    lu.assertEquals(select(3, store.open(path, { readonly = true })), "missing")
    lu.assertEquals(select(3, store.open(path .. "/none/x.db")), "cannot_open")
    local file = assert(io.open(path, "wb"))
    file:write(("this is a letter, not a store\n"):rep(1000)):close()
    lu.assertEquals(select(3, store.open(path)), "not_a_store")
    lu.assertEquals(assert(io.open(path)):read("l"), "this is a letter, not a store")
  end)
end

M["wrong arguments raise"] = function(lu)
  with_store(function(s)
    lu.assertErrorMsgContains("32 raw bytes", s.reply, s, "short")
    lu.assertErrorMsgContains("32 raw bytes", s.begin, s, key("a") .. "x", "o")
    lu.assertErrorMsgContains("string expected", s.begin, s, key "a")
    local attempt = task.await(s:begin(key "a", "o"))
    lu.assertErrorMsgContains("string expected", s.save, s, attempt, key "a", nil, 200, 1)
    lu.assertErrorMsgContains("number expected", s.save, s, attempt, key "a", "x", nil, 1)
    lu.assertErrorMsgContains("number expected", s.save, s, attempt, key "a", "x", 200)
    lu.assertErrorMsgContains("no such attempt", s.save, s, attempt + 1, key "a", "", 200, 1)
    lu.assertErrorMsgContains("store expected", s.reply, {}, key "a")
  end)
end

M["its state is another one after anything that is added, and the same when nothing is"] = function(lu)
  with_path(function(path)
    local seen, last = {}, nil
    local function changes(what, add)
      do
        local s <close> = assert(store.open(path))
        add(s)
      end
      local s <close> = assert(store.open(path, { readonly = true }))
      local state = assert(s:state())
      lu.assertIsNil(seen[state], what)
      seen[state], last = what, state
    end
    changes("an empty store", function() end)
    changes("an import", function(s) assert(task.await(s:import(key "i", "text"))) end)
    changes("a memo", function(s) s:remember(key "m", "one") end)
    changes("a memo in the place of another", function(s) s:remember(key "m", "two") end)
    changes("a reply", function(s) ask(s, "a", "body") end)
    local attempt
    changes("an attempt that has left", function(s)
      attempt = assert(task.await(s:begin(key "b", "https://api.example.org:443")))
      s:leave(attempt)
    end)
    changes("its outcome", function(s) assert(task.await(s:close_attempt(attempt, "failed", "http_500: no"))) end)
    assert(store.open(path)):close()
    local s <close> = assert(store.open(path, { readonly = true }))
    lu.assertEquals(s:state(), last)
  end)
end

M["while attempts are open, its state says who is writing"] = function(lu)
  with_path(function(path)
    local s = assert(store.open(path))
    local attempt = assert(task.await(s:begin(key "a", "https://api.example.org:443")))
    s:leave(attempt)
    local under_way = s:state()
    s:close()
    local after <close> = assert(store.open(path, { readonly = true }))
    lu.assertNotEquals(after:state(), under_way)
  end)
end

return M
