-- What must be said of a run before its figures, and beside the names of its models.
local M = {}

---What stands beside a model's name wherever it is shown: that it is simulated, or that its answers were imported.
---@return table<string, string> marks by name
function M.marks(run, say)
  local marks = {}
  for _, list in ipairs { run.models, run.judge_models } do
    for _, model in ipairs(list) do
      marks[model.name] = model.simulated and say "simulated" or model.imported and say "imported" or marks[model.name]
    end
  end
  return marks
end

---What must be said before anything else.
---@return { tone: string, lead: string?, text: string }[]
function M.banners(run, say)
  local banners, simulated, real = {}, {}, false
  for _, list in ipairs { run.models, run.judge_models } do
    for _, model in ipairs(list) do
      local judge = list == run.judge_models and ("%s (%s)"):format(say "the_judge", model.name)
      if model.simulated then simulated[#simulated + 1] = judge or model.name else real = true end
    end
  end
  if #simulated > 0 or run.simulated then
    local all = not real or #simulated == 0
    banners[1] = { tone = "simulated", lead = say "simulated",
      text = all and say "simulated_all" or say("simulated_some", table.concat(simulated, ", ")) }
  end
  local rated = run.ratings
  if rated and rated.simulated then
    banners[#banners + 1] = { tone = "simulated", lead = say "simulated",
      text = say("simulated_raters", table.concat(rated.raters, ", ")) }
  end
  if not run.dataset.validated then banners[#banners + 1] = { tone = "warn", text = say "not_validated" } end
  if run.under_way then banners[#banners + 1] = { tone = "warn", text = say "under_way" } end
  if run.interrupted then banners[#banners + 1] = { tone = "warn", text = say "interrupted" } end
  return banners
end

---Whose usability a leaderboard shows, and whether physicians have said anything beside it.
---@return string
function M.usability(run, say)
  local rated = run.ratings
  if not rated or rated.count == 0 then return say "judges_usability" end
  return say(rated.simulated and "judges_usability_simulated" or "judges_usability_rated", rated.count, #rated.raters)
end

-- How the scores of several judge models are combined; judge files may differ.
local function rules_of(run, say)
  local found, seen = {}, {}
  for _, judge in ipairs(run.judges) do
    local rule = judge.combine
    if rule and not seen[rule] then
      seen[rule] = { at = #found + 1 }
      found[#found + 1] = say("rule_" .. rule)
    end
    if rule then table.insert(seen[rule], judge.name) end
  end
  if #found < 2 then return found[1] or say "rule_mean" end
  for _, names in pairs(seen) do found[names.at] = ("%s (%s)"):format(found[names.at], table.concat(names, ", ")) end
  return table.concat(found, "; ")
end

---What a table of rates must say of how the answers were judged: by several models, or adaptively.
---@param jury boolean whether its rates rest on several models together
---@return string[] sentences
function M.judging(run, say, convention, jury)
  local said = {}
  if jury then said[1] = say("jury_note", #run.judge_models, rules_of(run, say)) end
  if run.adaptive and run.adaptive == convention then
    said[#said + 1] = say("adaptive_note", run.spared or 0)
  elseif run.adaptive then
    said[#said + 1] = say("adaptive_other", run.adaptive, run.spared or 0)
  end
  return said
end

---The same of two runs side by side; what holds for both is said once.
---@param other table?
function M.of_both(run, other, say)
  local banners, seen = M.banners(run, say), {}
  for _, banner in ipairs(banners) do seen[banner.text] = true end
  for _, banner in ipairs(other and M.banners(other, say) or {}) do
    if not seen[banner.text] then banners[#banners + 1] = banner end
  end
  return banners
end

return M
