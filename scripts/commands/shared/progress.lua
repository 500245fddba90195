-- The progress of a run on standard error: a bar on a terminal, plain lines elsewhere.
local loop = require "viva.loop"
local task = require "task"
local text = require "viva.text"
local words = require "words"

local M = {}

local BAR = 24
local TERMINAL_STEP, PLAIN_STEP = 0.1, 5 -- seconds between two pictures

local function clock(seconds)
  if seconds ~= seconds or seconds == math.huge then return "--:--" end
  seconds = math.floor(seconds + 0.5)
  if seconds >= 3600 then return ("%d:%02d:%02d"):format(seconds // 3600, seconds // 60 % 60, seconds % 60) end
  return ("%d:%02d"):format(seconds // 60, seconds % 60)
end

local function short(count)
  if count >= 1e6 then return ("%.1fM"):format(count / 1e6) end
  if count >= 1e4 then return ("%.0fk"):format(count / 1e3) end
  return ("%d"):format(count)
end

---Money by currency as text.
---@param spent table<string, number>
function M.money(spent)
  local parts = {}
  for currency, amount in pairs(spent) do parts[#parts + 1] = ("%.2f %s"):format(amount, currency) end
  table.sort(parts)
  return table.concat(parts, " + ")
end

-- What is worth knowing, the most important first; a narrow terminal loses the last ones, never half of one.
local function facts(self)
  local counts, elapsed = self.context.counts, loop.now() - self.started
  local rate = elapsed > 0 and counts.asked / elapsed or 0
  local left = self.done > 0 and (self.total - self.done) * elapsed / self.done or math.huge
  local say = words.here()
  local list = { say("console_done", self.done, self.total), say("console_in_flight", counts.in_flight),
    say("console_failed", self.failed), say("console_left", clock(left)) }
  local money = M.money(self.context.spent)
  if money ~= "" then list[#list + 1] = money end
  list[#list + 1] = say("console_tokens", short(counts.input + counts.output))
  list[#list + 1] = ("%.0f/s"):format(rate)
  return list
end

local function bar(self, width)
  if width < 8 then return "" end
  local full = math.floor(width * self.done / math.max(1, self.total))
  return ("[%s%s] "):format(("#"):rep(full), ("."):rep(width - full))
end

---The line for a terminal of so many columns, or the whole of it.
---@param columns integer?
function M.line(self, columns)
  local list = facts(self)
  local line = table.concat(list, ", ")
  while columns and text.width(line) > columns - 1 and #list > 1 do
    list[#list] = nil
    line = table.concat(list, ", ")
  end
  if not columns then return line end
  return bar(self, math.min(BAR, columns - text.width(line) - 4)) .. line
end

local function draw(self)
  if self.columns then
    io.stderr:write("\r", M.line(self, self.columns), "\27[K")
  else
    io.stderr:write(M.line(self), "\n")
  end
end

local function keep_drawing(self)
  while not self.ended do
    self.timer = loop.timer(self.columns and TERMINAL_STEP or PLAIN_STEP)
    task.await(self.timer)
    if not self.ended then draw(self) end
  end
end

---@param context table from ask.open, whose counters are shown
---@param total integer answers and judgings that the run is made of
function M.start(context, total)
  local self = { context = context, total = total, done = 0, failed = 0, started = loop.now(),
    columns = loop.terminal(2) }
  self.drawing = task.spawn(keep_drawing, self)
  return self
end

---One answer or judging is there, or has failed.
function M.count(self, failed)
  self.done = self.done + 1
  if failed then self.failed = self.failed + 1 end
end

---Shows the last state and stops.
function M.stop(self)
  self.ended = true
  loop.cancel(self.timer)
  task.join(self.drawing)
  draw(self)
  if self.columns then io.stderr:write("\n") end
end

return M
