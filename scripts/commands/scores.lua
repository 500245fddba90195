-- viva scores import FILE...: reads scored files in the published evaluator's shape, whoever made them, and prints
-- usability. Nothing is kept and no model is asked.
local aggregate = require "stages.aggregate"
local scored = require "scored"
local screen = require "screen"
local text = require "viva.text"

local M = { summary = { en = "read scored files that others made", zh = "读取他人生成的评分文件" } }

function M.options(parser)
  parser:command_target("action")
  local import = parser:command("import", "read scored files and print usability")
  import:argument("files", "one scored file for each judging round"):args("+")
  import:option("--model", "the model that all the files score; told from names like MODEL_round1.json otherwise")
    :argname("NAME")
  import:option("--convention", "how rates are counted"):default("script"):choices { "viva", "script", "paper" }
  import:option("--language", "en or zh"):default("en"):choices { "en", "zh" }
end

local function read_set(set, problems, notes)
  local files = {}
  for i, path in ipairs(set.paths) do
    local entries, told = scored.read(path)
    if entries then table.move(told, 1, #told, #notes + 1, notes) else problems[#problems + 1] = told end
    files[i] = entries or {}
  end
  return scored.rows(set.model, files, set.sample), files[1][1] and files[1][1].simulated
end

local function read_all(options)
  local rows, models, known, problems, notes = {}, {}, {}, {}, {}
  for _, set in ipairs(scored.sets(options.files, options.model)) do
    local own, simulated = read_set(set, problems, notes)
    table.move(own, 1, #own, #rows + 1, rows)
    if not known[set.model] then models[#models + 1] = { name = set.model, simulated = simulated } end
    known[set.model] = true
  end
  if #problems > 0 then return nil, table.concat(problems, "\n") end
  return rows, models, notes
end

local function run_of(models, options)
  return { name = "scored files", title = { en = "Scored files", zh = "评分文件" }, models = models, judges = {},
    judge_models = {}, language = options.language, convention = options.convention,
    dataset = { validated = "unknown" } } -- the files do not say
end

function M.run(options)
  local rows, models, notes = read_all(options)
  if not rows then
    io.stderr:write(text.clean(models), "\n")
    return nil, "nothing was read"
  end
  for _, note in ipairs(notes) do print(text.clean("note: " .. note)) end
  local run = run_of(models, options)
  local board = aggregate.leaderboard(rows, run, { convention = options.convention })
  io.write(screen.leaderboard(board, run, options.language))
  return 0
end

return M
