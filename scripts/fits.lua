-- Whether what an expert's file is for is in a dataset: the categories of a judge, the question of a checklist.
local categories = require "categories"

local M = {}

-- One letter changed, added or left out, or the case alone.
local function nearly(a, b)
  a, b = a:lower(), b:lower()
  if #a > #b then a, b = b, a end
  if #b - #a > 1 then return false end
  local at = 1
  while at <= #a and a:byte(at) == b:byte(at) do at = at + 1 end
  return a:sub(#a == #b and at + 1 or at) == b:sub(at + 1)
end

local function near(code, known)
  for _, one in ipairs(known) do
    if nearly(code, one) then return one end
  end
end

-- The place of a text in a file, as well as it can be told from outside the box: its first line that has the text.
local function place(file, wanted)
  local number = 0
  for line in (file.source .. "\n"):gmatch("(.-)\n") do
    number = number + 1
    if line:find('"' .. wanted .. '"', 1, true) then return ("%s:%d"):format(file.path, number) end
  end
  return file.path
end

---@return string[] problems categories that a slip of the finger has made of known ones
function M.judge(file, data)
  local known, problems = { table.unpack(categories.order) }, {}
  local has = {}
  for _, code in ipairs(known) do has[code] = true end
  for _, item in ipairs(data.items) do
    if not has[item.category] then known[#known + 1], has[item.category] = item.category, true end
  end
  for _, code in ipairs(file.settings.applies_to.category or {}) do
    local meant = not has[code] and near(code, known)
    if meant then
      problems[#problems + 1] =
        ("%s: there is no category '%s'; did you mean '%s'?"):format(place(file, code), code, meant)
    end
  end
  return problems
end

---@return string? problem a checklist's question or scene that no item of the dataset has
function M.checklist(file, data)
  local question, scene = file.settings.question, file.settings.scene
  for _, item in ipairs(data.items) do
    if question and item.id == question or scene and item.scene == scene then return nil end
  end
  return ("%s: no item of %s has the %s '%s'"):format(place(file, question or scene), data.name,
    question and "id" or "scene", question or scene)
end

return M
