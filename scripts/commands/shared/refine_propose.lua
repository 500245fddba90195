-- `viva refine --propose`: a model is asked for another wording, which is shown and kept, and written nowhere yet.
local evaluation = require "evaluation"
local experts = require "experts"
local files = require "files"
local progress = require "commands.shared.progress"
local proposals = require "commands.shared.proposals"
local refine_text = require "commands.shared.refine_text"
local refining = require "commands.shared.refining"
local tokens = require "tokens"

local WORDING_OUT = 400 -- tokens of a new wording, for forecasts

local function choose_endpoint(state, options, target)
  local live, endpoint, problem
  live, problem = evaluation.plan(state.record, true)
  if not live then return nil, problem end
  endpoint, problem = proposals.proposer(live, options.by)
  if not endpoint then return nil, problem end
  if target.item.local_only and not endpoint.is_local then
    return nil, ("%s is marked local_only and the model '%s' is not local"):format(target.item.id, endpoint.name)
  end
  return live, endpoint
end

-- What the request will cost, said before it goes out.
local function announce(say, endpoint, request)
  local input = tokens.estimate(request)
  local cost = tokens.cost(endpoint.price, { input = input, output = WORDING_OUT })
  local money = cost and say("watch_cost", progress.money { [endpoint.price.currency or "USD"] = cost }) or ""
  print(say("refine_asks", endpoint.name, endpoint.origin, input, money))
end

-- Names who gets what and what it costs, then asks for another wording.
local function ask_wording(state, options, say, case, target)
  local live, endpoint = choose_endpoint(state, options, target)
  if not live then return nil, endpoint end
  local file, problem = experts.load("refine", experts.source("refine", "reword", state.workspace))
  if not file then return nil, problem end
  local request, reply, wording
  request, problem = experts.call(file, "request", case)
  if not request then return nil, problem end
  announce(say, endpoint, request)
  reply, problem = proposals.ask(state, live, endpoint, request)
  if not reply then return nil, problem end
  wording, problem = experts.call(file, "proposal", reply.text, case)
  return wording, problem, endpoint
end

-- Shows the file with the new wording and keeps it until it is accepted.
local function show(state, options, say, target, wording, endpoint)
  local source, problem = proposals.reworded(state, target, wording)
  if not source then return nil, problem end
  local old = files.read(target.path)
  local proposal = { label = options.propose:upper(), kind = target.kind, item = target.item.id, base = old,
    model = target.row.model, judge = target.judge, path = target.path, source = source, old = target.text,
    new = wording, point = target.point and target.point.id,
    by = endpoint.name .. (endpoint.simulated and " (SIMULATED)" or "") }
  io.write(refine_text.diff(say, proposal, old or target.from and files.read(target.from), not old))
  local kept
  kept, problem = proposals.keep(state, proposal)
  if not kept then return nil, problem end
  print(say("refine_accept", state.record.name))
  return true
end

---@param options table of the command line
---@return true|nil done
---@return string? problem
return function(options)
  local state, one, target, problem
  state, problem = refining.open(options.run, options.out)
  if not state then return nil, problem end
  one, problem = refining.find(refining.disagreements(state.now.rows, state.now.run), options.propose)
  if not one then return nil, problem end
  target, problem = proposals.target(state, one, options.point)
  if not target then return nil, problem end
  local say = refine_text.say(options, state.now.run)
  local wording, why, endpoint = ask_wording(state, options, say, proposals.case(one, target), target)
  if not wording then return nil, why end
  if wording ~= "" and wording ~= target.text then return show(state, options, say, target, wording, endpoint) end
  print(say "refine_same")
  return true
end
