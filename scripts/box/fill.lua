-- The words of `mark`: fill(text, further) and read(reply), for the answer that is being marked.
local judging = require "box.judging"
local messages = require "box.messages"
local prompt = require "box.prompt"
local template = require "box.template"

local M = {}

local function view_of(file)
  return file.state.view or error(messages.say("ask_outside"), 0)
end

---fill(text, further): a text with its words in double braces filled in.
function M.of(file)
  return function(text, further)
    local view, known = view_of(file), {}
    for word in pairs(prompt.words) do known[word] = true end
    for word in pairs(further or {}) do known[word] = true end
    local parts = template.parse(text, known, function(_, message) error(message, 0) end)
    local values = judging.values(file, view)
    for word, value in pairs(further or {}) do values[word] = tostring(value) end
    return template.fill(parts, values)
  end
end

---read(reply): the verdict in a reply, before `final`.
function M.reader(file)
  return function(reply)
    if not file.settings.reply then error(messages.say("missing", "reply", messages.type("table")), 0) end
    return judging.verdict(file, reply, view_of(file))
  end
end

return M
