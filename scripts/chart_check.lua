-- Looks at a whole Vega specification for names that are not there: fields, data sets, scales; and for marks without a
-- type. What Vega alone can tell (expressions above all) is told by the page.
local text = require "viva.text"

local M = {}

-- What Vega's transforms add without being told a name; where one of them may, fields are not looked at.
local ADDS_NOTHING = { filter = true, extent = true, collect = true }
local CHANNELS = { "fill", "stroke", "size", "shape", "opacity", "strokeDash", "strokeWidth" } -- of a legend

local function list_of(value) return type(value) == "table" and value or { value } end

local function add(set, name)
  if type(name) == "string" then set[name] = true end
end

local function add_fields(found, transforms)
  for _, transform in ipairs(transforms or {}) do
    for _, name in ipairs(list_of(transform.as)) do add(found.fields, name) end
    if not transform.as and not ADDS_NOTHING[transform.type] then found.open = true end
  end
end

local function add_data(found, data)
  add(found.data, data.name)
  add_fields(found, data.transform)
  for _, row in ipairs(type(data.values) == "table" and data.values or {}) do
    if type(row) ~= "table" then row = { data = true } end
    for name in pairs(row) do add(found.fields, name) end
  end
end

-- All names of a specification and of the groups in it, with no regard to which group can see them.
local function collect(spec, found)
  for _, data in ipairs(spec.data or {}) do add_data(found, data) end
  for _, scale in ipairs(spec.scales or {}) do add(found.scales, scale.name) end
  for _, mark in ipairs(spec.marks or {}) do
    local from = type(mark.from) == "table" and mark.from or {}
    add(found.data, mark.name)
    if type(from.facet) == "table" then add(found.data, from.facet.name) end
    if found.marks[from.data] or mark.transform then found.open = true end -- rows are marks, with fields of theirs
    add(found.marks, mark.name)
    collect(mark, found)
  end
  return found
end

local function names_of(set)
  local names = {}
  for name in pairs(set) do names[#names + 1] = name end
  table.sort(names)
  return names
end

-- Says of a name that it is not among those of a kind.
local function want(state, kind, name, path)
  local set = state.found[kind]
  if type(name) ~= "string" or set[name] then return end
  if kind == "fields" and (state.found.open or name:find("[^%w_]")) then return end
  local names = names_of(set)
  local nearest = text.similar(name, names)
  state.problems[#state.problems + 1] = ("%s: there is no %s '%s'; %s: %s"):format(path, state.called[kind],
    name, nearest and ("did you mean '%s'? There are"):format(nearest) or "there are", table.concat(names, ", "))
end

local function want_expression(state, expression, path)
  if type(expression) ~= "string" then return end
  for name in expression:gsub("'[^']*'", "''"):gsub('"[^"]*"', '""'):gmatch "%f[%w_]datum%.([%a_][%w_]*)" do
    want(state, "fields", name, path)
  end
end

local function want_value(state, value, path)
  if type(value) ~= "table" then return end
  want(state, "fields", value.field, path .. ".field")
  want(state, "scales", value.scale, path .. ".scale")
  want_expression(state, value.signal, path .. ".signal")
  want_expression(state, value.test, path .. ".test")
  for i, one in ipairs(value) do want_value(state, one, ("%s[%d]"):format(path, i)) end
  if type(value.offset) == "table" then want_value(state, value.offset, path .. ".offset") end
end

local function want_encoding(state, encode, path)
  for _, set in ipairs(names_of(type(encode) == "table" and encode or {})) do
    for _, channel in ipairs(names_of(type(encode[set]) == "table" and encode[set] or {})) do
      want_value(state, encode[set][channel], ("%s.encode.%s.%s"):format(path, set, channel))
    end
  end
end

local function want_domain(state, domain, path)
  if type(domain) ~= "table" then return end
  want(state, "data", domain.data, path .. ".data")
  for _, field in ipairs { domain.field, table.unpack(type(domain.fields) == "table" and domain.fields or {}) } do
    if type(field) == "table" then want_domain(state, field, path) else want(state, "fields", field, path) end
  end
end

local EACH = {}

function EACH.data(state, data, path)
  for _, source in ipairs(list_of(data.source)) do want(state, "data", source, path .. ".source") end
  for i, transform in ipairs(data.transform or {}) do
    local at = ("%s.transform[%d]"):format(path, i)
    want(state, "fields", transform.field, at .. ".field")
    want_expression(state, transform.expr, at .. ".expr")
    for _, list in ipairs { "groupby", "fields" } do
      for _, field in ipairs(list_of(transform[list])) do want(state, "fields", field, at .. "." .. list) end
    end
  end
end

function EACH.scales(state, scale, path) want_domain(state, scale.domain, path .. ".domain") end

function EACH.axes(state, axis, path) want(state, "scales", axis.scale, path .. ".scale") end

function EACH.legends(state, legend, path)
  for _, channel in ipairs(CHANNELS) do want(state, "scales", legend[channel], path .. "." .. channel) end
end

local function each_list(state, spec, path)
  for _, name in ipairs { "data", "scales", "axes", "legends", "marks" } do
    for i, entry in ipairs(spec[name] or {}) do
      EACH[name](state, entry, ("%s%s[%d]"):format(path, name, i))
    end
  end
end

function EACH.marks(state, mark, path)
  if mark.type == nil then state.problems[#state.problems + 1] = path .. ": a mark has no type" end
  want(state, "data", type(mark.from) == "table" and mark.from.data, path .. ".from.data")
  want_encoding(state, mark.encode, path)
  each_list(state, mark, path .. ".")
end

---What a specification names that is not there.
---@param spec table
---@param fields string[] what the rows of `cells` may have, though none of these has it
---@return string[] problems
function M.problems(spec, fields)
  local found = collect(spec, { data = {}, scales = {}, fields = {}, marks = {} })
  for _, name in ipairs(fields) do found.fields[name] = true end
  local state = { found = found, problems = {}, called = { data = "data set", scales = "scale", fields = "field" } }
  each_list(state, spec, "")
  return state.problems
end

return M
