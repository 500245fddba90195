-- What every expert's file may use beside the words of its kind: copies, so that a file spoils only its own.
local score = require "box.score"
local text = require "viva.text"

local M = {
  assert = assert, error = error, getmetatable = getmetatable, ipairs = ipairs, next = next, pairs = pairs,
  pcall = pcall, print = print, rawequal = rawequal, rawget = rawget, rawlen = rawlen, rawset = rawset, select = select,
  setmetatable = setmetatable, tonumber = tonumber, tostring = tostring, type = type, xpcall = xpcall,
}

local tables = {
  coroutine = coroutine, math = math, score = score, string = string, table = table, text = text, utf8 = utf8,
}
for name, functions in pairs(tables) do
  M[name] = {}
  for key, value in pairs(functions) do M[name][key] = value end
end

return M
