-- What `viva new` makes: an evaluation, the five judges, a checklist, a report, a few questions, and what an editor
-- needs to explain their words. The templates stand in scripts/workspace/LANGUAGE; the judges are those that come with
-- Viva, their comments in the language wanted.
local files = require "files"
local json = require "json"
local lfs = require "lfs"
local words = require "words"

local M = {}

local TEMPLATES = viva_root .. "/scripts/workspace"
local JUDGES = { "knowledge", "understanding", "reasoning", "safety", "generation" }

---The comment of a line of a judge file, and what stands before it; nil where there is none.
---@return string? before
---@return string? comment
function M.comment_of(line)
  if line:find("^%-%-") then return "", line end
  return line:match("^(.-%S  )(%-%- .*)$")
end

---A judge file with its comments in Chinese.
---@param comments table<string, string> from scripts/workspace/comments.lua
---@param name string of the judge
function M.translated(text, comments, name)
  local lines = {}
  for line in text:gmatch("([^\n]*)\n") do
    local before, comment = M.comment_of(line)
    local chinese = comment and (comments[comment] or comments[(comment:gsub("/" .. name .. "%.lua`", "/%%s.lua`"))])
    lines[#lines + 1] = chinese and before .. chinese:gsub("%%s", name) or line
  end
  return table.concat(lines, "\n") .. "\n"
end

local function add_templates(found, folder, under)
  for name in lfs.dir(folder) do
    local path = folder .. "/" .. name
    if lfs.attributes(path, "mode") == "directory" then
      if name:find("^%w") then add_templates(found, path, under .. name .. "/") end
    elseif name:find("^%w") then
      found[#found + 1] = { name = under .. name, text = assert(files.read(path)) }
    end
  end
end

local function editor_settings()
  return json.encode({ ["runtime.version"] = "Lua 5.4", ["workspace.library"] = { viva_root .. "/scripts/meta" },
    ["diagnostics.disable"] = { "lowercase-global", "undefined-global" } }, { indent = 2 }) .. "\n"
end

---The files of a workspace.
---@param language "en"|"zh"
---@return { name: string, text: string }[] by name
function M.files(language)
  local found = { { name = ".luarc.json", text = editor_settings() } }
  add_templates(found, TEMPLATES .. "/" .. language, "")
  local comments = dofile(TEMPLATES .. "/comments.lua")
  for _, name in ipairs(JUDGES) do
    local text = assert(files.read(("%s/judges/%s.lua"):format(viva_root, name)))
    if language == "zh" then text = M.translated(text, comments, name) end
    found[#found + 1] = { name = ("judges/%s.lua"):format(name), text = text }
  end
  table.sort(found, function(a, b) return a.name < b.name end)
  return found
end

local function those_there(folder, list)
  local there = {}
  for _, file in ipairs(list) do
    if lfs.symlinkattributes(folder .. "/" .. file.name, "mode") then there[#there + 1] = folder .. "/" .. file.name end
  end
  return there
end

---Makes a workspace. Where one of its files is there already, nothing is written.
---@param folder string
---@param language "en"|"zh"
---@return { name: string, text: string }[]|nil made
---@return string? problem
---@return string? code
function M.make(folder, language)
  local list = M.files(language)
  local there = those_there(folder, list)
  if #there > 0 then
    return nil, words.here()("new_exists", table.concat(there, ", ")), "exists"
  end
  for _, file in ipairs(list) do
    local path = folder .. "/" .. file.name
    local done, problem = files.make_folder(path:match("^(.*)/"))
    if done then done, problem = files.write(path, file.text) end
    if not done then return nil, problem, "file" end
  end
  return list
end

return M
