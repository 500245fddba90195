-- `viva refine --accept` and `--measure`: a change is written, the rated answers are judged again by it, what it did is
-- said and entered in the ledger.
local about_run = require "about_run"
local evaluate = require "commands.shared.evaluate"
local evaluation = require "evaluation"
local files = require "files"
local filters = require "filter"
local measured = require "commands.shared.measured"
local moves = require "commands.shared.moves"
local notices = require "notices"
local plans = require "commands.shared.plans"
local points = require "points"
local proposals = require "commands.shared.proposals"
local refine = require "stages.refine"
local refine_text = require "commands.shared.refine_text"
local refinements = require "refinements"
local refining = require "commands.shared.refining"
local results = require "commands.shared.results"
local screen = require "screen"
local states = require "states"
local watch_text = require "commands.shared.watch_text"
local words = require "words"

local M = {}

-- The conversations that have ratings; all of the run's where there are none.
local function rated_ones(state)
  local ids, seen = {}, {}
  for _, row in ipairs(state.now.rows) do
    if row.ratings and not seen[row.item.id] then ids[#ids + 1] = row.item.id end
    seen[row.item.id] = row.ratings ~= nil or seen[row.item.id]
  end
  return #ids > 0 and { item = ids } or state.saved.filter or {}
end

local function live_plan(record, filter)
  local live, problem = evaluation.plan(record, true)
  if not live then return nil, problem end
  live.conversations, problem = evaluate.choose(live.dataset, filter)
  return live.conversations and live, problem
end

local function judge_again(state, options)
  local filter = rated_ones(state)
  local record, live, planned, rows, run, problem
  record, problem = evaluation.read(state.path)
  if not record then return nil, problem end
  live, problem = live_plan(record, filter)
  if not live then return nil, problem end
  planned, problem = refining.derive(record, options.out, filter)
  if not planned then return nil, problem end
  io.write(plans.origins(live, { judge_only = true }), plans.forecast(planned.context, planned.plan))
  rows, problem = refining.judge_again(state, live)
  if not rows then return nil, problem end
  results.show_failures(rows)
  run = about_run.describe({ record = record }, live, rows)
  run, problem = results.with_ratings(options.out, run, rows, state.path)
  return run and { rows = rows, run = run }, problem
end

-- The answers that the changed judges mark.
local function touched(found, judges)
  local rows, wanted = {}, {}
  for _, judge in ipairs(judges) do wanted[judge] = true end
  for _, row in ipairs(found.rows) do
    if row.judgings[1] and wanted[row.judgings[1].judge] then rows[#rows + 1] = row end
  end
  return { rows = rows, run = found.run }
end

-- The conversations whose labels may have been looked at while these judges were tuned.
local function tuned_on(rows, parts)
  local names, seen = {}, {}
  for _, row in ipairs(rows) do
    local name = filters.conversation(row.item)
    if row.ratings and parts[name] == "tuning" and not seen[name] then
      names[#names + 1], seen[name] = name, true
    end
  end
  return table.concat(names, ", ")
end

local function simulated_note(run)
  local parts = {}
  if run.simulated then parts[1] = "models" end
  if run.ratings.simulated then parts[#parts + 1] = "raters" end
  return #parts > 0 and ("SIMULATED %s: nothing here says anything of a real judge"):format(table.concat(parts,
    " and ")) or nil
end

-- Enters a change: what it was, since when, why, and what it did on either part.
local function enter(state, options, change, effect, tuned)
  local english, fields = words.in_language "en", { { "run", state.record.name },
    { "judge", table.concat(change.judges, ", ") } }
  local function add(name, value)
    if value and value ~= "" then fields[#fields + 1] = { name, value } end
  end
  for _, field in ipairs(change.about) do add(field[1], field[2]) end
  add("measured from", english(table.unpack(change.from)))
  add("why", options.why or "(not said)")
  add("tuned on", tuned)
  add("note", simulated_note(state.now.run))
  for _, part in ipairs { "tuning", "held_out" } do
    local one = effect[part]
    if one then
      local n = (one.agrees or one.points).n
      add(words.fill("effect on the %d {answer|answers} %s", n, english("refine_part_" .. part)),
        refine_text.effect_line(english, one))
    end
  end
  return refinements.add(state.workspace, { when = change.when, who = refining.who(options.who),
    fields = fields })
end

-- Judges again, says what has come of it and enters it.
local function measure(state, options, before, change)
  local say = refine_text.say(options, state.now.run)
  local after, problem = judge_again(state, options)
  if not after then return nil, problem end
  local parts = refine.split(state.now.rows)
  local was = touched(before, change.judges)
  local effect = refine.effect(was, touched(after, change.judges), { parts = parts,
    earlier = change.earlier })
  local known = moves.known(before.rows, states.limits(before.run))
  local now = moves.known(after.rows, states.limits(after.run), known)
  io.write("\n", screen.banners(after.run, say), watch_text.moves(say, notices.marks(after.run, say),
    moves.between(known, now)), say("refine_from", say(table.unpack(change.from))), "\n",
    refine_text.effect(say, effect))
  local done
  change.when = os.date "!%Y-%m-%d %H:%M UTC"
  done, problem = enter(state, options, change, effect, tuned_on(was.rows, parts))
  if done then done, problem = measured.keep(state, change.when, after) end
  if not done then return nil, problem end
  print(say("refine_ledger", refinements.path(state.workspace)))
  print(say("refine_rest", state.path))
  return true
end

local function edited(source)
  local path = os.tmpname()
  local done, problem = files.write(path, source)
  if not done then return nil, problem end
  os.execute(("%s '%s'"):format(os.getenv("VISUAL") or os.getenv("EDITOR") or "vi", path))
  local changed
  changed, problem = files.read(path)
  os.remove(path)
  return changed, problem
end

-- Writes what was proposed, after it was shown, unless somebody has changed the file since.
local function write(state, options, say, proposal)
  local problem, done
  if files.read(proposal.path) ~= proposal.base then
    return nil, ("%s has changed since this was proposed; say --propose %s again"):format(proposal.path,
      proposal.label)
  end
  if options.edit then
    proposal.source, problem = edited(proposal.source)
    if not proposal.source then return nil, problem end
    done, problem = proposals.keep(state, proposal) -- what was edited is not lost when it does not load
    if not done then return nil, problem end
  end
  done, problem = proposals.check(proposal.kind == "point" and "checklist" or "judge", proposal.path, proposal.source)
  if not done then return nil, problem end
  io.write(refine_text.diff(say, proposal, proposal.base, not proposal.base))
  done, problem = files.write(proposal.path, proposal.source)
  if not done then return nil, problem end
  print(say("refine_written", proposal.path))
  os.remove(proposals.path(state))
  return true
end

---Writes a proposal and measures it.
function M.accept(options)
  local state, proposal, last, done, problem
  state, problem = refining.open(options.run, options.out)
  if not state then return nil, problem end
  proposal, problem = proposals.read(state)
  if not proposal then return nil, problem end
  last, problem = measured.last(state)
  if not last then return nil, problem end
  done, problem = write(state, options, refine_text.say(options, state.now.run), proposal)
  if not done then return nil, problem end
  local by_hand = measured.changes(last.run, state.now.run)
  local earlier = proposal.point and { [points.id(proposal.new)] = proposal.point }
  return measure(state, options, state.now, { judges = { proposal.judge }, earlier = earlier,
    from = #by_hand > 0 and { "refine_from_files", table.concat(by_hand, ", ") } or last.from, about = {
    { "file", proposal.path }, { "disagreement", ("%s, %s of %s"):format(proposal.label, proposal.item,
      proposal.model) }, { "wording before", proposal.kind == "point" and proposal.old or "the prompt" },
    { "wording after", proposal.kind == "point" and proposal.new or "see the file" },
    { "proposed by", proposal.by .. (options.edit and ", then edited" or "") } } })
end

-- The judges whose files are not those of then; where none is, a checklist was changed, which may concern any.
local function changed_judges(run, now)
  local digests, changed, all = {}, {}, {}
  for _, judge in ipairs(run.judges) do digests[judge.name] = judge.digest end
  for i, judge in ipairs(now.judges) do
    all[i] = judge.name
    if digests[judge.name] ~= judge.digest then changed[#changed + 1] = judge.name end
  end
  return #changed > 0 and changed or all
end

---Measures an edit that was made by hand since the last block of the ledger, or since the run.
function M.measure(options)
  local state, last, problem
  state, problem = refining.open(options.run, options.out)
  if not state then return nil, problem end
  last, problem = measured.last(state)
  if not last then return nil, problem end
  local changes, say = measured.changes(last.run, state.now.run), refine_text.say(options, state.now.run)
  if #changes == 0 then
    print(say("refine_no_change", say(table.unpack(last.from))))
    return true
  end
  return measure(state, options, last, { judges = changed_judges(last.run, state.now.run), from = last.from,
    about = { { "change", "an edit by hand of " .. table.concat(changes, ", ") } } })
end

return M
