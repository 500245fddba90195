-- An evaluation: what an evaluation file says, made into a record (plain data, kept with the run, no key in it) and the
-- record made into a plan (the endpoints to ask, the dataset, the judge files).
local chat = require "chat"
local checklists = require "checklists"
local dataset = require "dataset"
local experts = require "experts"
local files = require "files"
local judge_files = require "judge_files"
local jury = require "jury"
local lfs = require "lfs"
local secrets = require "secrets"
local simulated = require "simulated"
local window = require "window"
local words = require "words"

local M = {}

local READING = "1" -- raised when the reading of verdicts changes, so that remembered ones are read again
local DEFAULT_LIMITS = {
  in_flight = 64, first_byte = 600, timeout = 1800, max_reply_bytes = 16 * 1024 * 1024, max_wait = 900, attempts = 6,
  max_paid_retries = 1,
}

local function folder_of(path) return path:match("^(.*)/[^/]*$") or "." end

local function model_record(settings)
  local endpoint = settings.endpoint
  local is_simulated = settings.simulated or type(endpoint) == "table" and endpoint.simulated ~= nil
  local is_imported = type(endpoint) == "table" and endpoint.imported ~= nil
  local sent = settings.model or type(endpoint) == "table" and type(endpoint.simulated) == "string"
    and endpoint.simulated or settings.name
  return {
    name = settings.name, group = settings.group, model = sent, parameters = settings.parameters or {},
    url = type(endpoint) == "string" and endpoint or nil,
    identity = settings.endpoint_name or type(endpoint) == "string" and endpoint or nil,
    simulated = is_simulated or nil, own_simulation = type(endpoint) == "table" and is_simulated or nil,
    imported = is_imported or nil, key = settings.key and settings.key.env, price = settings.price,
    headers = settings.headers, in_flight = settings.in_flight, requests_per_minute = settings.requests_per_minute,
    local_endpoint = settings.local_endpoint, insecure = settings.insecure, timeout = settings.timeout,
    api_version = settings.api_version,
  }
end

local function limits_of(settings)
  local limits = {}
  for name, value in pairs(DEFAULT_LIMITS) do limits[name] = value end
  for name, value in pairs(settings.limits or {}) do limits[name] = value end
  return limits
end

---Whether a text reads like an evaluation file: only these name models.
function M.looks_like(text)
  return text:find("%f[%w_]judge_models?%s*=") ~= nil or text:find("%f[%w_]models%s*=%s*{") ~= nil
end

