-- viva compare A B: two runs over the same items: what differs, how each model did in both, which answers changed.
local aggregate = require "stages.aggregate"
local comparison = require "comparison"
local context_of = require "context"
local report = require "report"
local results = require "commands.shared.results"
local screen = require "screen"
local words_of = require "words"

local M = { summary = { en = "compare two runs", zh = "比较两次运行" } }

local MOST = 15 -- changed answers on the screen

function M.options(parser)
  parser:argument("a", "the run to compare with")
  parser:argument("b", "the run that is compared")
  parser:option("--model", "only this model; A=B compares model A of the first run with B of the second"):count("*")
    :argname("NAME")
  parser:option("--convention", "viva, script or paper"):choices { "viva", "script", "paper" }
  parser:option("--most", "changed answers to list"):convert(math.tointeger):argname("N")
  parser:option("--format", "write a report: " .. results.FORMATS):argname("FORMAT")
  parser:option("--language", "en or zh"):choices { "en", "zh" }
  parser:option("--out", "folder for replies, runs and reports"):default("viva-out"):argname("DIR")
  parser:option("--to", "the file to write, instead of one in the folder of run B"):argname("FILE")
end

local function has(run, name)
  for _, model in ipairs(run.models) do
    if model.name == name then return true end
  end
  return false
end

-- The pairs of models that are asked for; nil for all of the same name.
local function pairs_of(options, a, b)
  if #options.model == 0 then return nil end
  local found = {}
  for i, said in ipairs(options.model) do
    local one, other = said:match("^(.-)=(.+)$")
    found[i] = { a = one or said, b = other or said }
    for side, run in pairs { a = a, b = b } do
      if not has(run, found[i][side]) then
        return nil, ("run %s has no model '%s'"):format(run.name, found[i][side])
      end
    end
  end
  return found
end

local function open(name, out)
  local run, rows, extra = results.open(name, out)
  if not run then return nil, rows end
  return { run = run, rows = rows, extra = extra }
end

local function compare(options)
  local a, b, found, problem
  a, problem = open(options.a, options.out)
  if not a then return nil, problem end
  b, problem = open(options.b, options.out)
  if not b then return nil, problem end
  local models
  models, problem = pairs_of(options, a.run, b.run)
  if problem then return nil, problem end
  found, problem = comparison.of(aggregate, a, b, { convention = options.convention, models = models })
  if not found then return nil, problem end
  return a, b, found
end

local function names_of(a, b)
  if a.run.name ~= b.run.name then return { a.run.name, b.run.name } end
  return { a.run.name .. " (A)", b.run.name .. " (B)" }
end

-- The run that the report is of knows the models of both.
local function context_for(a, b, found, language)
  return context_of.new({ run = b.run, rows = b.rows, aggregate = aggregate, convention = found.convention,
    other = { run = a.run, names = names_of(a, b), compared = found } }, { name = "comparison", digest = "" }, language)
end

local function show(a, b, found, options)
  local language = words_of.choose(options.language, b.run.language, words_of.locale())
  local context = context_for(a, b, found, language)
  local sources = report.sources()
  local function shown(title, name, most)
    io.write("\n", context.words(title), "\n\n", screen.block(sources[name](context, { most = most })))
  end
  io.write(screen.banners(b.run, context.words, a.run))
  io.write(("%s → %s\n"):format(context.other.names[1], context.other.names[2]))
  shown("what_differs", "run_differences")
  shown("models", "run_comparison")
  shown("changed_answers", "run_changes", options.most or MOST)
end

-- The command that makes the report again.
local function command_of(options)
  local parts = { "viva compare", options.a, options.b }
  for _, name in ipairs(options.model) do parts[#parts + 1] = "--model " .. name end
  if options.convention then parts[#parts + 1] = "--convention " .. options.convention end
  parts[#parts + 1] = "--format " .. options.format
  if options.language then parts[#parts + 1] = "--language " .. options.language end
  if options.out ~= "viva-out" then parts[#parts + 1] = "--out " .. options.out end
  return table.concat(parts, " ")
end

local function write(a, b, found, options)
  return results.write(b.run, b.rows, b.extra, { name = "comparison", format = options.format,
    language = options.language, convention = found.convention, out = options.to, command = command_of(options),
    other = { run = a.run, names = names_of(a, b), compared = found, models = options.model } })
end

function M.run(options)
  local a, b, found = compare(options)
  if not a then return nil, b end
  if not options.format then
    show(a, b, found, options)
  else
    local path, problem = write(a, b, found, options)
    if not path then return nil, problem end
    print(path)
  end
  return 0
end

return M
