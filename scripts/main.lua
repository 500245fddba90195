-- The program's first script: finds the command and runs it as a task. A command is a file in scripts/commands/ that
-- returns { summary = { en=, zh= }, options = function(parser), run = function(options) }. `run` returns true or an
-- exit status; or else nil, the problem, and the exit status unless that is 1. With `raw = true` it gets the list of
-- its arguments as they stand.
local lfs = require "lfs" -- before strict: it makes a global of its own name
require "strict"
local task = require "task"
local text = require "viva.text"
local words = require "words"

-- Asked last, when a module is nowhere: one that the build should have put beside the program is told by its file.
package.searchers[#package.searchers + 1] = function(name)
  if not name:find "^viva%." then return end
  local path = package.cpath:gsub("?", (name:gsub("%.", "/")))
  error(("%s is missing; 'sh scripts/setup.sh' builds it"):format(path), 0)
end

local M = {}

local function command_names()
  local names = {}
  for name in lfs.dir(viva_root .. "/scripts/commands") do
    names[#names + 1] = name:match("^(%w+)%.lua$")
  end
  table.sort(names)
  return names
end

local function overview()
  local say, language = words.here(), words.choose(nil, nil, words.locale())
  local lines = { say "console_viva", "", say "console_usage", "" }
  for _, name in ipairs(command_names()) do
    lines[#lines + 1] = ("  %-9s %s"):format(name, words.pick(require("commands." .. name).summary, language))
  end
  lines[#lines + 1] = "\n" .. say "console_one_line" .. "\n" .. say "console_more_help"
  return table.concat(lines, "\n")
end

local function find_command(name)
  for _, known in ipairs(command_names()) do
    if known == name then return require("commands." .. name) end
  end
  io.stderr:write(("viva: there is no command '%s'; `viva` alone lists them\n"):format(name))
end

local NUMBERS = { [math.tointeger] = "a whole number", [tonumber] = "a number" }

-- Says by its name which option or argument wants a number and was given something else.
local function name_numbers(parser)
  for _, list in ipairs { parser._options, parser._arguments } do
    for _, one in ipairs(list) do
      local convert, wanted = one._convert, NUMBERS[one._convert]
      if wanted then
        one:convert(function(said)
          local number = convert(said)
          if number and number == number and math.abs(number) < math.huge then return number end
          return nil, ("%s wants %s, not '%s'"):format(one._name, wanted, said)
        end)
      end
    end
  end
  for _, below in ipairs(parser._commands) do name_numbers(below) end
end

local function parse(name, command)
  local arguments = table.move(arg, 2, #arg, 1, {})
  if command.raw then return arguments end
  local parser = require "argparse" ("viva " .. name, command.summary.en)
  if command.options then command.options(parser) end
  name_numbers(parser)
  return parser:parse(arguments)
end

-- Does a command's work, ends the box that experts' files ran in, and tells the problem if there is one.
local function work(name, command, arguments)
  local status, problem, failed = command.run(arguments)
  local experts = package.loaded.experts
  if experts then experts.close() end
  if status then return status == true and 0 or status end
  io.stdout:flush()
  io.stderr:write(("viva %s: %s\n"):format(name, text.clean(problem)))
  return failed or 1
end

---Runs the command line; returns the exit status.
function M.run()
  local name = arg[1]
  if name == "-e" then table.insert(arg, 1, "lua") name = "lua" end
  if not name or name == "--help" or name == "-h" then
    print(overview())
    return 0
  end
  local command = find_command(name)
  if not command then return 2 end
  return task.run(work, name, command, parse(name, command))
end

return M
