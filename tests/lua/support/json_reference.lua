-- A JSON writer in plain Lua, slow and easy to read: what host/lua_jsonwriter.c must write, byte for byte.
local reader = require "viva.json"
local quote = require "viva.json.writer".quote

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
    out[#out + 1] = quote(key)
    out[#out + 1] = indent > 0 and ": " or ":"
    write(out, t[key], indent, depth + 1)
  end
  if #keys > 0 then new_line(out, indent, depth) end
  out[#out + 1] = "}"
end

local scalars = {
  string = quote,
  boolean = tostring,
  number = function(n) return math.type(n) == "integer" and ("%d"):format(n) or float_text(n) end,
}

function write(out, value, indent, depth)
  if depth > 64 then error("nested deeper than 64 (or in itself)", 0) end
  local scalar = scalars[type(value)]
  if scalar then
    out[#out + 1] = scalar(value)
  elseif value == reader.null then
    out[#out + 1] = "null"
  elseif type(value) ~= "table" then
    error(("a %s cannot be written as JSON"):format(type(value)), 0)
  elseif is_array(value) then
    write_array(out, value, indent, depth)
  else
    write_object(out, value, indent, depth)
  end
end

---@return string
return function(value, options)
  local out = {}
  write(out, value, options and options.indent or 0, 0)
  return table.concat(out)
end
