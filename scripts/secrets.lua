-- Keys: taken from the environment for the length of a run, and taken out again of all that is kept or shown. An
-- endpoint may send back what it was sent (an error page that shows the request, a model that is asked for it), so
-- "the bytes of a reply are kept as they came" has this one exception: a key is never stored, "[key]" stands for it.
local words = require "words"

local M = {}

local LEAST = 8 -- characters: something shorter stands in texts by chance
local MARK = "[key]"
local SCHEMES = { bearer = true, basic = true, token = true, apikey = true, key = true }

local function escape(c) return ("%%%02X"):format(c:byte()) end

-- A secret as it may be written inside JSON, inside a URL, and as it is.
local function add(texts, secret)
  if #secret < LEAST then return end
  texts[#texts + 1] = secret
  for _, form in ipairs { (secret:gsub("/", "\\/")), (secret:gsub("[^%w%-%._~]", escape)) } do
    if form ~= secret then texts[#texts + 1] = form end
  end
end

local function from_environment(record, name, what)
  local value = os.getenv(name)
  value = value and value:gsub("%s+$", "")
  if not value or value == "" then
    return nil, words.here()("secrets_unset", record.name, what, name), "no_key"
  end
  if value:find(what == "key" and "[^\33-\126]" or "%c") then
    return nil, ("the model '%s': %s holds a blank, a line break or another character that no %s has")
      :format(record.name, name, what), "bad_key"
  end
  return value
end

local function read_headers(record, found)
  for header, value in pairs(record.headers or {}) do
    if type(value) == "table" then
      local problem, code
      value, problem, code = from_environment(record, value.env, "header '" .. header .. "'")
      if not value then return nil, problem, code end
      add(found.texts, value)
      local scheme, rest = value:match("^(%a+) +(%S+)$")
      if scheme and SCHEMES[scheme:lower()] then add(found.texts, rest) end
    end
    found.headers[header] = value
  end
  return found
end

---The key and the headers of a model, from the environment where the evaluation file names a variable.
---@param record table a model's record
---@return table|nil secrets { key?, headers, texts = what `hide` looks for }
---@return string? problem
---@return string? code
function M.read(record)
  local found = { headers = {}, texts = {} }
  if record.key then
    local problem, code
    found.key, problem, code = from_environment(record, record.key, "key")
    if not found.key then return nil, problem, code end
    add(found.texts, found.key)
  end
  local read, problem, code = read_headers(record, found)
  if not read then return nil, problem, code end
  -- The longest first: what holds another secret goes as a whole.
  table.sort(found.texts, function(a, b) return #a == #b and a < b or #a > #b end)
  return found
end

local function replace(s, secret)
  local at, stop = s:find(secret, 1, true)
  if not at then return s end
  local parts, from = {}, 1
  while at do
    parts[#parts + 1] = s:sub(from, at - 1)
    from = stop + 1
    at, stop = s:find(secret, from, true)
  end
  parts[#parts + 1] = s:sub(from)
  return table.concat(parts, MARK)
end

-- Bytes that end in the middle of a secret still give most of it away.
local function replace_begun(s, secret)
  for length = math.min(#secret - 1, #s), LEAST, -1 do
    if s:sub(-length) == secret:sub(1, length) then return s:sub(1, -length - 1) .. MARK end
  end
  return s
end

-- JSON may write any letter as \u0041.
local function plain_letters(s)
  return (s:gsub("\\u00(%x%x)", function(hex)
    local c = string.char(tonumber(hex, 16))
    return c:find("[%w%-_%.]") and c or nil
  end))
end

local function hide(texts, s, cut)
  for _, secret in ipairs(texts) do
    s = replace(s, secret)
    if cut then s = replace_begun(s, secret) end
  end
  return s
end

---Takes every secret out of a text.
---@param secrets table? from `read`
---@param s string
---@param cut boolean? the text may end in the middle of one
---@return string
function M.hide(secrets, s, cut)
  if not secrets or #secrets.texts == 0 then return s end
  s = hide(secrets.texts, s, cut)
  if s:find("\\u00", 1, true) then
    local plain = plain_letters(s)
    local hidden = hide(secrets.texts, plain, cut)
    if hidden ~= plain then return hidden end
  end
  return s
end

return M
