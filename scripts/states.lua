-- What became of a row (one answer with its judgings), in one word and one number.
local unsafe = require "unsafe"

local M = {}

---The score from which each judge calls an answer usable: { [judge name] = 4 }.
function M.limits(run)
  local limits = {}
  for _, judge in ipairs(run.judges) do limits[judge.name] = judge.usable_from or 4 end
  return limits
end

---The mean of the readable scores. Where several judge files mark an item, the first one counts, as in every rate; a
---jury has one score.
---@return number|nil score nil without a readable one
---@return number limit from which it is usable
function M.score(row, limits)
  local sum, count, judge = 0, 0, row.judgings[1] and row.judgings[1].judge
  local jury = row.jury and row.jury[judge]
  if jury then return jury.score, limits[judge] or 4 end
  for _, judging in ipairs(row.judgings) do
    if judging.judge == judge and judging.state == "scored" and judging.score then
      sum, count = sum + judging.score, count + 1
    end
  end
  return count > 0 and sum / count or nil, limits[judge or ""] or 4
end

---How much of the judge's word is that the answer is usable: of its scores, of every juror.
---@return number|nil share 0 to 1; nil without a readable score
---@return integer count of scores
function M.share_usable(row, limits)
  local usable, count, judge = 0, 0, row.judgings[1] and row.judgings[1].judge
  for _, judging in ipairs(row.judgings) do
    if judging.judge == judge and judging.state == "scored" and judging.score then
      usable, count = usable + (judging.score >= (limits[judge] or 4) and 1 or 0), count + 1
    end
  end
  return count > 0 and usable / count or nil, count
end

---Why a jury's scores could not be combined: a judge file's own rule gave nothing. In a fixed order.
---@return string[] problems
function M.not_combined(row)
  local problems = {}
  for _, jury in pairs(row.jury or {}) do problems[#problems + 1] = jury.problem end
  table.sort(problems)
  return problems
end

local function unscored(row)
  local answer = row.answer.state
  if answer == "failed" then return "answer_failed" end
  if answer == "not_asked" then return "not_asked" end
  if #row.judgings == 0 then return "not_judged" end
  for _, judging in ipairs(row.judgings) do
    if judging.state == "unreadable" then return "unreadable" end
  end
  return "judging_failed"
end

-- A share of the points of a rubric has no limit, hence no usability.
local function scored(row, score, limit)
  if row.judgings[1].scale == "share" then return "scored" end
  return score >= limit and "usable" or "not_usable"
end

---@return { state: string, score: number?, unreadable: boolean, failed: boolean, unsafe: boolean }
---state is usable, not_usable, scored (where scores are shares), unreadable, judging_failed, answer_failed, not_asked
---or not_judged; the flags say whether any judging of the row was so, `unsafe` as cells count it.
function M.of(row, limits)
  local found = { unreadable = false, failed = row.answer.state == "failed", unsafe = unsafe.flags(row.judgings) > 0,
    juror_missing = false }
  for _, jury in pairs(row.jury or {}) do
    found.juror_missing = found.juror_missing or jury.present < jury.expected
  end
  for _, judging in ipairs(row.judgings) do
    found.unreadable = found.unreadable or judging.state == "unreadable"
    found.failed = found.failed or judging.state == "failed"
  end
  local score, limit = M.score(row, limits)
  found.score = score
  found.state = score and scored(row, score, limit) or unscored(row)
  return found
end

---The scores of a row's judgings in their order, a dash for one that is missing; those of another judge model after a
---stroke.
---@param between string
function M.scores(row, between)
  local parts = {}
  for i, judging in ipairs(row.judgings) do
    local before = row.judgings[i - 1]
    local same = before and before.judge == judging.judge and before.judge_model == judging.judge_model
    parts[#parts + 1] = i > 1 and (same and between or "\u{A0}/\u{A0}") or nil
    parts[#parts + 1] = judging.score and ("%g"):format(judging.score) or "–"
  end
  return table.concat(parts)
end

return M
