-- What commands say on the terminal follows the locale.
package.path = "tests/lua/support/?.lua;" .. package.path
local workshop = require "workshop"

local M = {}

local function told(arguments, locale)
  local status, text = workshop.told(arguments, { LC_ALL = locale, HOME = "/nowhere" })
  return text, status
end

M["a plan, a run and the list of commands are told in the language of the locale"] = function(lu)
  local folder = workshop.folder()
  local out = { "--out", folder .. "/out", "--limit", "1", "--category", "MK" }
  local plan = told({ "run", "--dry-run", table.unpack(out) }, "zh_CN.UTF-8")
  lu.assertStrContains(plan, "已有回复 0 份；将调用 12 次。")
  lu.assertStrContains(plan, "题目、参考答案、回答")
  lu.assertStrContains(told({ "run", table.unpack(out) }, "zh_CN.UTF-8"), "完成 12/12")
  lu.assertStrContains(told({ "run", "--dry-run", table.unpack(out) }, "C.UTF-8"),
    "12 replies are stored already; 0 calls would be made.")
  lu.assertStrContains(told({}, "zh_CN.UTF-8"), "评测模型并生成报告")
  workshop.remove(folder)
end

M["how far a run is, is told in Chinese too"] = function(lu)
  local folder = workshop.folder()
  local run = { "run", "--out", folder .. "/viva-out", "--limit", "1", "--category", "MK" }
  told(run, "zh_CN.UTF-8")
  local text = told({ "-e", ('open "%s/viva-out/runs/demo-part":status()'):format(folder) }, "zh_CN.UTF-8")
  lu.assertEquals(text, "已评判 9 / 9, 已作答 3 / 3")
  workshop.remove(folder)
end

M["a report with nothing to show ends with the status of a mistake and says what is missing"] = function(lu)
  local folder = workshop.folder()
  local out = { "--out", folder .. "/viva-out" }
  told({ "run", "--limit", "1", "--category", "MK", table.unpack(out) }, "C.UTF-8")
  local text, status = told({ "report", "--name", "comparison", table.unpack(out) }, "C.UTF-8")
  lu.assertEquals(status, 2)
  lu.assertStrContains(text, "viva report: the report 'comparison' has nothing to show. Two runs are compared here")
  lu.assertNil(require("files").read(folder .. "/viva-out/runs/demo-part/comparison.html"))
  workshop.remove(folder)
end

return M
