-- The simulated endpoint: the same replies on every run whatever the order, in the shapes of OpenAI.
package.path = "tests/lua/support/?.lua;" .. package.path
local http = require "viva.http"
local json = require "json"
local simulation = require "simulation"
local task = require "task"

local T = {}

T["replies are the same whatever the order and the run"] = function(lu)
  local function replies(order)
    local got = {}
    simulation.with({ seed = 7 }, function(simulated)
      for _, i in ipairs(order) do
        got[i] = simulation.ask(simulated, "sim-skill-50", simulation.IBUPROFEN, { ordinal = tostring(i) })
      end
    end)
    return got
  end
  local forth, back = replies { 1, 2, 3, 4, 5, 6 }, replies { 6, 4, 2, 5, 3, 1 }
  lu.assertEquals(forth, back)
  local different = {}
  for _, reply in ipairs(forth) do different[reply] = true end
  lu.assertTrue(next(different, next(different)) ~= nil, "samples of one request differ")
end

T["the seed parameter varies a reply, the seed of the endpoint too"] = function(lu)
  local function some(seed)
    local got = {}
    simulation.with({ seed = seed }, function(simulated)
      for i = 1, 6 do got[i] = simulation.ask(simulated, "sim-weak", simulation.IBUPROFEN, { more = { seed = i } }) end
    end)
    return got
  end
  local one, two = some(1), some(2)
  lu.assertNotEquals(one, two)
  lu.assertEquals(one, some(1))
  local first = one[1]
  local varied = false
  for i = 2, 6 do varied = varied or one[i] ~= first end
  lu.assertTrue(varied)
end

T["a stronger model covers more of the reference"] = function(lu)
  simulation.with({}, function(simulated)
    local function length(model)
      local sum = 0
      for i = 1, 20 do sum = sum + #simulation.ask(simulated, model, simulation.IBUPROFEN, { ordinal = tostring(i) }) end
      return sum
    end
    lu.assertTrue(length("sim-strong") > length("sim-weak") * 1.2)
  end)
end

T["a question of a conversation is known by its round and what was asked before"] = function(lu)
  simulation.with({}, function(simulated)
    local function second(first)
      return simulation.ask(simulated, "sim-skill-99", { { role = "user", content = first }, { role = "assistant", content = "好。" },
        { role = "user", content = "还有吗？" } })
    end
    lu.assertStrContains(second("高血压病人要少吃什么？"), "减轻体重")
    lu.assertStrContains(second("这位病人为什么胸痛？"), "主动脉夹层")
  end)
end

T["an unknown question gets a vague answer in its language"] = function(lu)
  simulation.with({}, function(simulated)
    lu.assertStrContains(simulation.ask(simulated, "sim-strong", "天为什么是蓝的？"), "一般来说")
    lu.assertStrContains(simulation.ask(simulated, "sim-strong", "Why is the sky blue?"), "In general")
  end)
end

T["what the reference forbids is never said"] = function(lu)
  simulation.with({}, function(simulated)
    for i = 1, 10 do
      lu.assertNotStrContains(simulation.ask(simulated, "sim-strong", simulation.NEIGHBOUR, { ordinal = tostring(i) }), "Unacceptable")
    end
  end)
end

