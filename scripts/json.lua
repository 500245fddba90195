-- JSON: decode reads strictly (host/lua_json.c says how), encode writes the same bytes for the same value on every run
-- (host/lua_jsonwriter.c).
local reader = require "viva.json"
local writer = require "viva.json.writer"

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

--- Reads all of a text and makes the values at the paths alone; nil stands for null too, `true` for what another path
--- goes on from.
---@param s string
---@param paths userdata
---@return string|nil kind, any ... what stands at each path, or nil, text, "json"
M.pick = reader.pick

--- A text as a JSON string.
---@param s string
---@return string
M.quote = writer.quote

--- Marks a table as an array, so that it is written as [] even when it is empty.
---@generic T: table
---@param t T
---@return T
function M.array(t)
  return setmetatable(t, reader.array)
end

--- Writes a value: keys in sorted order, UTF-8 as it is, malformed bytes as U+FFFD, numbers that read back
--- as the same. A table with elements is an array, any other an object; an empty array needs json.array, or the option
--- `lists` for all of them. With the option `html` it can stand inside a page: every < is \u003c. What JSON cannot hold
--- raises.
---@param value any
---@param options? { indent: integer, html: boolean, lists: boolean }
---@return string
M.encode = writer.encode

return M
