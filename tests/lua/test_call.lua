-- A request over the wire that fails by a mistake of the program, not of the world.
package.path = "tests/lua/support/?.lua;" .. package.path
local ask = require "ask"
local store = require "viva.store"
local task = require "task"
local window = require "window"
local workshop = require "workshop"

local M = {}

local LIMITS = { first_byte = 5, timeout = 5, max_reply_bytes = 1 << 20, max_wait = 1, attempts = 2, max_paid_retries = 0 }

local function asking(requests, connection)
  local folder = workshop.folder()
  local open = assert(store.open(folder .. "/replies.db"))
  local context = ask.open { stores = { real = open }, limits = LIMITS, mode = "live" }
  local endpoint = { name = "m", model = "m", identity = "m", url = "http://127.0.0.1:1", origin = "http://127.0.0.1:1",
    parameters = {}, headers = 7, window = window.new(1), connection = connection }
  local ok, message = pcall(task.run, function()
    task.each(requests, #requests, function(text)
      ask.ask(context, endpoint, { { role = "user", content = text } }, 1, "test")
    end)
  end)
  open:close()
  local after <close> = assert(store.open(folder .. "/replies.db"))
  workshop.remove(folder)
  return ok, message, endpoint.window.used, after:counts()
end

M["it gives its place back, so that its cause is what the run ends with"] = function(lu)
  local ok, message, used, counts = asking({ "a", "b", "c" }, { send = function() error "no such library" end })
  lu.assertFalse(ok)
  lu.assertStrContains(message, "no such library")
  lu.assertEquals({ used, counts.attempts, counts.ambiguous }, { 0, 3, 3 })
end

M["those who wait for the same request wait in vain, and the cause is told"] = function(lu)
  local ok, message = asking({ "a", "a" }, { send = function() error "no such library" end })
  lu.assertFalse(ok)
  lu.assertStrContains(message, "no such library")
end

M["what fails before it leaves is not said to have left"] = function(lu)
  local ok, message, used, counts = asking({ "a", "b" }, nil)
  lu.assertFalse(ok)
  lu.assertStrContains(message, "headers")
  lu.assertEquals({ used, counts.ambiguous, counts.not_sent }, { 0, 0, 2 })
end

return M
