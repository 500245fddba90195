-- One judging, step by step. step(view, replies) says what is still to be asked, or the verdict. The parent asks, and
-- comes again with all replies so far, in the order in which they were asked for: nothing waits here in between, so a
-- box that was ended and started anew goes on where it was.
--
--   by prompt   ask, read, and ask again at most twice when it cannot be read
--   by points   the same for all points at once, or for each point by itself; what was read of a point stays
--   by mark     the file's own function, run again from its beginning each time; ask() in it takes the next reply
local judging = require "box.judging"
local messages = require "box.messages"
local points = require "box.points"

local M = {}

local MOST_ASKED = 3 -- once, and twice again when a verdict cannot be read

local function answered(list, reply, repair)
  list[#list + 1] = { role = "assistant", content = reply }
  list[#list + 1] = { role = "user", content = repair }
end

local function by_prompt(file, view, replies)
  local list = judging.render(file, view)
  for i, reply in ipairs(replies) do
    local verdict = judging.read(file, reply, view)
    if verdict.state == "scored" or i == MOST_ASKED then return { verdict = verdict } end
    answered(list, reply, judging.repair(file, verdict, view))
  end
  return { asks = { list } }
end

-- The calls that ask for the points: { points, list = messages, reading }.
local function groups_of(file, view, all)
  local groups = {}
  if file.settings.points == "one by one" then
    for i, point in ipairs(all) do groups[i] = { points = { point } } end
  else
    groups[1] = { points = all }
  end
  for _, group in ipairs(groups) do group.list = judging.render(file, view, group.points) end
  return groups
end

-- Hands a round's replies to the groups that asked in it; returns those that must ask once more.
local function take_round(file, view, groups, replies, from)
  local again, language = {}, judging.language_for(file, view)
  for i, group in ipairs(groups) do
    local reply = replies[from + i - 1]
    group.reading = points.merge(group.reading, points.read(file, reply, view, group.points, judging.tools))
    if not points.is_whole(group.reading) then
      again[#again + 1] = group
      answered(group.list, reply, points.told(group.reading, language, true))
    end
  end
  return again
end

-- One reading of all groups: a risk that any call saw is a risk, and the reasons stand one below another.
local function put_together(groups, reason)
  local whole, reasons = { states = {}, faults = {}, fields = {} }, {}
  for _, group in ipairs(groups) do
    for number, state in pairs(group.reading.states) do whole.states[number] = state end
    for number, fault in pairs(group.reading.faults) do whole.faults[number] = fault end
    whole.problem = whole.problem or group.reading.problem
    for name, value in pairs(group.reading.fields) do
      local held = whole.fields[name]
      if held == nil or value == true then whole.fields[name] = value end
    end
    reasons[#reasons + 1] = group.reading.fields[reason]
  end
  if #groups > 1 and #reasons > 0 then whole.fields[reason] = table.concat(reasons, "\n") end
  return whole
end

local function asks_of(groups)
  local asks = {}
  for i, group in ipairs(groups) do asks[i] = group.list end
  return { asks = asks }
end

local function by_points(file, view, replies)
  local all = points.numbered(view.points)
  if #all == 0 then error("this item has no points to judge by", 0) end
  local groups = groups_of(file, view, all)
  local waiting, at = groups, 1
  for _ = 1, MOST_ASKED do
    if #waiting == 0 then break end
    if at > #replies then return asks_of(waiting) end
    local count = #waiting
    waiting, at = take_round(file, view, waiting, replies, at), at + count
  end
  local reading = put_together(groups, file.state.reason_field or "reason")
  local verdict = points.verdict(file, all, reading, judging.language_for(file, view))
  return { verdict = judging.apply_final(file, verdict) }
end

-- What `ask` takes: a text, or a list of messages.
local function messages_of(value, line)
  if type(value) == "string" then return { { role = "user", content = value } } end
  local list = {}
  for i, message in ipairs(type(value) == "table" and value or {}) do
    if type(message) ~= "table" or type(message.content) ~= "string" or type(message.role) ~= "string" then
      error(("(file):%d: %s"):format(line, messages.say("bad_ask")), 0)
    end
    list[i] = { role = message.role, content = message.content }
  end
  if #list == 0 then error(("(file):%d: %s"):format(line, messages.say("bad_ask")), 0) end
  return list
end

-- What `mark` may see: copies, so that nothing it does stays.
local function item_of(file, view)
  local item = { points = points.numbered(view.points), fenced = judging.fence(view), history = {} }
  for _, name in ipairs { "id", "language", "category", "subcategory", "scene", "question", "reference", "checklist",
    "answer" } do
    item[name] = view[name]
  end
  for i, round in ipairs(view.history or {}) do
    item.history[i] = { question = round.question, answer = round.answer }
  end
  file.state.view = view
  return item
end

local ASKED = {}

---ask(messages) -> reply: the word of judge files; only `mark` may say it.
function M.ask(value)
  return (coroutine.yield(ASKED, value))
end

-- An error in `mark`, at its line: in a coroutine only this tells it.
local function fail(file, mark, message)
  if type(message) ~= "string" then message = "error object of type " .. type(message) end
  if message:find("^%(file%):%d+: ") then error(message, 0) end
  local line = file.line(mark)
  error(("(file):%d: %s"):format(line > 0 and line or file.state.lines.mark, message), 0)
end

local function by_mark(file, view, replies)
  local mark = coroutine.create(file.settings.mark)
  local ok, first, second = coroutine.resume(mark, item_of(file, view))
  for i = 1, #replies + 1 do
    if not ok then fail(file, mark, first) end
    if coroutine.status(mark) == "dead" then
      return { verdict = judging.apply_final(file, judging.marked(file, first, second)) }
    end
    if first ~= ASKED then error(("(file):%d: %s"):format(file.state.lines.mark, messages.say("mark_yields")), 0) end
    if i > #replies then return { asks = { messages_of(second, file.state.lines.mark) } } end
    ok, first, second = coroutine.resume(mark, replies[i])
  end
end

---@param view table
---@param replies string[] to all that was asked so far
---@return { asks: table[] }|{ verdict: table }
function M.step(file, view, replies)
  if file.settings.mark then return by_mark(file, view, replies) end
  if file.state.points_field then return by_points(file, view, replies) end
  return by_prompt(file, view, replies)
end

return M
