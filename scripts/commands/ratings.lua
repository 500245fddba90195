-- viva ratings: what physicians say of answers: taken in from a table, and shown.
local csv = require "csv"
local files = require "files"
local importer = require "importers.ratings"
local ratings = require "ratings"
local results = require "commands.shared.results"
local raters = require "sim.raters"
local scales = require "scales"
local sheets = require "sheets"
local show = require "show"
local text = require "viva.text"
local words = require "words"

local M = { summary = { en = "take in and show physicians' ratings", zh = "导入并查看医师评分" } }

local function common(parser)
  parser:option("--out", "folder for replies, runs and reports"):default("viva-out"):argname("DIR")
end

local function import_options(parser)
  local import = parser:command("import", "take in a CSV of ratings")
  import:argument("file", "columns item, model, sample (or code), rater, point, dimension, value")
  import:option("--run", "the run whose answers were rated; the latest one when left out"):argname("RUN")
  import:option("--scale", "the scale of a whole answer, such as 1-5, 0-5 or 0/1; the judge's levels when left out")
    :argname("LOW-HIGH")
  import:option("--usable-from", "from which value on an answer is usable; the judge's limit when left out")
    :convert(math.tointeger):argname("N")
  import:option("--rater", "who rated, where the file has no column 'rater'"):argname("NAME")
  import:option("--separator", "what parts the columns; a comma when left out"):argname("CHAR")
  import:flag("--replace", "take changed values in place of those kept")
  common(import)
end

local function sheet_options(parser)
  local sheet = parser:command("sheet", "write a blind sheet for physicians to fill in")
  sheet:argument("run", "a run's name; the latest one when left out"):args("?")
  sheet:option("--n", "how many answers"):default("100")
    :convert(math.tointeger):argname("N")
  sheet:option("--plan", "random draws all alike; active draws likelier what the judge is unsure of"):default("random")
    :choices { "active", "random" }
  sheet:option("--seed", "what the draw is made from"):default("1"):convert(math.tointeger):argname("N")
  sheet:option("--scale", "the scale of a whole answer; the judge's levels when left out"):argname("LOW-HIGH")
  sheet:option("--usable-from", "from which value on an answer is usable"):convert(math.tointeger):argname("N")
  sheet:option("--language", "of the headings"):default("en"):choices { "en", "zh" }
  sheet:flag("--points", "a line for each point of an item's checklist too")
  sheet:option("--to", "the file to write, instead of one beside the ratings"):argname("FILE")
  common(sheet)
end

local function simulate_options(parser)
  local simulate = parser:command("simulate", "write a CSV of simulated raters, to try things with")
  simulate:argument("run", "a run's name; the latest one when left out"):args("?")
  simulate:option("--raters", "how many"):default("3"):convert(math.tointeger):argname("N")
  simulate:option("--agreement", "how often any two of judge and raters agree on usable or not, 0.5 to 1")
    :default("0.85"):convert(tonumber):argname("SHARE")
  simulate:option("--seed", "what the ratings are drawn from"):default("1"):convert(math.tointeger):argname("N")
  simulate:option("--to", "the file to write"):count(1):argname("FILE")
  common(simulate)
end

function M.options(parser)
  parser:command_target("action")
  import_options(parser)
  local list = parser:command("show", "who rated how much of a run")
  list:argument("run", "a run's name; the latest one when left out"):args("?")
  common(list)
  simulate_options(parser)
  sheet_options(parser)
end

local MOST = 20 -- texts that are listed

