-- The prompt of `viva repl`: reads lines (edited at a terminal, as they stand otherwise), runs what they make, prints.
-- One task reads and runs; another waits for Ctrl-C, which ends the line or what is running; one follows a run.
local chunk = require "desk.chunk"
local desks = require "commands.shared.desks"
local following = require "commands.shared.following"
local history = require "desk.history"
local loop = require "viva.loop"
local run_here = require "desk.run"
local rows_of = require "desk.rows"
local task = require "task"
local text = require "viva.text"
local values = require "desk.values"
local words = require "desk.words"

local M = {}

local MOST_OFFERED = 120 -- words shown for the tab key
local INSTRUCTIONS = 100000 -- between two looks for Ctrl-C while code computes

local function say(self, s)
  if self.editor then self.editor:say(s) else io.write(s) end
end

local function prompt_text(self, continued)
  local name = self.desk.run and rows_of.known(self.desk.run).name or "viva"
  local status = self.status and (" (%s)"):format(self.status) or ""
  if continued then return (" "):rep(text.width(name)) .. "| " end
  return text.clean(name) .. status .. "> "
end

local function offer(self, before)
  local complete = require "desk.complete"
  local found = complete.at(self.desk, self.env, before)
  local common = complete.common(found.list)
  if #found.list == 1 then common = common .. found.suffix end
  if #common > #found.typed then return self.editor:insert(common:sub(#found.typed + 1)) end
  if #found.list < 2 then return end
  local shown = table.move(found.list, 1, math.min(#found.list, MOST_OFFERED), 1, {})
  say(self, values.side_by_side(shown, desks.columns())
    .. (#found.list > #shown and self.desk.say("desk_and_more", #found.list - #shown) .. "\n" or ""))
end

---@return string|nil line nil at the end
---@return boolean? cancelled
local function edited_line(self, continued)
  self.continued = continued
  self.editor:start(prompt_text(self, continued))
  while true do
    local what, before = task.await(self.editor:event())
    if what == "line" then return before end
    if what == "cancelled" then return nil, true end
    if what == "end" then
      io.write("\n")
      return nil
    end
    offer(self, before)
  end
end

local function read_line(self, continued)
  if self.editor then return edited_line(self, continued) end
  return io.read("l")
end

-- Lines until they are whole; nil at the end of the input.
local function read_chunk(self)
  local lines = {}
  while true do
    local line, cancelled = read_line(self, #lines > 0)
    if cancelled then
      lines = {}
    elseif not line then
      return #lines > 0 and table.concat(lines, "\n") or nil
    else
      lines[#lines + 1] = line
      local code = table.concat(lines, "\n")
      local _, _, incomplete = chunk.compile(code, self.env)
      if not incomplete or code:find("^%s*$") then return code end
    end
  end
end

local function remember(self, code)
  if not self.editor or not code:find("%S") then return end
  self.editor:remember(code)
  if self.history then history.add(self.history, code) end
end

-- Whether Ctrl-C was pressed since it was last heeded; heeds it.
local function interrupted(self)
  local count = loop.signals "INT"
  if count == self.heeded then return false end
  self.heeded = count
  return true
end

-- Code that computes never comes back to the loop: it looks by itself.
local function stop_when_interrupted(self)
  return function()
    if interrupted(self) then error(chunk.INTERRUPTED, 0) end
  end
end

-- Runs code as a task of its own, so that it can be left when it waits for something.
local function run_code(self, fn)
  local work = { waiter = task.current() }
  self.work = work
  work.task = task.spawn(function()
    if self.editor then debug.sethook(stop_when_interrupted(self), "", INSTRUCTIONS) end
    work.results = table.pack(chunk.call(fn))
    if not work.left then task.wake(work.waiter) end
  end)
  task.pause() -- until its end, or until it is left
  work.left, self.work = true, nil
  return work.results
end

local function report(self, results)
  if not results or not results[1] and results[2] == chunk.INTERRUPTED then
    return io.write("\n", chunk.INTERRUPTED, "\n")
  end
  if not results[1] then
    self.failed = true
    io.stdout:flush()
    return io.stderr:write(text.clean(tostring(results[2])), "\n")
  end
  local list = table.pack(table.unpack(results, 2, results.n))
  local ok, said = pcall(chunk.result, list, { columns = desks.columns() })
  io.write(ok and said or tostring(said) .. "\n")
  if list.n > 0 then rawset(self.env, "_", list[1]) end
end

local function evaluate(self, code)
  local fn, problem = chunk.compile(code, self.env)
  if not fn then return report(self, { false, problem }) end
  report(self, run_code(self, fn))
  io.stdout:flush()
end

local function leave(work)
  work.left = true
  debug.sethook(work.task.thread, function() error(chunk.INTERRUPTED, 0) end, "l") -- should it ever go on
  task.wake(work.waiter)
end

-- Ctrl-C: a line is given up; what runs is left, and what it has asked for is still kept when it comes.
local function watch_interrupts(self)
  while true do
    task.await(loop.signal "INT")
    if interrupted(self) then
      if self.leaving then os.exit(130) end
      if self.work then leave(self.work) else self.editor:cancel() end
    end
  end
end

local function open_editor(self, options)
  local editor, problem, code = require("viva.lineedit").open()
  if not editor then return code == "ENOTTY", problem end
  self.editor = editor
  task.spawn(watch_interrupts, self)
  self.history = not options.no_history and history.path() or nil
  for _, entry in ipairs(self.history and history.read(self.history) or {}) do editor:remember(entry) end
  return true
end

local function greet(self)
  if not self.editor then return end
  if self.desk.run then
    io.write(tostring(self.desk.run), "\n")
  else
    io.write(self.desk.say("desk_no_run", self.desk.out), "\n")
  end
  io.write(self.desk.say "desk_greeting", "\n\n")
end

local function new_session(options)
  local self = { heeded = 0 }
  self.desk = desks.new { out = options.out, tell = function(s) say(self, s) end,
    follow = following.by(self, function(status, last)
      self.status = status
      if last then say(self, last .. "\n") end
      if self.editor and not self.work then self.editor:prompt(prompt_text(self, self.continued)) end
    end) }
  self.env = words.environment(self.desk)
  return self
end

local function open_run(self, options)
  local run, problem, code = run_here.open(self.desk, options.run)
  if not run and (options.run or code ~= "no_run") then return nil, problem end
  self.desk.run = run
  return true
end

-- A judging that was left goes on until its reply is kept.
local function wait_for_trial(self)
  local trial = self.desk.trial
  if not trial or trial.done then return end
  io.stderr:write(self.desk.say "desk_waiting", "\n")
  self.leaving = true
  task.join(trial)
end

---@param options { run: string?, out: string, no_history: boolean? }
---@return integer|nil status 1 when a line that was not typed at a terminal failed
---@return string? problem
function M.run(options)
  local self = new_session(options)
  local opened, problem = open_run(self, options)
  if opened then opened, problem = open_editor(self, options) end
  if not opened then return nil, problem end
  greet(self)
  for code in read_chunk, self do
    remember(self, code)
    evaluate(self, code)
  end
  following.stop(self)
  wait_for_trial(self)
  if self.editor then self.editor:close() end
  if package.loaded.experts then require("experts").close() end
  return self.failed and not self.editor and 1 or 0
end

return M
