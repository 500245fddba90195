-- The published figures: what can be worked out from them is, and they stand beside a run under `paper` alone.
local experts = require "experts"
local make = dofile "tests/lua/support/rows.lua"
local published = require "sources.published"
local reports = dofile "tests/lua/support/reports.lua"

local M = {}

M["OP is the mean of the categories for ten models, and three deviate by name"] = function(lu)
  local deviating, same = {}, 0
  for _, one in ipairs(published.means()) do
    if one.deviates then deviating[one.model] = ("%.2f"):format(one.printed - one.mean) else same = same + 1 end
  end
  lu.assertEquals(same, 10)
  lu.assertEquals(deviating, { ["Mistral-24B"] = "8.53", ["Llama-3.1-8B"] = "4.41", ["DISC-MedLLM"] = "1.35" })
end

M["the kappas of the three confusion matrices are small, though agreement is up to nine in ten"] = function(lu)
  local seen = {}
  for _, one in ipairs(published.figures().mtg_confusion) do
    local c = one.counts
    lu.assertEquals(c[1][1] + c[1][2] + c[2][1] + c[2][2], published.figures().items.MTG)
    seen[one.model] = ("%.4f"):format(published.kappa(c))
  end
  lu.assertEquals(seen, { ["Llama-3.1-8B"] = "0.1457", ["Mistral-24B"] = "0.1655", ["DISC-MedLLM"] = "0.1385" })
end

M["the categories from the easiest to the hardest"] = function(lu)
  local names = {}
  for i, one in ipairs(published.order()) do names[i] = one.category end
  lu.assertEquals(table.concat(names, " "), "MSE MK MLU MR MTG")
end

M["every figure of MK and MLU is k of three times the items, as the convention paper counts"] = function(lu)
  local figures = published.figures()
  for column, category in pairs { [2] = "MK", [3] = "MLU" } do
    local whole, exact = 3 * figures.items[category], 0
    for _, row in ipairs(figures.figures.usability.rows) do
      local k = math.floor(row.values[column] * whole / 100 + 0.5)
      if math.abs(k / whole * 100 - row.values[column]) <= 0.0051 then exact = exact + 1 end
    end
    lu.assertEquals(exact, 13, category)
  end
end

M["all tables have thirteen models, a value for each column, and each model one group"] = function(lu)
  local group_of = {}
  for name, figure in pairs(published.figures().figures) do
    lu.assertEquals(#figure.rows, 13, name)
    for _, row in ipairs(figure.rows) do
      lu.assertEquals(#row.values, #figure.columns, name .. " " .. row.model)
      lu.assertEquals(group_of[row.model] or row.group, row.group)
      group_of[row.model] = row.group
    end
  end
end

local function build(convention, language)
  local run, rows = make.make { items = 120, models = 2, repeats = 3 }
  local text, problem = reports.build(run, rows, "md", { name = "published", convention = convention, language = language })
  experts.close()
  return text, problem
end

M["under paper the run's models stand among the published ones, which are called published"] = function(lu)
  local text = build "paper"
  lu.assertStrContains(text, "| DeepSeek-R1 *published* | **64.23%** | 84.16% |")
  lu.assertStrMatches(text:match("\n(| model%-1 [^\n]*)"), "| model%-1 | %*%*%d+%.%d%d%%%*%* %(.*%) |.*")
  lu.assertStrContains(text, "LLMEval-Med, arXiv:2506.04078v3")
  lu.assertStrContains(text, "The paper's 3 subcategories of MK cannot be formed from the 8 of the released data")
  lu.assertStrContains(text, "it is not for Mistral-24B, Llama-3.1-8B, DISC-MedLLM.")
  lu.assertStrContains(build("paper", "zh"), "论文的 3 个 MK 子类别无法由公布数据的 8 个子类别组成")
end

M["under another convention there is no such report, and why is said"] = function(lu)
  for _, convention in ipairs { "viva", "script" } do
    local text, problem = build(convention)
    lu.assertNil(text)
    lu.assertStrContains(problem, "Published figures stand only beside the convention")
  end
end

return M
