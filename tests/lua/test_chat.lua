-- The chat call: bytes of a request, and what replies of the endpoints in use look like.
local chat = require "chat"
local digest = require "viva.digest"
local json = require "json"
local providers = require "providers"

local M = {}

local function reply(message, rest)
  rest = rest or {}
  rest.choices = { { message = message, finish_reason = rest.finish or "stop", index = 0 } }
  rest.finish = nil
  return json.encode(rest)
end

M["a body holds model, messages and the set parameters in a fixed order"] = function(lu)
  local body = chat.body({ model = "m", identity = "e", parameters = { temperature = 0.5, max_tokens = 10 } },
    { { role = "user", content = "多少\n\"?\"" } })
  lu.assertEquals(body, [[{"model":"m","messages":[{"role":"user","content":"多少\n\"?\""}],"max_tokens":10,"temperature":0.5}]])
end

M["no parameter is sent unless it is set"] = function(lu)
  lu.assertEquals(chat.body({ model = "m", identity = "e", parameters = {} }, {}), '{"model":"m","messages":[]}')
end

M["the identity changes with each thing that can change the reply"] = function(lu)
  local function id(name, model, messages, parameters, ordinal)
    return digest.hex(chat.identity({ identity = name, model = model, parameters = parameters }, messages, ordinal))
  end
  local messages = { { role = "user", content = "q" } }
  local base = id("e", "m", messages, { temperature = 1 }, 1)
  lu.assertEquals(id("e", "m", { { role = "user", content = "q" } }, { temperature = 1 }, 1), base)
  for _, other in ipairs {
    id("f", "m", messages, { temperature = 1 }, 1), id("e", "n", messages, { temperature = 1 }, 1),
    id("e", "m", messages, { temperature = 1.5 }, 1), id("e", "m", messages, {}, 1),
    id("e", "m", messages, { temperature = 1 }, 2), id("e", "m", { { role = "system", content = "q" } }, { temperature = 1 }, 1),
    id("e", "m", { { role = "user", content = "q" }, { role = "user", content = "" } }, { temperature = 1 }, 1),
  } do lu.assertNotEquals(other, base) end
end

M["the identity is that of the list of its parts, as every store knows it"] = function(lu)
  local endpoint = { identity = "e", model = "m", parameters = { top_p = 0.5, seed = 7 } }
  local messages = { { role = "user", content = "多少" }, { role = "assistant", content = "" } }
  for ordinal = 1, 2 do
    lu.assertEquals(chat.identity(endpoint, messages, ordinal), digest.identity { "chat/1", "e", "m", tostring(ordinal),
      "seed", "7", "top_p", "0.5", "messages", "user", "多少", "assistant", "" })
  end
end

M["a message that is none is named"] = function(lu)
  local endpoint = { identity = "e", model = "m", parameters = {} }
  for _, call in ipairs { chat.body, chat.lend, chat.identity } do
    lu.assertErrorMsgContains("message 2: 'content' is a number", call, endpoint,
      { { role = "user", content = "a" }, { role = "user", content = 5 } }, 1)
    lu.assertErrorMsgContains("message 1 is no table", call, endpoint, { "a" }, 1)
  end
end

M["a body of long and of strange texts reads back as it was given"] = function(lu)
  local endpoint = { identity = "e", model = "m", parameters = {} }
  local messages = { { role = "system", content = ("\n"):rep(20000) }, { role = "user", content = ("\0\1é\""):rep(5000) } }
  lu.assertEquals(json.decode(chat.body(endpoint, messages)), { model = "m", messages = messages })
end

M["an OpenAI reply is read"] = function(lu)
  local r = chat.read(reply({ role = "assistant", content = "Hello" },
    { model = "gpt-x", usage = { prompt_tokens = 7, completion_tokens = 3, total_tokens = 10 } }))
  lu.assertEquals({ r.text, r.model, r.usage.input, r.usage.output, r.finish, r.cut, r.empty },
    { "Hello", "gpt-x", 7, 3, "stop", false, false })
end

M["reasoning is kept apart from the text"] = function(lu)
  local cases = {
    { { content = "A", reasoning_content = "because" }, "A", "because" },
    { { content = "A", reasoning = "so" }, "A", "so" },
    { { content = "<think>\nwhy\n</think>\n\nA" }, "A", "\nwhy\n" },
    { { content = "why not</think>A" }, "A", "why not" },
    { { content = "A <think>x</think> B" }, "A <think>x</think> B", nil },
  }
  for _, case in ipairs(cases) do
    local r = chat.read(reply(case[1]))
    lu.assertEquals(r.text, case[2])
    lu.assertEquals(r.reasoning, case[3])
  end
end

M["parts, null content, refusals and cut answers are told"] = function(lu)
  lu.assertEquals(chat.read(reply { content = { { type = "text", text = "a" }, { type = "text", text = "b" } } }).text, "ab")
  local empty = chat.read(reply { content = json.null, reasoning_content = "only thought" })
  lu.assertTrue(empty.empty)
  local refused = chat.read(reply { content = json.null, refusal = "I cannot" })
  lu.assertEquals({ refused.text, refused.refusal }, { "I cannot", true })
  lu.assertTrue(chat.read(reply({ content = "half" }, { finish = "length" })).cut)
end

M["what is no answer is never read as one"] = function(lu)
  local cases = {
    ["<html>login</html>"] = "bad_content", ['{"choices":[]}'] = "bad_content", ["[1]"] = "bad_content", [""] = "bad_content",
    ['{"choices":[{"message":null}]}'] = "bad_content", ['{"choices":[{"message":{"content":"x"}}]} trailing'] = "bad_content",
    ['{"error":{"message":"slow down","code":"rate_limit_exceeded"}}'] = "rate_limit_exceeded",
    ['{"error":"plain"}'] = "provider",
  }
  for raw, code in pairs(cases) do
    local r, text, got = chat.read(raw)
    lu.assertNil(r)
    lu.assertEquals(type(text), "string")
    lu.assertEquals(got, code)
  end
end

M["URLs of the known providers"] = function(lu)
  local cases = {
    { "https://api.openai.com/v1", "gpt-4o", "https://api.openai.com/v1/chat/completions" },
    { "https://api.deepseek.com/", "deepseek-chat", "https://api.deepseek.com/chat/completions" },
    { "https://open.bigmodel.cn/api/paas/v4", "glm", "https://open.bigmodel.cn/api/paas/v4/chat/completions" },
    { "http://127.0.0.1:11434/v1", "qwen", "http://127.0.0.1:11434/v1/chat/completions" },
    { "https://x.example/v1/chat/completions", "m", "https://x.example/v1/chat/completions" },
    { "https://mine.openai.azure.com", "gpt 4",
      "https://mine.openai.azure.com/openai/deployments/gpt%204/chat/completions?api-version=2024-10-21" },
    { "https://mine.openai.azure.com/openai/v1", "gpt", "https://mine.openai.azure.com/openai/v1/chat/completions" },
  }
  for _, case in ipairs(cases) do lu.assertEquals(providers.chat_url(case[1], case[2]), case[3]) end
  lu.assertEquals(providers.models_url("https://x.example/v1/chat/completions"), "https://x.example/v1/models")
end

M["the key goes into the header that the provider reads"] = function(lu)
  lu.assertEquals(providers.headers("https://api.openai.com/v1", "k").authorization, "Bearer k")
  local azure = providers.headers("https://mine.openai.azure.com", "k")
  lu.assertEquals({ azure["api-key"], azure.authorization }, { "k", nil })
  lu.assertNil(providers.headers("https://x.example", nil).authorization)
end

return M
