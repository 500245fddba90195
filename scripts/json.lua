-- JSON: decode reads strictly (host/lua_json.c says how), encode writes the same bytes for the same value on every run.
local reader = require "viva.json"

local M = {}

-- Stands for null in both directions, so that a key with null is seen.
M.null = reader.null

--- Reads one JSON value.
---@param s string
---@param options? { nan: boolean, lines: boolean, line: integer }
---@return any value, table|string|nil lines or nil, text, "json"
M.decode = reader.decode

--- Paths to single values of a text, for `pick`.
---@param ... string names of keys and places in arrays: "choices.1.message"
---@return userdata
M.paths = reader.paths

--- Reads all of a text and makes the values at the paths alone; `true` stands for what another path goes on from.
---@param s string
---@param paths userdata
---@return string|nil kind, any ... what stands at each path, or nil, text, "json"
M.pick = reader.pick

--- A text as a JSON string.
---@param s string
---@return string
M.quote = reader.quote

--- Marks a table as an array, so that it is written as [] even when it is empty.
---@generic T: table
---@param t T
---@return T
function M.array(t)
  return setmetatable(t, reader.array)
end

local function float_text(number)
  if number ~= number or number == math.huge or number == -math.huge then
    error("NaN and infinity cannot be written as JSON", 0)
  end
  for digits = 15, 17 do
    local written = ("%." .. digits .. "g"):format(number)
    if tonumber(written) == number then
      return written:find("[.e]") and written or written .. ".0"
    end
  end
end

local function is_array(t)
  return getmetatable(t) == reader.array or #t > 0
end

local write

local function new_line(out, indent, depth)
  if indent > 0 then out[#out + 1] = "\n" .. (" "):rep(indent * depth) end
end

local function write_array(out, t, indent, depth)
  local count = 0
  for key in next, t do
    if math.type(key) ~= "integer" then error(("an array has the key '%s'"):format(tostring(key)), 0) end
    count = count + 1
  end
  if count ~= #t then error("an array has holes; put json.null there", 0) end
  out[#out + 1] = "["
  for i = 1, count do
    if i > 1 then out[#out + 1] = "," end
    new_line(out, indent, depth + 1)
    write(out, t[i], indent, depth + 1)
  end
  if count > 0 then new_line(out, indent, depth) end
  out[#out + 1] = "]"
end

local function sorted_keys(t)
  local keys = {}
  for key in next, t do
    if type(key) ~= "string" then error(("an object has the key %s, which is no text"):format(tostring(key)), 0) end
    keys[#keys + 1] = key
  end
  table.sort(keys)
  return keys
end

local function write_object(out, t, indent, depth)
  local keys = sorted_keys(t)
  out[#out + 1] = "{"
  for i, key in ipairs(keys) do
    if i > 1 then out[#out + 1] = "," end
    new_line(out, indent, depth + 1)
    out[#out + 1] = reader.quote(key)
    out[#out + 1] = indent > 0 and ": " or ":"
    write(out, t[key], indent, depth + 1)
  end
  if #keys > 0 then new_line(out, indent, depth) end
  out[#out + 1] = "}"
end

local scalars = {
  string = reader.quote,
  boolean = tostring,
  number = function(n) return math.type(n) == "integer" and ("%d"):format(n) or float_text(n) end,
}

function write(out, value, indent, depth)
  if depth > 64 then error("nested deeper than 64 (or in itself)", 0) end
  local scalar = scalars[type(value)]
  if scalar then
    out[#out + 1] = scalar(value)
  elseif value == M.null then
    out[#out + 1] = "null"
  elseif type(value) ~= "table" then
    error(("a %s cannot be written as JSON"):format(type(value)), 0)
  elseif is_array(value) then
    write_array(out, value, indent, depth)
  else
    write_object(out, value, indent, depth)
  end
end

--- Writes a value: keys in sorted order, UTF-8 as it is, malformed bytes as U+FFFD, numbers that read back
--- as the same. A table with elements is an array, any other an object; an empty array needs json.array. What JSON
--- cannot hold raises.
---@param value any
---@param options? { indent: integer }
---@return string
function M.encode(value, options)
  local out = {}
  write(out, value, options and options.indent or 0, 0)
  return table.concat(out)
end

return M