T["the reply is OpenAI's and says that it is simulated"] = function(lu)
  simulation.with({}, function(simulated)
    local content, reply, response = simulation.ask(simulated, "sim-strong", simulation.IBUPROFEN)
    lu.assertEquals(response.status, 200)
    lu.assertEquals(response.headers["x-viva-simulated"], "1")
    lu.assertStrContains(reply.system_fingerprint, "viva-sim-1")
    lu.assertEquals(reply.object, "chat.completion")
    lu.assertEquals(reply.choices[1].finish_reason, "stop")
    lu.assertEquals(reply.usage.total_tokens, reply.usage.prompt_tokens + reply.usage.completion_tokens)
    lu.assertTrue(#content > 0)
    local again = select(3, simulation.ask(simulated, "sim-strong", simulation.IBUPROFEN))
    lu.assertEquals(again.body, response.body)
  end)
end

local function events_of(body)
  local events = {}
  for data in body:gmatch("data: (.-)\n\n") do events[#events + 1] = data end
  return events
end

T["a stream says the same as the whole reply, with usage where it is asked for"] = function(lu)
  simulation.with({}, function(simulated)
    local whole = simulation.ask(simulated, "sim-strong", simulation.IBUPROFEN)
    local response = simulation.post(simulated, simulation.body("sim-strong", simulation.IBUPROFEN, { stream = true,
      stream_options = { include_usage = true } }))
    local events = events_of(response.body)
    lu.assertEquals(table.remove(events), "[DONE]")
    local last, content = json.decode(table.remove(events)), {}
    lu.assertEquals(#last.choices, 0)
    lu.assertTrue(last.usage.total_tokens > 0)
    for _, event in ipairs(events) do
      local chunk = assert(json.decode(event))
      lu.assertEquals(chunk.usage, json.null)
      content[#content + 1] = chunk.choices[1].delta.content
    end
    lu.assertEquals(table.concat(content), whole)
    lu.assertTrue(#events > 5)
  end)
end

T["limits cut a reply and say so"] = function(lu)
  simulation.with({}, function(simulated)
    local content, reply = simulation.ask(simulated, "sim-strong", simulation.IBUPROFEN, { more = { max_tokens = 8 } })
    lu.assertEquals(reply.choices[1].finish_reason, "length")
    lu.assertTrue(#content > 0 and utf8.len(content) < 20)
  end)
end

T["requests that are wrong are refused in OpenAI's shape"] = function(lu)
  simulation.with({ key = "sk-test" }, function(simulated)
    local function refused(status, body, key)
      local response = simulation.post(simulated, body, { key = key or "sk-test" })
      lu.assertEquals(response.status, status)
      local problem = json.decode(response.body).error
      lu.assertEquals(type(problem.message), "string")
      return problem
    end
    refused(400, '{"model":')
    refused(400, "[]")
    refused(400, "7")
    refused(400, simulation.body("sim-strong", {}))
    refused(400, '{"model":"sim-strong","messages":[{"role":"user"}]}')
    refused(400, '{"messages":[{"role":"user","content":"a"}]}')
    refused(400, simulation.body("sim-strong", "a", { max_tokens = 0 }))
    lu.assertEquals(refused(404, simulation.body("gpt-4o", "a")).code, "model_not_found")
    lu.assertEquals(refused(401, simulation.body("sim-strong", "a"), "sk-other").code, "invalid_api_key")
    lu.assertEquals(simulation.post(simulated, simulation.body("sim-strong", "a"), { key = "sk-test" }).status, 200)
  end)
end

T["paths of OpenAI and Azure lead to the same reply"] = function(lu)
  simulation.with({}, function(simulated)
    local base = simulated.url:gsub("/v1$", "")
    local function at(path, method, body)
      return task.await(http.send { url = base .. path, method = method, body = body })
    end
    local body = simulation.body("sim-strong", simulation.IBUPROFEN)
    local first = at("/v1/chat/completions", "POST", body)
    lu.assertEquals(at("/chat/completions", "POST", body).body, first.body)
    local azure = "/openai/deployments/sim-strong/chat/completions?api-version=2024-10-21"
    lu.assertEquals(at(azure, "POST", simulation.body(nil, simulation.IBUPROFEN)).body, first.body)
    lu.assertEquals(#json.decode(at("/v1/models", "GET").body).data, 6)
    lu.assertEquals(json.decode(at("/v1/models/sim-skill-42", "GET").body).id, "sim-skill-42")
    lu.assertEquals(at("/v1/models/nobody", "GET").status, 404)
    lu.assertEquals(at("/v1/nothing", "GET").status, 404)
    lu.assertEquals(at("/v1/chat/completions", "GET").status, 405)
  end)
end

return T