---@return string[] names of the evaluation files in the working folder, in alphabetical order
function M.here()
  local found = {}
  for name in lfs.dir(".") do
    if name:find("^[^.].*%.lua$") and M.looks_like(files.read(name) or "") then found[#found + 1] = name end
  end
  table.sort(found)
  return found
end

---Reads an evaluation file.
---@param path string
---@return table|nil record plain data; the paths in it are as they can be opened from here
---@return string? problem
---@return string? code
function M.read(path)
  local source = files.read(path) or ""
  if source:find("%f[%w_]applies_to%s*=") and not M.looks_like(source) then
    return nil, words.here()("evaluation_judge", path), "evaluation_file"
  end
  local file, problem, code = experts.load("evaluation", path)
  if not file then return nil, problem, code end
  local settings, folder = file.settings, folder_of(path)
  local judges
  judges, problem, code = judge_files.named(file, folder)
  if not judges then return nil, problem, code end
  local models, judge_models = {}, {}
  for i, model in ipairs(settings.models) do models[i] = model_record(model) end
  for i, model in ipairs(settings.judge_models or { settings.judge_model }) do judge_models[i] = model_record(model) end
  return {
    name = path:match("([^/]+)%.lua$") or path, title = settings.title, path = path, digest = file.digest,
    data = files.beside(folder, settings.data), models = models, judge_models = judge_models,
    judges = judges, chosen = type(settings.judges) == "table" or nil,
    checklists = experts.all("checklist", folder),
    rules = experts.all("rule", folder), answers = settings.answers or 1, repeats = settings.repeats,
    language = settings.language or "item", convention = settings.convention or "viva", report = settings.report,
    pairwise = settings.pairwise, comparison = settings.comparison,
    limits = limits_of(settings), sim = settings.sim, local_only = settings.local_only, combine = settings.combine,
    adaptive = settings.adaptive and (settings.convention or "viva") or nil, -- the convention whose rates it keeps
  }
end

local function is_loopback(origin)
  local host = origin:match("^%w+://%[?([^%]/]-)%]?:?%d*$") or ""
  return host == "localhost" or host == "::1" or host:find("^127%.") ~= nil
end

-- Plain http shows keys and texts to the network between: it is for this machine, and for what is declared to be meant.
local function may_be_plain(endpoint, record)
  return not record.url:find("^http://") or endpoint.is_local or record.insecure
end

local function remote_endpoint(endpoint, record, live)
  local problem, code
  endpoint.origin, problem, code = require("viva.http").origin(record.url)
  if not endpoint.origin then return nil, ("the model '%s': %s"):format(record.name, problem), code end
  endpoint.is_local = record.local_endpoint or is_loopback(endpoint.origin)
  endpoint.insecure = endpoint.insecure or endpoint.is_local
  if not may_be_plain(endpoint, record) then
    return nil, ("the model '%s': plain http to %s would show keys and texts on the way; use https, or say "
      .. "local_endpoint = true (it is within your own walls) or insecure = true"):format(record.name, endpoint.origin),
      "unsafe"
  end
  if live then
    endpoint.secrets, problem, code = secrets.read(record)
    if not endpoint.secrets then return nil, problem, code end
    endpoint.key, endpoint.headers = endpoint.secrets.key, endpoint.secrets.headers
  end
  return endpoint
end

local function endpoint_of(record, limits, simulation, live)
  local endpoint = {}
  for name, value in pairs(record) do endpoint[name] = value end
  endpoint.window = window.new(record.in_flight or limits.in_flight, record.requests_per_minute)
  if record.imported then
    endpoint.origin, endpoint.is_local = "imported", true
    return endpoint
  end
  if record.own_simulation then
    endpoint.identity, endpoint.origin, endpoint.is_local = simulation.identity, "simulated", true
    endpoint.start = function() return simulated.start(simulation, endpoint) end
    return endpoint
  end
  return remote_endpoint(endpoint, record, live)
end

---Every model that a record or a plan may ask: those that answer, then those that judge.
function M.all_models(of)
  local list = table.move(of.models, 1, #of.models, 1, {})
  return table.move(of.judge_models, 1, #of.judge_models, #list + 1, list)
end

-- A budget without prices would never be reached.
local function check_budget(record)
  if not record.limits.budget then return true end
  for _, model in ipairs(M.all_models(record)) do
    if not model.price and not model.imported and not model.simulated then
      return nil, ("limits.budget needs the price of every model, and '%s' has none"):format(model.name), "no_price"
    end
  end
  return true
end

-- Jurors must be told apart by their replies, and adaptive judging must know how their scores combine.
local function check_jury(plan)
  local seen = {}
  for _, endpoint in ipairs(plan.judge_models) do
    local one = chat.identity(endpoint, {}, 1)
    if seen[one] then
      return nil, ("the judge models '%s' and '%s' are one: the same endpoint, model and parameters, hence the same "
        .. "replies"):format(seen[one], endpoint.name), "same_juror"
    end
    seen[one] = endpoint.name
  end
  for _, judge in ipairs(plan.adaptive and plan.judges or {}) do
    if jury.sits(plan, judge) and jury.rule(plan, judge) == "own" then
      return nil, ("%s: adaptive judging needs a rule that is known beforehand: combine = \"mean\", \"median\" or "
        .. "\"majority\""):format(judge.path), "own_rule"
    end
  end
  return plan
end

local function load_endpoints(plan, record, live)
  for _, kind in ipairs { "models", "judge_models" } do
    for i, model in ipairs(record[kind]) do
      local wanted = live == true or live == "judges" and kind == "judge_models"
      local endpoint, problem, code = endpoint_of(model, plan.limits, plan.simulation, wanted)
      if not endpoint then return nil, problem, code end
      plan[kind][i] = endpoint
    end
  end
  return check_jury(plan)
end

---Makes a record ready to run.
---@param record table from `read`, or kept with a run
---@param live boolean|"judges" whether keys are wanted: a replay asks nobody, a comparison of answers the judge models
---@return table|nil plan
---@return string? problem
---@return string? code
function M.plan(record, live)
  local priced, problem, code = check_budget(record)
  if not priced then return nil, problem, code end
  local data
  data, problem, code = dataset.load(record.data)
  if not data then return nil, problem, code end
  if record.local_only then
    for _, item in ipairs(data.items) do item.local_only = true end
  end
  local judges, lists
  judges, problem, code = judge_files.load(record)
  if not judges then return nil, problem, code end
  lists, problem, code = checklists.resolve(data, record)
  if not lists then return nil, problem, code end
  local plan = {
    name = record.name, record = record, dataset = data, judges = judges, checklists = lists, models = {},
    judge_models = {}, reading = READING, answers = record.answers, repeats = record.repeats,
    language = record.language, limits = record.limits, combine = record.combine, adaptive = record.adaptive,
    simulation = simulated.new(record.data, record.sim),
  }
  return load_endpoints(plan, record, live)
end

return M
