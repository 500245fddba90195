-- viva doctor [EVALUATION]: what is installed, which endpoints answer, whether keys are set (never showing them).
local evaluation = require "evaluation"
local experts = require "experts"
local files = require "files"
local json = require "json"
local lfs = require "lfs"
local providers = require "providers"
local runs = require "runs"
local secrets = require "secrets"
local show = require "show"
local task = require "task"
local words = require "words"

local M = { summary = { en = "check the installation, keys and endpoints", zh = "检查安装、密钥与端点" } }

function M.options(parser)
  parser:argument("evaluation", "an evaluation file whose endpoints are asked for their models"):args("?")
  parser:option("--out", "folder for replies, runs and reports"):default("viva-out"):argname("DIR")
end

-- The state of what was looked at is "ok", "problem" or "unsure".
local function state_row(what, state, detail)
  return { what, words.here()("doctor_" .. state), detail or "", state = state }
end

local function row(what, good, detail) return state_row(what, good and "ok" or "problem", detail) end

-- Libraries that the program loads when they are first needed, by the modules that need them.
local LIBRARIES = { { "libcurl", "viva.http" }, { "libedit", "viva.lineedit" }, { "libmicrohttpd", "viva.server" },
  { "libxlsxwriter", "viva.xlsx" } }

local function library_row(name, module)
  local found, loaded = pcall(require, module)
  return row(name, found, not found and tostring(loaded) or loaded.version and loaded.version())
end

local function installed()
  local say, rows = words.here(), { row("viva", true, viva_version), row("Lua", true, _VERSION) }
  for i, library in ipairs(LIBRARIES) do rows[i + 2] = library_row(library[1], library[2]) end
  local vega = lfs.attributes("/usr/share/javascript/vega", "mode") == "directory"
  rows[#rows + 1] = row(say "doctor_charts", true, say(vega and "doctor_vega" or "doctor_no_vega"))
  local scratch = os.tmpname()
  local written, problem = files.write(scratch, "x")
  os.remove(scratch)
  rows[#rows + 1] = row(say "doctor_writing", written, problem)
  return rows
end

-- A judge file of the program's own goes through the box: when this works, experts' files work.
local function box_works()
  local file, problem = experts.load("judge", viva_root .. "/judges/knowledge.lua")
  return row(words.here() "doctor_box", file ~= nil, problem)
end

local function check_stores(out, rows)
  for kind, name in pairs { real = "replies.db", simulated = "simulated.db" } do
    local path = out .. "/" .. name
    if lfs.attributes(path, "mode") then
      local stores, problem = runs.stores(out, { models = { { simulated = kind == "simulated" or nil } },
        judge_models = {} }, true)
      local sound = stores
      if stores then
        sound, problem = stores[kind]:check()
        runs.close(stores)
      end
      rows[#rows + 1] = row(path, sound, problem)
    end
  end
end

local function lists(models, name)
  for _, entry in ipairs(models) do
    if type(entry) == "table" and entry.id == name then return true end
  end
  return false
end

-- What a reply to the question for the list of models says of the endpoint: its state, and why.
local function judge_reply(response, record)
  local say, status = words.here(), response.status
  if status == 401 or status == 403 then return "problem", say "doctor_refuses" end
  if status == 404 or status == 405 then return "unsure", say("doctor_no_list", status) end
  if status ~= 200 then return "problem", say("doctor_status", status) end
  local decoded = json.decode(response.body)
  local models = type(decoded) == "table" and decoded.data
  if type(models) ~= "table" or next(models) ~= nil and #models == 0 then
    return "problem", say("doctor_no_api", response.headers["content-type"] or say "doctor_no_type")
  end
  return "ok", say(lists(models, record.model) and "doctor_listed" or "doctor_not_listed")
end

local function reach(record, secret)
  local id, problem = require("viva.http").send { url = providers.models_url(record.url), method = "GET",
    headers = providers.headers(record.url, secret and secret.key, secret and secret.headers), connect_timeout = 10,
    first_byte_timeout = 15, timeout = 20, max_bytes = 4 * 1024 * 1024, insecure = record.insecure }
  if not id then return "problem", problem end
  local response, text = task.await(id)
  if not response then return "problem", text end
  return judge_reply(response, record)
end

local function endpoint_row(record)
  local say = words.here()
  if record.imported then return row(record.name, true, say "doctor_imported") end
  if not record.url then return row(record.name, true, say "doctor_simulated") end
  local secret, problem = secrets.read(record)
  local key_text = problem or record.key and say("doctor_key", record.key) or say "doctor_no_key"
  local state, text = reach(record, secret)
  return state_row(record.name, secret and state or "problem",
    ("%s; %s: %s"):format(key_text, record.url, secrets.hide(secret, text)))
end

local function check_evaluation(path, rows)
  local record, problem = evaluation.read(path)
  rows[#rows + 1] = row(path, record ~= nil, problem)
  if not record then return end
  for _, model in ipairs(evaluation.all_models(record)) do rows[#rows + 1] = endpoint_row(model) end
end

function M.run(options)
  local rows = installed()
  rows[#rows + 1] = box_works()
  check_stores(options.out, rows)
  if options.evaluation then check_evaluation(options.evaluation, rows) end
  io.write(show.table({ { title = "" }, { title = "" }, { title = "" } }, rows))
  for _, one in ipairs(rows) do
    if one.state == "problem" then return 1 end
  end
  return 0
end

return M
