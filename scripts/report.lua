-- A report: a report file says what to show, named sources compute it from a run's rows, a writer makes it a text.
-- Report and writer files are experts' files and run in the box; what crosses is plain data, items a page at a time.
local assets = require "assets"
local charts = require "charts"
local contexts = require "context"
local lfs = require "lfs"
local notices = require "notices"
local own = require "sources.own"
local pages = require "pages"
local provenance = require "sources.provenance"
local publish = require "publish"
local task = require "task"
local words = require "words"

local M = {}

local LIBRARIES = {
  "sources.leaderboard",
  "sources.usability",
  "sources.lists",
  "sources.cost",
  "sources.judge_health",
  "sources.knife_edge",
  "sources.disagreements",
  "sources.dataset",
  "sources.human",
  "sources.comparison",
  "sources.provenance",
  "sources.agreement", "sources.agreement_lists",
  "sources.jurors",
  "sources.pairwise",
  "sources.refinement",
  "sources.published",
  "sources.shares", "sources.missed_points",
}
local PAGES_AHEAD = 3 -- pages in the box while the next is packed

---The functions that tables come from, by the name a report file calls them.
function M.sources()
  local found = {}
  for _, name in ipairs(LIBRARIES) do
    for word, source in pairs(require(name).sources) do found[word] = source end
  end
  return found
end

local function source_table(context, block)
  local source = M.sources()[block.from]
  if not source then return nil, ("a report has no table '%s'"):format(tostring(block.from)), "report_file" end
  return source(context, block)
end

local function text_block(context, block)
  return { block = block.block, text = words.pick(block, context.language) or "" }
end

-- What has nothing to show is not shown: writers tell a table without rows by its having no bodies.
local function with_rows(bodies)
  local kept = {}
  for _, body in ipairs(bodies) do
    if #body.rows > 0 then kept[#kept + 1] = body end
  end
  return kept
end

local BLOCKS = {
  heading = text_block,
  text = text_block,
  items = function() return { block = "items" } end,
  table = function(context, block, number)
    local made, problem, code
    local function call(...) return context.call(number, ...) end
    if block.rows then made, problem, code = own.table(context, block, call)
    else made, problem, code = source_table(context, block) end
    if not made then return nil, problem, code end
    made.bodies = with_rows(made.bodies)
    made.from, made.title = block.from, words.pick(block.title, context.language)
    return charts.narrow(made, block, context.words)
  end,
}

function BLOCKS.chart(context, block, number)
  local made, problem, code = BLOCKS.table(context, block, number)
  if not made then return nil, problem, code end
  return charts.block(made, block, context.words)
end

-- Where a chart stands whose file is wrong, before each line of what is wrong with it.
local function at_block(path, block, number, problem)
  if not block.line then return problem end
  local kind = block.kind ~= "own" and block.kind or block.block
  local place = ("%s:%d: block %d, %s: "):format(path, block.line, number, kind)
  return place .. problem:gsub("\n", "\n" .. place:gsub("%%", "%%%%"))
end

