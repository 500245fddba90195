-- Where things stand in a file: the line of every setting, of the settings inside braces, of every word called.
local is = require("box.lexical").is

local M = {}

local opens = { ["function"] = 1, ["do"] = 1, ["if"] = 1, ["repeat"] = 1, ["end"] = -1, ["until"] = -1 }
local brackets = { ["("] = 1, ["{"] = 1, ["["] = 1, [")"] = -1, ["}"] = -1, ["]"] = -1 }

-- The token behind the value that begins at i: the comma, semicolon or closing brace at its own depth.
local function behind_value(tokens, i)
  local depth = 0
  while tokens[i] do
    local token = tokens[i]
    local step = token.kind ~= "text" and (brackets[token.text] or opens[token.text]) or 0
    if depth == 0 and (step < 0 or is(token, ",") or is(token, ";")) then return i end
    depth = depth + step
    i = i + 1
  end
  return i
end

local function text_of(token)
  return token.text:match("^[\"'](.*)[\"']$") or token.text:match("^%[=*%[\n?(.-)%]=*%]$") or token.text
end

-- The key of the entry at i and where its value begins.
local function key_at(tokens, i, position)
  local token = tokens[i]
  if token.kind == "name" and is(tokens[i + 1], "=") then return token.text, i + 2 end
  if is(token, "[") and tokens[i + 1] and is(tokens[i + 2], "]") and is(tokens[i + 3], "=") then
    local inner = tokens[i + 1]
    return inner.kind == "number" and tonumber(inner.text) or text_of(inner), i + 4
  end
  return position, i
end

local node_at

local function read_entries(tokens, i, node)
  local position = 1
  while tokens[i] and not is(tokens[i], "}") do
    local key, value = key_at(tokens, i, position)
    if key == position and value == i then position = position + 1 end
    local line = tokens[i].line
    if node.entries[key] then
      node.twice[#node.twice + 1] = { key = key, line = line, first = node.entries[key].line }
    else
      node.order[#node.order + 1] = key
    end
    node.entries[key] = node_at(tokens, value)
    node.entries[key].line = line
    i = behind_value(tokens, value)
    if not is(tokens[i], "}") then i = i + 1 end
  end
end

---The value that begins at token i: { line, token, entries = { key -> value }, order = keys as written, twice }.
function node_at(tokens, i)
  local token = tokens[i] or { line = 0, text = "" }
  local node = { line = token.line, token = token, entries = {}, order = {}, twice = {} }
  if token.kind == "name" and (is(tokens[i + 1], "{") or is(tokens[i + 1], "(") and is(tokens[i + 2], "{")) then
    i = i + (is(tokens[i + 1], "{") and 1 or 2)
  end
  if is(tokens[i], "{") then read_entries(tokens, i + 1, node) end
  return node
end

local function note(places, name, line, node)
  places.settings[name] = places.settings[name] or {}
  table.insert(places.settings[name], { line = line, node = node })
end

---@param tokens table[] from source.scan
---@return table places
function M.find(tokens)
  local places, depth = { settings = {}, tokens = tokens }, 0
  for i, token in ipairs(tokens) do
    local before, after = tokens[i - 1], tokens[i + 1]
    if depth == 0 and token.kind == "name" and is(after, "=") and not is(before, "local") and not is(before, ".") then
      note(places, token.text, token.line, node_at(tokens, i + 2))
    elseif depth == 0 and is(token, "function") and not is(before, "local") and after and after.kind == "name" then
      note(places, after.text, token.line, node_at(tokens, i))
    end
    if token.kind ~= "text" then depth = depth + (brackets[token.text] or opens[token.text] or 0) end
  end
  return places
end

---The names that a file gives to its own values: those behind `local` and `for`, and the parameters of its functions.
---@return string[]
function M.locals(tokens)
  local names, listing = {}, false
  for i, token in ipairs(tokens) do
    local parameters = is(token, "(") and (is(tokens[i - 1], "function") or is(tokens[i - 2], "function"))
    if is(token, "local") or is(token, "for") or parameters then
      listing = true
    elseif token.kind == "name" then
      if listing then names[#names + 1] = token.text end
    elseif not is(token, ",") then
      listing = false
    end
  end
  return names
end

---Where a setting that took effect on a line begins: its line and its value.
function M.setting(places, name, line)
  local found
  for _, place in ipairs(places.settings[name] or {}) do
    if place.line <= line then found = place end
  end
  return found or { line = line, node = node_at({}, 1) }
end

---The value of the nth call of a word on a line.
function M.call(places, word, line, nth)
  local found, count = nil, 0
  for i, token in ipairs(places.tokens) do
    if token.line == line and token.kind == "name" and token.text == word then
      count = count + 1
      if count <= nth then found = node_at(places.tokens, i) end
    end
  end
  return found or { line = line, entries = {}, order = {}, twice = {} }
end

---The line of a path of keys inside a value, as deep as it is known.
function M.line(node, ...)
  local line = node.line
  for _, key in ipairs { ... } do
    node = node.entries[key]
    if not node then break end
    line = node.line
  end
  return line
end

return M
