-- Long texts broken into lines for a terminal: between words, and between Chinese characters, which need no spaces.
local text = require "viva.text"

local M = {}

-- Marks that never begin a line.
local CLOSING = {}
for _, code in utf8.codes "，。；：！？、）》」』”’…,.;:!?)]}" do CLOSING[utf8.char(code)] = true end

-- Pieces that are not broken: a run of spaces, a word of plain letters, or one other character with what closes it.
local function pieces(line)
  local found, plain = {}, nil
  for character in text.repair(line):gmatch(utf8.charpattern) do
    local kind = character == " " and "space" or #character == 1 and "word" or nil
    if kind and kind == plain or CLOSING[character] and #found > 0 and plain ~= "space" then
      found[#found] = found[#found] .. character
    else
      found[#found + 1] = character
      plain = kind
    end
  end
  return found
end

-- A piece wider than a line is cut wherever the line ends.
local function cut_long(piece, columns, lines)
  local line, width = "", 0
  for character in piece:gmatch(utf8.charpattern) do
    local more = text.width(character)
    if width + more > columns and line ~= "" then
      lines[#lines + 1] = line
      line, width = "", 0
    end
    line, width = line .. character, width + more
  end
  return line, width
end

local function wrap_line(line, columns, lines)
  local parts, width = {}, 0
  for _, piece in ipairs(pieces(line)) do
    local more = text.width(piece)
    if width > 0 and width + more > columns then
      lines[#lines + 1] = table.concat(parts):gsub(" +$", "")
      parts, width = {}, 0
      if piece:find("^ +$") then piece, more = "", 0 end
    end
    if more > columns then piece, more = cut_long(piece, columns, lines) end
    parts[#parts + 1] = piece
    width = width + more
  end
  lines[#lines + 1] = table.concat(parts):gsub(" +$", "")
end

---@param s string of any number of lines
---@param columns integer
---@param indent string? before every line
---@return string text ending in a newline
function M.text(s, columns, indent)
  indent = indent or ""
  local lines, room = {}, math.max(20, columns - #indent)
  for line in (text.clean(s):gsub("\t", "    "):gsub("\n+$", "") .. "\n"):gmatch("(.-)\n") do
    wrap_line(line, room, lines)
  end
  for i, line in ipairs(lines) do lines[i] = line ~= "" and indent .. line or "" end
  return table.concat(lines, "\n") .. "\n"
end

return M
