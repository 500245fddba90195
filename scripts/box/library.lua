-- What every expert's file may use beside the words of its kind: copies, so that a file spoils only its own.
local measures = require "viva.score"
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

-- How near an answer's wording comes to a reference's: what of viva.score, told in host/lua_score.c, needs no threads.
-- They stand in no module but their own, after which Lua names a function in its errors.
for _, name in ipairs { "rouge", "f1", "bleu", "chrf", "similarity", "ratio", "lcs", "distance", "exact", "coverage",
  "tokens" } do
  M.score[name] = measures[name]
end

return M
