-- What `viva doctor` says of endpoints that answer, and of those that only seem to.
package.path = "tests/lua/support/?.lua;" .. package.path
local files = require "files"
local model = require "model"
local workshop = require "workshop"

local M = {}

local EVALUATION = [[
data = "data"
models = { model { name = "m", endpoint = "%s" } }
judge_model = model { name = "judge", endpoint = simulated }
]]

local function doctor(rule)
  local folder, endpoint = workshop.folder(), model.start { rule }
  assert(files.write(folder .. "/case.lua", EVALUATION:format(endpoint.url)))
  local status, told = workshop.viva { "doctor", folder .. "/case.lua", "--out", folder .. "/out" }
  model.stop(endpoint)
  workshop.remove(folder)
  return status, told:match("\n(m +[^\n]*)")
end

local HTML = { ["content-type"] = "text/html" }

local cases = {
  { "a list with the model is ok", { body = '{"data":[{"id":"m"}]}' }, 0, "ok", "answers and lists the model" },
  { "an empty list is ok", { body = '{"data":[]}' }, 0, "ok", "model not listed" },
  { "a login page is a problem", { body = "<html>Log in</html>", headers = HTML }, 1, "PROBLEM", "text/html" },
  { "an object without a list is a problem", { body = '{"hello":1}' }, 1, "PROBLEM", "no list of models" },
  { "an object where the list belongs is a problem", { body = '{"data":{"a":1}}' }, 1, "PROBLEM", "no list of models" },
  { "a server error is a problem", { status = 500, body = "x" }, 1, "PROBLEM", "HTTP 500" },
  { "what is not implemented is a problem", { status = 501, body = "x" }, 1, "PROBLEM", "HTTP 501" },
  { "no list of models is a question", { status = 404, body = "x" }, 0, "?", "check that the base URL ends in /v1" },
  { "a list that may not be asked for is a question", { status = 405, body = "x" }, 0, "?", "HTTP 405" },
  { "a refused key is a problem", { status = 401, body = "x" }, 1, "PROBLEM", "refuses the key" },
}

for _, case in ipairs(cases) do
  local name, rule, wanted, state, says = table.unpack(case)
  M[name] = function(lu)
    local status, line = doctor(rule)
    lu.assertEquals(status, wanted, line)
    lu.assertEquals(line:match("^m +(%S+)"), state, line)
    lu.assertStrContains(line, says)
  end
end

return M
