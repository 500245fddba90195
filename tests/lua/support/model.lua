-- Support for end-to-end tests: a scripted endpoint. It replies what a case says and writes down what it was asked.
local json = require "json"
local server = require "viva.server"
local task = require "task"

local M = {}

local function fits(rule, model, text, whole)
  return (rule.model == nil or rule.model == model) and (rule.when == nil or text:find(rule.when, 1, true) ~= nil)
    and (rule.anywhere == nil or whole:find(rule.anywhere, 1, true) ~= nil) and (rule.times == nil or rule.times > 0)
end

local function find_rule(replies, model, text, whole)
  for _, rule in ipairs(replies) do
    if fits(rule, model, text, whole) then
      if rule.times then rule.times = rule.times - 1 end
      return rule
    end
  end
end

local function body_of(rule, model)
  if rule.body then return rule.body end
  return json.encode {
    object = "chat.completion", model = rule.returned or model,
    choices = { { index = 0, finish_reason = rule.finish or "stop",
      message = { role = "assistant", content = rule.says } } },
    usage = { prompt_tokens = 10, completion_tokens = 5, total_tokens = 15 },
  }
end

local function reply(self, request)
  local asked = json.decode(request.body) or { messages = { { content = request.path } } } -- a GET has no body
  local last = asked.messages[#asked.messages].content
  self.requests[#self.requests + 1] = { model = asked.model, last = last, messages = asked.messages, body = request.body,
    headers = request.headers, path = request.path }
  local rule = find_rule(self.replies, asked.model, last, request.body)
  if not rule then
    self.server:reply(request.id, { status = 500, body = "no rule for: " .. last })
    return
  end
  self.server:reply(request.id, { status = rule.status or 200, headers = rule.headers or {
    ["content-type"] = "application/json" }, body = body_of(rule, asked.model), fault = rule.fault, delay = rule.delay })
end

local function serve(self)
  while true do
    local request = task.await(self.server:request())
    if not request then return end
    reply(self, request)
  end
end

---@param replies table[] rules: { model?, when?, anywhere?, times?, says | body, status?, headers?, finish?, returned?, fault?, delay? }
function M.start(replies)
  local self = { requests = {}, replies = replies, server = assert(server.open { port = 0 }) }
  self.url = ("http://127.0.0.1:%d/v1"):format(self.server:port())
  self.serving = task.spawn(serve, self)
  return self
end

function M.stop(self)
  self.server:close()
  task.join(self.serving)
end

return M
