-- viva doctor [EVALUATION]: what is installed, which endpoints answer, whether keys are set (never showing them).
local evaluation = require "evaluation"
local experts = require "experts"
local files = require "files"
local http = require "viva.http"
local json = require "json"
local lfs = require "lfs"
local providers = require "providers"
local runs = require "runs"
local show = require "show"
local task = require "task"

local M = { summary = { en = "check the installation, keys and endpoints", zh = "检查安装、密钥与端点" } }

function M.options(parser)
  parser:argument("evaluation", "an evaluation file whose endpoints are asked for their models"):args("?")
  parser:option("--out", "folder for replies, runs and reports"):default("viva-out"):argname("DIR")
end

local function row(what, good, detail) return { what, good and "ok" or "PROBLEM", detail or "" } end

local function installed()
  local rows = { row("viva", true, viva_version), row("Lua", true, _VERSION),
    row("libcurl", true, http.version()) }
  local vega = lfs.attributes("/usr/share/javascript/vega", "mode") == "directory"
  rows[#rows + 1] = row("charts", true, vega and "libjs-vega is installed" or "no libjs-vega: tables only")
  local scratch = os.tmpname()
  local written, problem = files.write(scratch, "x")
  os.remove(scratch)
  rows[#rows + 1] = row("writing files", written, problem)
  return rows
end

-- A judge file of the program's own goes through the box: when this works, experts' files work.
local function box_works()
  local file, problem = experts.load("judge", viva_root .. "/judges/knowledge.lua")
  return row("the box", file ~= nil, problem)
end

local function check_stores(out, rows)
  for kind, name in pairs { real = "replies.db", simulated = "simulated.db" } do
    local path = out .. "/" .. name
    if lfs.attributes(path, "mode") then
      local stores, problem = runs.stores(out, { models = { { simulated = kind == "simulated" or nil } },
        judge_model = { simulated = kind == "simulated" or nil } }, true)
      local sound = stores
      if stores then
        sound, problem = stores[kind]:check()
        runs.close(stores)
      end
      rows[#rows + 1] = row(path, sound, problem)
    end
  end
end

local function key_state(record)
  if not record.key then return true, "no key" end
  local value = os.getenv(record.key)
  if value and value ~= "" then return true, "key " .. record.key .. " is set" end
  return false, "key " .. record.key .. " is NOT set"
end

local function lists(body, model)
  local decoded = json.decode(body)
  for _, entry in ipairs(type(decoded) == "table" and type(decoded.data) == "table" and decoded.data or {}) do
    if entry.id == model then return true end
  end
  return false
end

local function reach(record)
  local key = record.key and os.getenv(record.key)
  local id, problem = http.send { url = providers.models_url(record.url), method = "GET", connect_timeout = 10,
    headers = providers.headers(record.url, key ~= "" and key or nil, record.headers), first_byte_timeout = 15,
    timeout = 20, max_bytes = 4 * 1024 * 1024, insecure = record.insecure }
  if not id then return false, problem end
  local response, text = task.await(id)
  if not response then return false, text end
  if response.status == 401 or response.status == 403 then return false, "answers, but refuses the key" end
  if response.status ~= 200 then return true, ("answers (HTTP %d to a list of models)"):format(response.status) end
  return true, lists(response.body, record.model) and "answers and lists the model" or "answers; model not listed"
end

local function endpoint_row(record)
  if record.imported then return row(record.name, true, "imported answers") end
  if not record.url then return row(record.name, true, "simulated on this machine") end
  local has_key, key_text = key_state(record)
  local reached, reach_text = reach(record)
  return row(record.name, has_key and reached, ("%s; %s: %s"):format(key_text, record.url, reach_text))
end

local function check_evaluation(path, rows)
  local record, problem = evaluation.read(path)
  rows[#rows + 1] = row(path, record ~= nil, problem)
  if not record then return end
  local models = table.move(record.models, 1, #record.models, 1, {})
  models[#models + 1] = record.judge_model
  for _, model in ipairs(models) do rows[#rows + 1] = endpoint_row(model) end
end

function M.run(options)
  local rows = installed()
  rows[#rows + 1] = box_works()
  check_stores(options.out, rows)
  if options.evaluation then check_evaluation(options.evaluation, rows) end
  experts.close()
  io.write(show.table({ { title = "" }, { title = "" }, { title = "" } }, rows))
  for _, one in ipairs(rows) do
    if one[2] ~= "ok" then return 1 end
  end
  return 0
end

return M
