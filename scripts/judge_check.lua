-- What `viva check` does with a judge file and a dataset: makes the first prompt for every item it marks, runs its
-- rules on made-up replies and its examples on their own, and lists the items that lack what it needs.
local experts = require "experts"
local fits = require "fits"
local judging = require "judging"
local words = require "words"

local M = {}

local LISTED = 12 -- ids of items that lack something are named up to so many

---What a judge would see of an answer to an item.
---@param answer string?
---@return table view
function M.view(item, answer)
  local history = {}
  for round = 1, item.round - 1 do
    history[round] = { question = ("question of round %d"):format(round), answer = "an answer" }
  end
  return judging.view({ language = "item" }, { item = item, answer = { text = answer or "an answer" } }, history, 1)
end

-- What a comparison file would see of two answers.
local function view_of_two(item)
  local view = M.view(item)
  view.answer_a, view.answer_b = "an answer", "another answer"
  view.history_a, view.history_b = view.history, view.history
  return view
end

local function sort_items(judge, items)
  local marked, lacking = {}, {}
  for _, item in ipairs(items) do
    if judging.applies(judge.settings.applies_to, item) then
      local need = judging.lacks(judge, item)
      if need then
        lacking[need] = lacking[need] or {}
        table.insert(lacking[need], item.id)
      else
        marked[#marked + 1] = item
      end
    end
  end
  return marked, lacking
end

local function try_items(judge, items, problems)
  local good = 0
  for _, item in ipairs(items) do
    local view = judge.kind == "comparison" and view_of_two(item) or M.view(item)
    local step, problem = experts.call(judge, "step", view, {})
    if not step then problems[#problems + 1] = words.here()("check_item", judge.path, item.id, problem) end
    good = good + (step and 1 or 0)
  end
  return good
end

---Ids of items in a line; of many, the first.
---@param ids string[]
function M.listed(ids)
  local list = table.concat(ids, ", ", 1, math.min(#ids, LISTED))
  return #ids > LISTED and words.here()("check_more", list, #ids - LISTED) or list
end

local function told_lacking(lacking)
  local lines, say = {}, words.here()
  for need, ids in pairs(lacking) do
    lines[#lines + 1] = "  " .. say("check_lacking", #ids, say("need_" .. need), M.listed(ids))
  end
  table.sort(lines)
  return lines
end

-- A rule that fails is told once, whether it failed on a made-up reply or on an example.
local function add_problems(problems, found, problem)
  if not found and problems[#problems] ~= problem then problems[#problems + 1] = problem end
  for _, one in ipairs(type(found) == "table" and found or {}) do problems[#problems + 1] = one end
end

---Checks a judge, or a comparison file, against a dataset whose checklists are resolved; awaits.
---@return string summary
---@return string[] lines what is worth knowing beside it
---@return string[] problems
function M.run(judge, data)
  local problems = fits.judge(judge, data)
  local marked, lacking = sort_items(judge, data.items)
  local made = try_items(judge, marked, problems)
  if judge.kind == "judge" then add_problems(problems, experts.call(judge, "samples")) end
  add_problems(problems, experts.call(judge, "examples"))
  local say, count = words.here(), #(judge.settings.examples or {})
  local applies = next(lacking) ~= nil or #marked > 0
  return table.concat({ applies and say("check_prompts", made)
    or say("check_applies", data.name, table.concat(fits.categories(data), ", ")),
    count > 0 and say("check_examples", count) or say "check_no_examples" }, ", "), told_lacking(lacking), problems
end

return M
