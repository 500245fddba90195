-- Finds the JSON objects in a judge's reply: fenced or not, with prose around them, with the punctuation of a Chinese
-- keyboard between the values. Outside of strings everything is folded (：to : and ［ to [); a string keeps its text,
-- save that a line break inside it is escaped. What is not JSON after that (a trailing comma, single quotes, a comment,
-- an unescaped quotation mark) stays unreadable: guessing at it would be guessing at a score.
local M = {}

local ESCAPES = { ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t" }
local WIDE = { ["｛"] = "{", ["｝"] = "}", ["＂"] = '"' }
local CLOSING = { ['"'] = '"', ["“"] = "”", ["”"] = "”" }

local function escape(c) return ESCAPES[c] or ("\\u%04x"):format(c:byte()) end

-- The position of the quotation mark that ends a string.
local function string_end(text, position, closing)
  while true do
    local at = text:find(closing == '"' and '["\\]' or "[\\\xE2]", position)
    if not at then return nil end
    if text:byte(at) == 92 then position = at + 2
    elseif text:sub(at, at + #closing - 1) == closing then return at
    else position = at + 1 end
  end
end

local function string_token(text, at, opening)
  local closing = CLOSING[opening]
  local stop = string_end(text, at + #opening, closing)
  if not stop then return nil end
  local inside = text:sub(at + #opening, stop - 1):gsub("%c", escape)
  if closing ~= '"' then inside = inside:gsub('\\?"', '\\"') end
  return '"' .. inside .. '"', stop + #closing
end

-- Any of the marks that matter: a brace, a quotation mark, or a curly one.
local function next_mark(text, position)
  while true do
    local at = text:find('[{}"\xE2]', position)
    if not at then return nil end
    local mark = text:sub(at, at)
    if mark ~= "\xE2" then return at, mark end
    mark = text:sub(at, at + 2)
    if CLOSING[mark] then return at, mark end
    position = at + 1
  end
end

-- The strict JSON of the object that starts at a brace, and the position after it; nil when it has no end.
local function object_at(text, start, fold)
  local parts, depth, position = {}, 0, start
  while true do
    local at, mark = next_mark(text, position)
    if not at then return nil end
    parts[#parts + 1] = fold(text:sub(position, at - 1))
    if CLOSING[mark] then
      parts[#parts + 1], position = string_token(text, at, mark)
      if not position then return nil end
    else
      depth = depth + (mark == "{" and 1 or -1)
      parts[#parts + 1], position = mark, at + 1
      if depth == 0 then return table.concat(parts), position end
    end
  end
end

-- Braces that can start an object: a quoted or a bare name follows. \boxed{4} does not.
local function starts_object(text, at)
  return text:find("^{%s*[\"'}]", at) or text:find("^{%s*[“”]", at) or text:find("^{%s*[%a_\x80-\xff]+%s*:", at)
end

---All objects in a text, in order.
---@param text string
---@param tools table fold, decode
---@return table objects list of { value=, start=, stop= }; `value` is nil and `why` says it when one cannot be read
---@return string text the text that the positions belong to
function M.objects(text, tools)
  local found, position = {}, 1
  if text:find("\xEF", 1, true) then text = text:gsub("\xEF[\xBC\xBD][\x80-\xBF]", WIDE) end
  while true do
    local at = text:find("{", position, true)
    if not at then return found, text end
    if starts_object(text, at) then
      local json, stop = object_at(text, at, tools.fold)
      local value, why
      if json then value, why = tools.decode(json) else why = "the JSON object has no end" end
      found[#found + 1] = { value = type(value) == "table" and value or nil, why = why, start = at, stop = stop }
      if not stop then return found, text end
      position = stop
    else
      position = at + 1
    end
  end
end

---The text without its objects.
function M.without(objects, text)
  local kept, position = {}, 1
  for i, object in ipairs(objects) do
    kept[i], position = text:sub(position, object.start - 1), object.stop or #text + 1
  end
  kept[#kept + 1] = text:sub(position)
  return table.concat(kept, "\n")
end

return M
