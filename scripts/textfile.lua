-- Text that people made: UTF-8 with or without a byte order mark, lines ending in any of the three ways.
local files = require "files"
local lfs = require "lfs"
local text = require "viva.text"

local M = {}

local MOST = 128 * 1024 * 1024
local LONGEST_LINE = 8 * 1024 * 1024

---Each line without its end, with its number; the last one needs no end.
---@param s string with "\n" alone as the end of a line
function M.lines(s)
  local at, number = 1, 0
  return function()
    if at > #s then return nil end
    local stop = s:find("\n", at, true) or #s + 1
    local line = s:sub(at, stop - 1)
    at, number = stop + 1, number + 1
    return line, number
  end
end

local function damaged_lines(path, s)
  local told = {}
  for line, number in M.lines(s) do
    local valid, _, _, offset = text.valid(line)
    if not valid then
      told[#told + 1] = ("%s:%d: byte %d of this line is not valid UTF-8"):format(path, number, offset)
    end
  end
  return table.concat(told, "\n")
end

-- The first line in which it shows.
local function wrong_encoding(path, encoding, bytes)
  local _, _, _, offset = text.valid(bytes)
  local _, line = bytes:sub(1, offset or 0):gsub("\n", "")
  local place = ("%s:%d"):format(path, line + 1)
  if encoding == "unknown" then
    return ("%s: this is not UTF-8, and not an encoding that Viva recognises; save it as UTF-8"):format(place)
  end
  return ("%s: this is not UTF-8; it looks like %s. Convert it with: iconv -f %s -t UTF-8 '%s' > utf8-copy")
    :format(place, encoding, encoding, path)
end

local function normal_lines(s)
  return s:find("\r", 1, true) and s:gsub("\r\n?", "\n") or s
end

---Reads a whole file of text.
---@param path string
---@return string|nil text without byte order mark, lines ending in "\n"
---@return string bytes as they stand in the file, or the problems, one per line
---@return string? code
function M.read(path)
  local size = lfs.attributes(path, "size")
  if size and size > MOST then
    return nil, ("%s: %d MB are too much; at most %d MB are read"):format(path, size >> 20, MOST >> 20), "data"
  end
  local bytes, problem = files.read(path)
  if not bytes then return nil, problem, "data" end
  local encoding = text.guess(bytes)
  if encoding ~= "UTF-8" then return nil, wrong_encoding(path, encoding, bytes), "data" end
  local s = normal_lines((bytes:gsub("^\u{FEFF}", "")))
  if not text.valid(s) then return nil, damaged_lines(path, s), "data" end
  return s, bytes
end

---What is wrong with the length of a line, if anything.
---@return string?
function M.too_long(line)
  if #line > LONGEST_LINE then
    return ("this line has %d MB; at most %d MB are read"):format(#line >> 20, LONGEST_LINE >> 20)
  end
end

return M
