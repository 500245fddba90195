-- What is said of options that want a number and are given something else: the same of every command.
package.path = "tests/lua/support/?.lua;" .. package.path
local files = require "files"
local lfs = require "lfs"
local workshop = require "workshop"

local M = {}

local CASES = {
  { { "ratings", "simulate", "--agreement", "abc", "--to", "x.csv" }, "--agreement wants a number, not 'abc'" },
  { { "ratings", "import", "x.csv", "--usable-from", "four" }, "--usable-from wants a whole number, not 'four'" },
  { { "ratings", "sheet", "--n", "1.5" }, "--n wants a whole number, not '1.5'" },
  { { "run", "--limit", "all" }, "--limit wants a whole number, not 'all'" },
  { { "compare", "a", "b", "--most", "x" }, "--most wants a whole number, not 'x'" },
  { { "sim", "--latency", "1e999" }, "--latency wants a number, not '1e999'" },
  { { "sim", "--latency", "nan" }, "--latency wants a number, not 'nan'" },
  { { "gate", "--margin", "5" }, "--margin wants a number from 0 to 1, not '5'" },
}

for _, case in ipairs(CASES) do
  M["an option that wants a number names itself: viva " .. table.concat(case[1], " ")] = function(lu)
    local status, told = workshop.told(case[1])
    lu.assertNotEquals(status, 0)
    lu.assertStrContains(told, case[2])
  end
end

-- Which names a text does not have.
local function lacking(said, names)
  local missing = {}
  for _, name in ipairs(names) do
    if not said:find("%f[%w]" .. name .. "%f[%W]") then missing[#missing + 1] = name end
  end
  return missing
end

M["whatever takes --format names every format there is, on the screen and in its pages"] = function(lu)
  local names = {}
  for file in lfs.dir "scripts/writers" do names[#names + 1] = file:match "^(%w+)%.lua$" end
  for file in lfs.dir "scripts/commands" do
    local command = file:match "^(%w+)%.lua$"
    if command and files.read("scripts/commands/" .. file):find('"--format"', 1, true) then
      local _, told = workshop.told { command, "--help" }
      lu.assertEquals(lacking(told, names), {}, command)
      for _, suffix in ipairs { ".md", ".zh.md" } do
        local page = files.read("scripts/help/" .. command .. suffix)
        lu.assertEquals(lacking(page:match "\n    %-%-format (.-)\n    %-%-", names), {}, command .. suffix)
      end
    end
  end
end

return M
