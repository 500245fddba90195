-- Keys stay out of everything that is kept or shown, whatever the endpoint sends back.
package.path = "tests/lua/support/?.lua;" .. package.path
local files = require "files"
local lfs = require "lfs"
local model = require "model"
local secrets = require "secrets"
local workshop = require "workshop"

local M = {}

local CANARY, HEADER = "sk-canary/0123456789", "hdr-canary-abcdefgh"
local ENV = { VIVA_TEST_KEY = CANARY .. "\n", VIVA_TEST_HEADER = "Bearer " .. HEADER }

local EVALUATION = [[
data = "data"
models = { model { name = "m", endpoint = "%s", key = env "VIVA_TEST_KEY",
  headers = { ["x-api-key"] = env "VIVA_TEST_HEADER" } } }
judge_model = model { name = "judge", endpoint = "%s", key = env "VIVA_TEST_KEY" }
repeats = 1
limits = { attempts = 2, max_wait = 0 }
]]

local function walk(path, visit)
  for name in lfs.dir(path) do
    local inner = path .. "/" .. name
    if name ~= "." and name ~= ".." then
      if lfs.attributes(inner, "mode") == "directory" then walk(inner, visit) else visit(inner) end
    end
  end
end

local function viva(env, arguments) return workshop.told(arguments, env) end

local function with_endpoint(replies, fn)
  local folder, endpoint = workshop.folder(), model.start(replies)
  workshop.dataset(folder .. "/data", { { id = "MK/1/1", question = "q one", reference = "r", checklist = "c" },
    { id = "MK/2/1", question = "q two", reference = "r", checklist = "c" } })
  assert(files.write(folder .. "/case.lua", EVALUATION:format(endpoint.url, endpoint.url)))
  local ok, problem = pcall(fn, folder, endpoint)
  model.stop(endpoint)
  workshop.remove(folder)
  if not ok then error(problem, 0) end
end

local function leaks_nothing(lu, replies)
  with_endpoint(replies, function(folder, endpoint)
    local out = folder .. "/out"
    local _, screen = viva(ENV, { "run", folder .. "/case.lua", "--out", out })
    for _, format in ipairs { "html", "md", "csv", "json" } do
      local _, told = viva(ENV, { "report", "--out", out, "--format", format, "--to", out .. "/report." .. format })
      screen = screen .. told
    end
    lu.assertEquals(endpoint.requests[1].headers.authorization, "Bearer " .. CANARY, screen)
    lu.assertEquals(endpoint.requests[1].headers["x-api-key"], "Bearer " .. HEADER)
    local seen = 0
    local function clean(text, place)
      for _, secret in ipairs { "canary/0123456789", "canary\\/0123456789", "canary%2F0123456789", HEADER } do
        lu.assertNil(text:find(secret, 1, true), place .. " holds a key")
      end
    end
    walk(out, function(path)
      seen = seen + 1
      clean((assert(files.read(path))), path)
    end)
    clean(screen, "the screen")
    lu.assertTrue(seen > 5, "files looked at: " .. seen)
  end)
end

M["a refusal that shows the request"] = function(lu)
  leaks_nothing(lu, { { status = 401, body = '{"error":{"message":"bad Authorization: Bearer ' .. CANARY .. '"}}' } })
end

M["a server error that shows the request"] = function(lu)
  leaks_nothing(lu, { { status = 500, body = "<pre>authorization: Bearer " .. CANARY .. "\nx-api-key: Bearer "
    .. HEADER .. "</pre>" } })
end

M["an answer that tells the key"] = function(lu)
  leaks_nothing(lu, { { model = "m", says = "My key is " .. CANARY .. " and " .. HEADER .. "." },
    { model = "judge", says = '{"reason":"It tells ' .. CANARY .. '","safety_risk":false,"score":4}' } })
end

M["an answer whose JSON escapes what need not be escaped"] = function(lu)
  local said = '{"choices":[{"message":{"role":"assistant","content":"sk-c\\u0061nary\\/0123456789"}}]}'
  leaks_nothing(lu, { { model = "m", body = said }, { says = '{"reason":"' .. CANARY .. '","score":4}' } })
end

M["bytes that end in the middle of a key"] = function(lu)
  local known = { texts = { "abcdefghijklmnop" } }
  lu.assertEquals(secrets.hide(known, "xabcdefghijk", true), "x[key]")
  lu.assertEquals(secrets.hide(known, "xabcdefg", true), "xabcdefg")
  lu.assertEquals(secrets.hide(known, "xabcdefghijk"), "xabcdefghijk")
end

M["a key that is short is not looked for"] = function(lu)
  with_endpoint({ { model = "m", says = "short" }, { says = '{"reason":"r","safety_risk":false,"score":4}' } },
    function(folder)
      viva({ VIVA_TEST_KEY = "short", VIVA_TEST_HEADER = "h" }, { "run", folder .. "/case.lua", "--out", folder .. "/out" })
      local found = 0
      walk(folder .. "/out", function(path)
        if files.read(path):find('"content":"short"', 1, true) then found = found + 1 end
      end)
      lu.assertTrue(found > 0)
    end)
end

M["a key that cannot be one is refused before the first call"] = function(lu)
  for _, key in ipairs { "sk-one sk-two", "sk-one\nsk-two", "sk-\27[0m", "sk-“x”" } do
    with_endpoint({}, function(folder, endpoint)
      local status, told = viva({ VIVA_TEST_KEY = key, VIVA_TEST_HEADER = "h" },
        { "run", folder .. "/case.lua", "--out", folder .. "/out" })
      lu.assertEquals(status, 1, told)
      lu.assertStrContains(told, "VIVA_TEST_KEY holds a blank, a line break or another character that no key has")
      lu.assertEquals(#endpoint.requests, 0)
    end)
  end
end

return M
