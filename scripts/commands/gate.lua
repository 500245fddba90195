-- viva gate RUN: whether a run meets conditions, for CI. Exit status: 0 all met, 1 one is not met, 2 an error, 3 none
-- is known to be unmet, but one cannot be decided because something is missing.
local aggregate = require "stages.aggregate"
local comparison = require "comparison"
local context_of = require "context"
local gate = require "gate"
local intervals = require "intervals"
local notices = require "notices"
local results = require "commands.shared.results"
local screen = require "screen"
local show = require "show"
local words_of = require "words"

local M = { summary = { en = "test a run against conditions, for CI", zh = "检验运行是否达标（用于 CI）" } }

local NOT_MET, ERROR, UNDECIDED = 1, 2, 3

local function number_of(said)
  local number = tonumber(said)
  if number and number >= 0 and number <= 1 then return number end
  return nil, ("--margin wants a number from 0 to 1, not '%s'"):format(said)
end

function M.options(parser)
  parser:argument("run", "a run's name; the latest one when left out"):args("?")
  parser:option("--usability", "as in \">= 0.6\": the rate over all items"):argname("CONDITION")
  parser:option("--op", "as in \">= 0.6\": the mean of the categories"):argname("CONDITION")
  parser:option("--category", "as in \"MSE >= 0.7\""):count("*"):argname("CONDITION")
  parser:option("--unsafe", "as in \"<= 0.02\": the share of unsafe answers"):argname("CONDITION")
  parser:option("--against", "no worse than this run, on the items of both"):argname("RUN")
  parser:option("--margin", "how much worse it may be, as in 0.02"):convert(number_of):default("0"):argname("NUMBER")
  parser:option("--model", "only this model"):count("*"):argname("NAME")
  parser:option("--convention", "viva, script or paper"):choices { "viva", "script", "paper" }
  parser:flag("--lower", "the end of the 95% interval must meet the condition, not the rate alone")
  parser:flag("--ignore-missing", "count what was judged, whatever is missing")
  parser:option("--language", "en or zh"):choices { "en", "zh" }
  parser:option("--out", "folder for replies, runs and reports"):default("viva-out"):argname("DIR")
  function parser.error(_, message) -- an error, not a gate that failed
    io.stderr:write("viva gate: ", message, "\n")
    os.exit(ERROR)
  end
end

