-- Whether what an expert's file is for is in a dataset: the categories of a judge, the question of a checklist.
local categories = require "categories"
local meant = require "meant"
local text = require "viva.text"
local words = require "words"

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

-- The category that is meant: by its name in full, or by a slip of the finger.
local function near(code, known)
  local named = categories.code(code)
  if named and named ~= code then return named end
  for _, one in ipairs(known) do
    if nearly(code, one) then return one end
  end
end

---The place of a text in a file, as well as it can be told from outside the box: its first line that has the text.
function M.place(file, wanted)
  local number = 0
  for line in (file.source .. "\n"):gmatch("(.-)\n") do
    number = number + 1
    if line:find(wanted, 1, true) and not line:find("^%s*%-%-") then return ("%s:%d"):format(file.path, number) end
  end
  return file.path
end

-- Whether the name of another dataset is probably meant to be this one's; numbers tell editions apart.
local function misnamed(name, data)
  return name ~= data.name and text.similar(name, { data.name }) ~= nil
    and name:gsub("%d+", "") ~= data.name:gsub("%d+", "")
end

---Whether a checklist is for another dataset.
---@param file table
---@param data { name: string }
function M.is_elsewhere(file, data)
  local named = file.settings.dataset
  return named ~= nil and named ~= data.name and not misnamed(named, data)
end

---The categories of a dataset, in order of first appearance.
---@return string[]
function M.categories(data)
  local list, has = {}, {}
  for _, item in ipairs(data.items) do
    if not has[item.category] then list[#list + 1], has[item.category] = item.category, true end
  end
  return list
end

---@return string[] problems categories that are a known one by another name or by a slip of the finger
function M.judge(file, data)
  local known, problems, has = { table.unpack(categories.order) }, {}, {}
  for _, code in ipairs(M.categories(data)) do known[#known + 1] = code end
  for _, code in ipairs(known) do has[code] = true end
  for _, code in ipairs(file.settings.applies_to.category or {}) do
    local nearest, say = not has[code] and near(code, known), words.here()
    if nearest then
      problems[#problems + 1] = say("fits_category", M.place(file, code), code, say("did_you_mean", nearest))
    end
  end
  return problems
end

---@return string? problem a checklist's dataset that is nearly this one, or its question or scene that no item has
function M.checklist(file, data)
  local question, scene, there, named = file.settings.question, file.settings.scene, {}, file.settings.dataset
  if named and misnamed(named, data) then
    return words.here()("fits_dataset", M.place(file, named), named, meant(named, { data.name }))
  end
  for _, item in ipairs(data.items) do
    if question and item.id == question or scene and item.scene == scene then return nil end
    there[#there + 1] = question and item.id or not question and item.scene or nil
  end
  return words.here()(question and "fits_question" or "fits_scene", M.place(file, question or scene), data.name,
    question or scene, meant(question or scene, there))
end

return M
