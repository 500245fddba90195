-- The ledger of refinements: refinements.md in the workspace, text that people read and git compares. A block for each
-- change, only ever added to: who, when, why, on which disagreement, and what it did to the agreement with physicians.
--
-- Labels that a judge was tuned on say less about that judge. The line "tuned on" of a block names the conversations,
-- so that whoever uses those labels afterwards can say so.
local filter = require "filter"
local files = require "files"

local M = {}

local NAME = "refinements.md"
local HEAD = "# Refinements\n\nWhat was changed in judges and checklists, by whom, why, and what it did. Written by "
  .. "`viva refine`; add remarks if you like, and keep the lines that begin with '- judge' and '- tuned on'.\n"

function M.path(folder) return files.beside(folder, NAME) end

-- One line, and no mark-up of its own.
local function plain(value) return (tostring(value):gsub("%s+", " "):gsub("^[#%-]+ ", "")) end

---Adds a block.
---@param folder string the workspace
---@param block { when: string, who: string, fields: { [1]: string, [2]: string }[] } fields in order
---@return true|nil
---@return string? problem
function M.add(folder, block)
  local path = M.path(folder)
  local before = files.read(path)
  local lines = { ("\n## %s, %s\n"):format(block.when, plain(block.who)) }
  for _, field in ipairs(block.fields) do lines[#lines + 1] = ("- %s: %s"):format(field[1], plain(field[2])) end
  return files.write(path, (before or HEAD) .. table.concat(lines, "\n") .. "\n")
end

local function note(found, judges, names)
  for judge in judges:gmatch("[^,%s]+") do
    found[judge] = found[judge] or {}
    for name in names:gmatch("[^,%s]+") do found[judge][name] = true end
  end
end

---Which conversations each judge was tuned on.
---@return table<string, table<string, true>> by judge, then conversation
function M.tuned(folder)
  local found, judges = {}, ""
  for line in (files.read(M.path(folder)) or ""):gmatch("[^\n]+") do
    if line:find("^## ") then judges = "" end
    judges = line:match("^%- judge: (.*)$") or judges
    note(found, judges, line:match("^%- tuned on: (.*)$") or "")
  end
  return found
end

---Marks the rated rows whose labels their judge was tuned on.
---@param rows table[]
---@param folder string the workspace
---@return integer marked
function M.mark(rows, folder)
  local tuned, count = M.tuned(folder), 0
  if not next(tuned) then return 0 end
  for _, row in ipairs(rows) do
    local first = row.judgings[1]
    local of_judge = first and tuned[first.judge]
    if row.ratings and of_judge and of_judge[filter.conversation(row.item)] then
      row.tuned, count = true, count + 1
    end
  end
  return count
end

return M