local function show_incomplete(list)
  if #list == 0 then return end
  print(words.fill("%d {text lacks|texts lack} dimensions: without these marks {it has|they have} no level and "
    .. "{counts|count} as not rated", #list))
  for i = 1, math.min(#list, MOST) do
    local one = list[i]
    print(text.clean(("  %s of %s, rated by %s, lacks %s"):format(one.item, one.model, one.rater,
      table.concat(one.lacks, ", "))))
  end
  if #list > MOST then print(("  and %d more"):format(#list - MOST)) end
end

-- Of all that is kept of the kind that was taken in: the marks of a text may come in several files.
local function incomplete_of(options, run, rows, simulated)
  local kept, problem = ratings.read(ratings.path(options.out, run.dataset.name, simulated))
  if not kept then return nil, problem end
  for _, row in ipairs(rows) do row.ratings = nil end
  return ratings.attach(rows, (ratings.current(kept))).incomplete
end

local actions = {}

function actions.import(options)
  local run, rows = results.open(options.run, options.out)
  if not run then return nil, rows end
  local scale, problem = scales.of(run, options.scale, options.usable_from)
  if not scale then return nil, problem end
  local known
  known, problem = sheets.read(options.out)
  if not known then return nil, problem end
  local fresh, empty, notes = importer.read(options.file, { rows = rows, scale = scale, rater = options.rater,
    codes = sheets.codes(known, run.dataset.name), separator = options.separator,
    time = os.date("!%Y-%m-%dT%H:%M:%SZ") })
  if not fresh then return nil, empty end
  local simulated = fresh[1].simulated or false
  local made
  made, problem = ratings.add(options.out, run.dataset.name, fresh, { replace = options.replace })
  if not made then return nil, problem end
  local incomplete
  incomplete, problem = incomplete_of(options, run, rows, simulated)
  if not incomplete then return nil, problem end
  if simulated then print("SIMULATED: these are simulated raters, not physicians.") end
  for _, note in ipairs(notes) do print(text.clean(note)) end
  if made.told then print(text.clean(made.told)) end
  print(words.fill("%d {rating|ratings} read: %d new, %d changed, %d known already", #fresh, #made.added, #made.changed,
    made.unchanged))
  if empty > 0 then
    print(words.fill("%d {line holds|lines hold} no value and {counts|count} as not rated", empty))
  end
  show_incomplete(incomplete)
  print(("Kept in %s. See them against the judge: viva agree %s"):format(
    ratings.path(options.out, run.dataset.name, simulated), run.name))
  return true
end

local function count_by_rater(rows)
  local list, of = {}, {}
  for _, row in ipairs(rows) do
    for _, rating in ipairs(row.ratings or {}) do
      local own = of[rating.rater]
      if not own then
        own = { rater = rating.rater, answers = 0, whole = 0, dimensions = 0, points = 0, simulated = rating.simulated }
        of[rating.rater], list[#list + 1] = own, own
      end
      if own.last ~= row then own.answers, own.last = own.answers + 1, row end
      local kind = rating.point and "points" or rating.dimension and "dimensions" or "whole"
      own[kind] = own[kind] + 1
    end
  end
  table.sort(list, function(a, b) return a.rater < b.rater end)
  return list
end

function actions.show(options)
  local run, rows = results.open(options.run, options.out)
  if not run then return nil, rows end
  local list = count_by_rater(rows)
  if #list == 0 then
    print(("No answer of the run '%s' has a rating; `viva ratings import FILE.csv` takes them in."):format(run.name))
    return true
  end
  for _, one in ipairs(list) do one.rater = one.rater .. (one.simulated and " (SIMULATED)" or "") end
  io.write(show.table({ { title = "Rater", key = "rater" }, { title = "Answers", key = "answers", align = "right" },
    { title = "Whole", key = "whole", align = "right" }, { title = "Dimensions", key = "dimensions", align = "right" },
    { title = "Points", key = "points", align = "right" } }, list))
  show_incomplete(run.ratings.incomplete)
  if run.ratings.elsewhere > 0 then
    print(words.fill("%d {rating is|ratings are} of other texts than this run's answers and {does|do} not count here",
      run.ratings.elsewhere))
  end
  return true
end

function actions.sheet(options)
  if options.n < 1 then return nil, "--n is at least 1" end
  local run, rows = results.open(options.run, options.out)
  if not run then return nil, rows end
  local scale, wrong = scales.of(run, options.scale, options.usable_from)
  if not scale then return nil, wrong end
  local name = sheets.free_name(options.out, run.name)
  local made, problem = sheets.write(rows, run, { out = options.out, name = name, n = options.n, seed = options.seed,
    plan = options.plan, run = run.name, dataset = run.dataset.name, created = os.date("!%Y-%m-%dT%H:%M:%SZ"),
    language = options.language, points = options.points, to = options.to, scale = scale, digest = ratings.digest })
  if not made then return nil, problem end
  print(words.fill("%d of %d judged {answer|answers} drawn (plan %s), under codes that do not tell the model: %s",
    made.drawn, made.frame, options.plan, made.path))
  print(("When it is filled in: viva ratings import %s --run %s --rater NAME"):format(made.path, run.name))
  return true
end

function actions.simulate(options)
  if options.agreement < 0.5 or options.agreement > 1 then return nil, "--agreement is a share from 0.5 to 1" end
  if options.raters < 1 or options.raters > 99 then return nil, "--raters is a number from 1 to 99" end
  local run, rows = results.open(options.run, options.out)
  if not run then return nil, rows end
  local lines = raters.lines(rows, run, options)
  if #lines == 0 then return nil, ("no answer of the run '%s' has a score to rate around"):format(run.name) end
  table.insert(lines, 1, raters.columns)
  local done, problem = files.write(options.to, csv.write(lines))
  if not done then return nil, problem end
  print("SIMULATED: these raters are dice around the judge's scores; no physician has said any of this.")
  print(words.fill("%d simulated {rating|ratings} in %s. Take them in: viva ratings import %s --run %s",
    #lines - 1, options.to, options.to, run.name))
  return true
end

function M.run(options)
  local done, problem = actions[options.action](options)
  if done or options.action ~= "import" then return done, problem end
  io.stderr:write(text.clean(problem), "\n")
  return nil, "nothing was taken in"
end

return M