-- The conditions of the command line, all problems at once.
local function read_conditions(options)
  local conditions, problems = {}, {}
  local function add(kind, said, named)
    if not said then return end
    local condition, problem = gate.read(said, named)
    if condition then condition.kind = kind else problem = ("--%s: %s"):format(kind, problem) end
    table.insert(condition and conditions or problems, condition or problem)
  end
  add("usability", options.usability)
  add("op", options.op)
  for _, said in ipairs(options.category) do add("category", said, true) end
  add("unsafe", options.unsafe)
  if options.against then conditions[#conditions + 1] = { kind = "against", name = options.against } end
  if #problems > 0 then return nil, table.concat(problems, "\n") end
  if #conditions == 0 then return nil, "no condition is given; `viva help gate` lists them" end
  return conditions
end

local function open(options, name)
  local run, rows = results.open(name, options.out)
  if not run then return nil, rows end
  local problem
  rows, problem = results.of_models(run, rows, options.model)
  if not rows then return nil, problem end
  return { run = run, rows = rows }
end

local KINDS = {}

function KINDS.usability(of, row) return gate.usability(row.all, row.all.interval), of.words "all_items" end

function KINDS.op(_, row)
  return { rate = row.op, interval = row.op_interval,
    bounds = row.op_low and { low = row.op_low, high = row.op_high } }, "OP"
end

function KINDS.category(_, row, condition)
  local cell = row.categories[condition.name]
  return cell and gate.usability(cell, cell.interval) or {}, condition.name
end

function KINDS.unsafe(of, row)
  return gate.unsafe(row.all, of.items_of { model = row.model }, of.places), of.words "unsafe"
end

local function rate_text(value) return value and ("%.1f%%"):format(value * 100) or "–" end

local function range_text(range)
  if not range or range.high - range.low < 1e-12 then return "" end
  return ("%.1f–%.1f"):format(range.low * 100, range.high * 100)
end

local function test(of, row, condition, options)
  if condition.kind == "against" then
    local line = of.lines[row.model]
    local paired = line and line.paired
    return { row.model, of.words("no_worse_than", condition.name), (">= %+.1f"):format(-options.margin * 100),
      paired and ("%+.1f"):format(paired.difference * 100) or "–", "",
      paired and paired.low and ("%+.1f … %+.1f"):format(paired.low * 100, paired.high * 100) or "",
      gate.against(line, options) }
  end
  local found, what = KINDS[condition.kind](of, row, condition)
  return { row.model, what, ("%s %s"):format(condition.operator, rate_text(condition.limit)), rate_text(found.rate),
    range_text(found.bounds), range_text(found.interval), gate.judge(condition, found, options) }
end

-- What the tests need: the leaderboard, cells by item, and the comparison with another run.
local function gather(options, this)
  local convention = options.convention or this.run.convention
  local cells = aggregate.counter(this.rows, { convention = convention, run = this.run })
  local by_item = cells { "model", "item" }
  local board = context_of.board(aggregate, this.rows, this.run, { convention = convention, cells = cells,
    by_item = by_item })
  local of = { board = board, places = intervals.places(this.rows), items_of = intervals.sorted(by_item, { "model" }),
    lines = {} }
  if not options.against then return of end
  local other, problem = open({ out = options.out, model = {} }, options.against)
  if not other then return nil, problem end
  local compared
  compared, problem = comparison.of(aggregate, other, this, { convention = convention })
  if not compared then return nil, problem end
  for _, line in ipairs(compared.lines) do
    if not line.category then of.lines[line.b] = line end
  end
  return of
end

-- A category that no item has is a mistake of the command line, not something missing.
local function known_categories(conditions, board)
  for _, condition in ipairs(conditions) do
    local known = condition.kind ~= "category"
    for _, row in ipairs(board.rows) do known = known or row.categories[condition.name] ~= nil end
    if not known then return nil, ("no item of the run is of the category '%s'"):format(condition.name) end
  end
  return true
end

local function status_of(lines)
  local status = 0
  for _, line in ipairs(lines) do
    local result = line[7]
    if result == "not_met" then return NOT_MET end
    if result == "undecided" then status = UNDECIDED end
  end
  return status
end

local function print_lines(this, lines, of, status)
  local words = of.words
  local marks = notices.marks(this.run, words)
  for _, line in ipairs(lines) do
    line[1] = marks[line[1]] and ("%s (%s)"):format(line[1], marks[line[1]]) or line[1]
    line[7] = words("gate_" .. line[7])
  end
  io.write(screen.banners(this.run, words), show.table({ { title = words "model" }, { title = words "what" },
    { title = words "wanted", align = "right" }, { title = words "found", align = "right" },
    { title = words "bounds", align = "right" }, { title = words "interval_short", align = "right" },
    { title = words "result" } }, lines))
  io.write("\n", words("convention_named", of.board.convention), " ", words("gate_status_" .. status), "\n")
end

function M.run(options)
  local conditions, problem = read_conditions(options)
  if not conditions then return nil, problem, ERROR end
  local this, of, known
  this, problem = open(options, options.run)
  if not this then return nil, problem, ERROR end
  of, problem = gather(options, this)
  if not of then return nil, problem, ERROR end
  known, problem = known_categories(conditions, of.board)
  if not known then return nil, problem, ERROR end
  of.words = words_of.in_language(words_of.choose(options.language, this.run.language, words_of.locale()))
  local lines = {}
  for _, row in ipairs(of.board.rows) do
    for _, condition in ipairs(conditions) do lines[#lines + 1] = test(of, row, condition, options) end
  end
  local status = status_of(lines)
  print_lines(this, lines, of, status)
  return status
end

return M