---Computes every block of a report file; the last ones say where it comes from.
---@return table[]|nil blocks
---@return string? problem
---@return string? code
---@param path string? of the report file
function M.blocks(context, show, path)
  local blocks, wrong = {}, {}
  show = provenance.ending(show)
  for i, block in ipairs(show) do
    local compute = BLOCKS[block.block]
    if not compute then return nil, ("a report has no block '%s'"):format(tostring(block.block)), "report_file" end
    local made, problem, code = compute(context, block, i)
    if not made and code ~= "report_file" then return nil, problem, code end
    if not made then wrong[#wrong + 1] = at_block(path, block, i, problem) end
    blocks[i] = made
  end
  if #wrong > 0 then return nil, table.concat(wrong, "\n"), "report_file" end
  return blocks
end

local function model_list(run)
  local list = {}
  for i, model in ipairs(run.models) do
    list[i] = { name = model.name, group = model.group, simulated = model.simulated or false,
      imported = model.imported or false }
  end
  return list
end

local function document_of(context, file, blocks, cut)
  local run = context.run
  return {
    title = ("%s · %s"):format(words.pick(run.title, context.language) or run.name, words.pick(file.settings.title,
      context.language)),
    subtitle = ("%s · %s · %s %s"):format(run.name, run.created or "", context.words "convention", context.convention),
    language = context.language, words = words.of_reports(context.language),
    banners = notices.of_both(run, context.other and context.other.run, context.words),
    blocks = blocks, index = pages.index(cut, context.limits), models = model_list(run), run = run,
    convention = context.convention, report = context.report,
  }
end

-- The texts of all pages, written by the box while the next ones are packed.
local function write_pages(experts, writer, cut, document)
  local texts, problem, code = {}, nil, nil
  local about = { models = document.models, language = document.language, words = document.words, run = document.run }
  local numbers = {}
  for number = 1, #cut do numbers[number] = number end
  task.each(numbers, PAGES_AHEAD, function(number)
    if problem then return end
    local text, why, kind = experts.call(writer, "page", pages.page(cut[number]), about)
    if not text then problem, code = why, kind end
    texts[number] = text
  end)
  return not problem and texts or nil, problem, code
end

-- The names of the files of a kind, in the workspace and among those shipped.
local function names_of(experts, kind, workspace)
  local names = {}
  for i, file in ipairs(experts.all(kind, workspace)) do names[i] = file.name end
  return table.concat(names, ", ")
end

local function load_one(experts, kind, name, workspace)
  local path = experts.source(kind, name, workspace)
  if not lfs.attributes(path, "mode") then
    local what = kind == "writer" and "format" or "report file"
    return nil, ("there is no %s '%s'; there are: %s"):format(what, name, names_of(experts, kind, workspace)), "unknown"
  end
  return experts.load(kind, path)
end

-- The command that makes this report again.
local function command_of(options, context, file, format)
  if options.command then return options.command end
  local parts = { "viva report", options.run.name, "--name", file.name, "--format", format, "--language",
    context.language, "--convention", context.convention }
  for _, name in ipairs(options.models or {}) do parts[#parts + 1] = "--model " .. name end
  local out = options.extra and options.extra.dir and options.extra.dir:match("^(.*)/runs/[^/]+$")
  if out and out ~= "viva-out" then parts[#parts + 1] = "--out " .. out end
  return table.concat(parts, " ")
end

local function load_files(experts, options)
  local file, problem, code = load_one(experts, "report", options.name or "leaderboard", options.workspace)
  if not file then return nil, problem, code end
  local writer
  writer, problem, code = load_one(experts, "writer", options.format or "html", options.workspace)
  if not writer then return nil, problem, code end
  return file, writer
end

-- Tables that stand in any report.
local FRAME = { run = true, models = true, judges = true, provenance = true, cost = true, failures = true }

local function has_rows(block)
  for _, body in ipairs((block.table or block).bodies or {}) do
    if #body.rows > 0 then return true end
  end
  return false
end

-- What a report lacks all of whose own tables are empty, where one says it.
local function lacking(blocks)
  local why
  for _, block in ipairs(blocks) do
    if not FRAME[block.from] and has_rows(block) then return nil end
    why = why or (block.table or block).lacks and (block.table or block).empty
  end
  return why
end

local function build(experts, options, file, writer)
  local context = contexts.new(options, file, words.choose(options.language, options.run.language, options.locale))
  function context.call(number, word, ...) return experts.call(file, word, number, ...) end
  context.command = command_of(options, context, file, writer.name)
  local blocks, problem, code = M.blocks(context, file.settings.show, file.path)
  if not blocks then return nil, problem, code end
  problem = lacking(blocks)
  if problem then return nil, ("the report '%s' has nothing to show. %s"):format(file.name, problem), "lacking" end
  local cut, texts = pages.cut(pages.by_item(options.rows)), nil
  local document = document_of(context, file, blocks, cut)
  document.assets, problem, code = assets.of(writer)
  if not document.assets then return nil, problem, code end
  document.vega = assets.vega(writer, blocks, options.vega)
  if writer.settings.page then
    texts, problem, code = write_pages(experts, writer, cut, document)
    if not texts then return nil, problem, code end
  end
  local out = options.out or ("%s/%s.%s"):format(options.extra.dir, file.name, writer.settings.extension)
  return publish.report(experts, writer, document, texts or {}, out)
end

---Builds a report and writes it. A report without anything of its own to show is a mistake, with the code "lacking".
---@param options { run: table, rows: table[], aggregate: table, extra: table?, name: string?, format: string?,
---language: string?, convention: string?, out: string?, workspace: string?, locale: string?, experts: table?,
---vega: string? where Vega's files are }
---Without `out` the report goes into extra.dir, the run's folder, under the report file's name.
---@return string[]|nil paths what was written, the report itself first
---@return string? problem
---@return string? code
function M.build(options)
  local experts = options.experts or require "experts"
  local file, writer, code = load_files(experts, options)
  if not file then return nil, writer, code end
  local paths, problem
  paths, problem, code = build(experts, options, file, writer)
  experts.drop(file) -- a session that writes many reports keeps none of their files in the box
  experts.drop(writer)
  return paths, problem, code
end

return M
