-- The words of reports and of what follows a run on the screen, in English and Chinese. scripts/catalogue/NAME.lua has
-- them, one file for each piece of the program; no key stands in two.
local M = {}

-- In the order in which they are read, each when a word is in none before it: the screen's words first.
local CATALOGUES = {
  "console", "desk",
  "report",
  "analysis",
  "writers",
  "agreement",
  "jury",
  "judges",
  "watch",
  "refine",
  "workspace",
}

local catalogue, read = {}, 0

local function read_next()
  read = read + 1
  for key, entry in pairs(require("catalogue." .. CATALOGUES[read])) do
    assert(not catalogue[key], key)
    catalogue[key] = entry
  end
end

local function find(key)
  while not catalogue[key] and read < #CATALOGUES do read_next() end
  return catalogue[key]
end

-- The one or the other form of a word, as the number before it says.
local function choose_forms(pattern, given)
  return (pattern:gsub("()(%b{})", function(at, braces)
    local one, many = braces:match("^{([^|]*)|([^|]*)}$")
    local _, last = pattern:sub(1, at - 1):gsub("%%%%", ""):gsub("%%[%d.]*%a", "")
    while last > 1 and not tonumber(given[last]) do last = last - 1 end
    return one and (tonumber(given[last]) == 1 and one or many)
  end))
end

---Fills %d and %s in, and takes of "%d {answer|answers}" the form that goes with the number before it.
---@param pattern string
function M.fill(pattern, ...)
  if pattern:find("{", 1, true) then pattern = choose_forms(pattern, { ... }) end
  return pattern:format(...)
end

---@param language string "zh" or "en"
---@return table<string, string> all words of a language
function M.all(language)
  while read < #CATALOGUES do read_next() end
  local found = {}
  for key, entry in pairs(catalogue) do found[key] = entry[language == "zh" and 2 or 1] end
  return found
end

---Those that may stand in a report: not what only commands say.
function M.of_reports(language)
  local found = M.all(language)
  for _, name in ipairs { "console", "desk", "watch", "workspace" } do
    for key in pairs(require("catalogue." .. name)) do found[key] = nil end
  end
  return found
end

---@param language string "zh" or "en"
---@return fun(key: string, ...): string|nil the word for a key, its %d and %s filled in; nil for an unknown key
function M.in_language(language)
  local column = language == "zh" and 2 or 1
  return function(key, ...)
    local entry = find(key)
    if not entry then return nil end
    return select("#", ...) > 0 and M.fill(entry[column], ...) or entry[column]
  end
end

---Takes the text of one language out of { en = ..., zh = ... }; a plain string is in every language.
---@return string|nil
function M.pick(text, language)
  if type(text) ~= "table" then return text end
  return text[language] or text.en or text.zh
end

---The language of a report: what was asked for, else the run's, else the terminal's.
---@param asked string?
---@param run_language string? "item" says nothing
---@param locale string? what LC_ALL, LC_MESSAGES or LANG says
function M.choose(asked, run_language, locale)
  if asked then return asked end
  if run_language == "zh" or run_language == "en" then return run_language end
  return (locale or ""):find("^zh") and "zh" or "en"
end

---@return fun(key: string, ...): string|nil the words of the terminal's language
function M.here() return M.in_language(M.choose(nil, nil, M.locale())) end

---@return string the locale that messages are wanted in, as the environment says
function M.locale() return os.getenv("LC_ALL") or os.getenv("LC_MESSAGES") or os.getenv("LANG") or "" end

return M
