-- Imports rubric data in HealthBench's form (OpenAI, simple-evals): one object a line with `prompt_id`, `prompt`
-- (messages, the last of them the user's), `rubrics` (each with criterion, points, tags), and where there are any
-- `example_tags` and `ideal_completions_data`. The theme among the tags becomes the category, the criteria the item's
-- points.
local findings = require "findings"
local jsonl = require "jsonl"
local text = require "viva.text"
local textfile = require "textfile"

local M = {}

M.about = { source = "a file in the form of HealthBench's, imported from a copy of the user's own", validated = false }

local KNOWN = { prompt_id = true, prompt = true, rubrics = true, example_tags = true, ideal_completions_data = true,
  canary = true, completion = true }

-- A name that may stand in an identity.
local function plain(name) return (text.cut(name:gsub("[/%c]", "-"), 100):match("^%s*(.-)%s*$")) end

local function category_of(raw)
  for _, tag in ipairs(type(raw.example_tags) == "table" and raw.example_tags or {}) do
    local theme = type(tag) == "string" and tag:match("^theme:(.+)$")
    if theme then return plain(theme) end
  end
  return "rubric"
end

local function language_of(s)
  local _, han = s:gsub("[\xE4-\xE9][\x80-\xBF][\x80-\xBF]", "")
  return han * 6 > #s and "zh" or "en"
end

local function points_of(raw, complain)
  if type(raw.rubrics) ~= "table" or #raw.rubrics == 0 then return complain "'rubrics' should be a list of criteria" end
  local points = {}
  for i, rubric in ipairs(raw.rubrics) do
    local good = type(rubric) == "table" and type(rubric.criterion) == "string" and type(rubric.points) == "number"
    if not good then
      complain(("rubrics[%d] should have a criterion (text) and points (a number)"):format(i))
    elseif rubric.points ~= 0 then
      points[#points + 1] = { text = rubric.criterion, weight = rubric.points, tags = rubric.tags }
    end
  end
  return points
end

-- The question and the messages before it.
local function prompt_of(raw, complain)
  local list = raw.prompt
  if type(list) ~= "table" or #list == 0 then return complain "'prompt' should be a list of messages" end
  for i, message in ipairs(list) do
    if type(message) ~= "table" or type(message.role) ~= "string" or type(message.content) ~= "string" then
      return complain(("prompt[%d] should have a role and a content"):format(i))
    end
  end
  local last = list[#list]
  if last.role ~= "user" then return complain "the last message of 'prompt' should be the user's" end
  local earlier = {}
  for i = 1, #list - 1 do earlier[i] = { role = list[i].role, content = list[i].content } end
  return last.content, #earlier > 0 and earlier or nil
end

local function item_of(entry, number, options, found)
  local raw = entry.item
  local id = type(raw.prompt_id) == "string" and raw.prompt_id or nil
  local function complain(what) findings.problem(found, entry.line, id, what) end
  local question, earlier = prompt_of(raw, complain)
  local points = points_of(raw, complain)
  if not question or not points then return nil end
  local category, group = category_of(raw), plain(id or tostring(number))
  local ideal = type(raw.ideal_completions_data) == "table" and raw.ideal_completions_data.ideal_completion
  return { id = ("%s/%s/1"):format(category, group), category = category, group = group, round = 1,
    language = options.language or language_of(question), question = question, earlier = earlier, points = points,
    reference = type(ideal) == "string" and ideal or nil }
end

local function note_unknown(entries, found)
  local counts, names = {}, {}
  for _, entry in ipairs(entries) do
    for key in pairs(entry.item) do
      if not KNOWN[key] and not counts[key] then names[#names + 1] = key end
      counts[key] = (counts[key] or 0) + 1
    end
  end
  table.sort(names)
  for _, name in ipairs(names) do
    findings.note(found, nil, nil, ("items with '%s', which is not read: %d"):format(name, counts[name]))
  end
end

---@param path string
---@param options { language: string? }
---@param found table findings
---@return { item: table, line: integer }[]|nil entries
---@return string bytes of the file, or text
---@return string? code
function M.read(path, options, found)
  local s, bytes, code = textfile.read(path)
  if not s then return nil, bytes, code end
  local entries, items = jsonl.read(s, found), {}
  note_unknown(entries, found)
  for i, entry in ipairs(entries) do
    local item = item_of(entry, i, options, found)
    if item then items[#items + 1] = { item = item, line = entry.line } end
  end
  return items, bytes
end

return M
