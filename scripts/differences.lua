-- What the records of two runs say differently: data, judge files, models, parameters, checklists.
local json = require "json"

local M = {}

local function said(value)
  if type(value) == "table" then return next(value) == nil and "–" or json.encode(value) end
  return value == nil and "–" or tostring(value)
end

local function add(list, kind, name, field, a, b)
  a, b = said(a), said(b)
  if a ~= b then list[#list + 1] = { kind = kind, name = name, field = field, a = a, b = b } end
end

local function by_name(list)
  local found = {}
  for _, one in ipairs(list or {}) do found[one.name] = one end
  return found
end

local function names_of(...)
  local names, seen = {}, {}
  for _, list in ipairs { ... } do
    for _, one in ipairs(list) do
      if not seen[one.name] then names[#names + 1] = one.name end
      seen[one.name] = true
    end
  end
  return names
end

-- Entries of one list by their names: those that only one run has, and the fields in which they differ.
local function add_each(list, kind, a, b, fields)
  local one, other = by_name(a), by_name(b)
  for _, name in ipairs(names_of(a or {}, b or {})) do
    if one[name] and other[name] then
      for _, field in ipairs(fields) do add(list, kind, name, field, one[name][field], other[name][field]) end
    else
      add(list, kind, name, nil, one[name] and name, other[name] and name)
    end
  end
end

---@param a table run as reports know it
---@param b table
---@return { kind: string, name: string?, field: string?, a: string, b: string }[] kind and field are keys of words
function M.of(a, b)
  local list = {}
  add(list, "dataset", nil, nil, a.dataset.name, b.dataset.name)
  add(list, "dataset", nil, "digest", a.dataset.digest, b.dataset.digest)
  add_each(list, "judge", a.judges, b.judges, { "digest", "usable_from", "repeats" })
  add_each(list, "judge_model", a.judge_models, b.judge_models, { "model", "origin", "parameters", "returned" })
  add_each(list, "model", a.models, b.models, { "model", "origin", "parameters", "returned", "simulated", "imported" })
  add_each(list, "checklist", a.checklists, b.checklists, { "digest" })
  add(list, "adaptive", nil, nil, a.adaptive, b.adaptive)
  add(list, "answers_per_item", nil, nil, a.answers, b.answers)
  add(list, "language", nil, nil, a.language, b.language)
  add(list, "convention", nil, nil, a.convention, b.convention)
  add(list, "filter", nil, nil, a.filter, b.filter)
  add(list, "versions", nil, nil, a.versions, b.versions)
  return list
end

---How one difference is called.
---@param words fun(key: string): string
function M.title(words, one)
  local parts = { words(one.kind), one.name, one.field and words(one.field) }
  local said_parts = {}
  for i = 1, 3 do said_parts[#said_parts + 1] = parts[i] or nil end
  return table.concat(said_parts, " · ")
end

return M
