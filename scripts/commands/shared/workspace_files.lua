-- The experts' files of the working folder, for `viva check`: which there are, of what kind each is, and which lie
-- where nobody reads them.
local evaluation = require "evaluation"
local experts = require "experts"
local files = require "files"
local lfs = require "lfs"
local words = require "words"

local M = {}

local KINDS = { "judge", "comparison", "checklist", "rule", "report", "writer", "refine" }

-- What kind of file a text is: by the settings that stand in it.
local function kind_by_text(source)
  if evaluation.looks_like(source) then return "evaluation" end
  if source:find("{{answer_a}}", 1, true) then return "comparison" end
  if source:find("%f[%w_]applies_to%s*=") then return "judge" end
  if source:find("%f[%w_]function%s+write%f[%W]") then return "writer" end
  if source:find("%f[%w_]core%s+[\"%[]") or source:find("%f[%w_]question%s+[\"%[]") then return "checklist" end
  if source:find("%f[%w_]function%s+proposal%f[%W]") then return "refine" end
  if source:find("%f[%w_]show%s*=") then return "report" end
  return nil
end

---What kind of file a path is: by its folder or name, else by its text.
---@return string? kind
function M.kind_of(path)
  for kind, place in pairs(experts.places) do
    if ("/" .. path):find("/" .. place.folder .. "/[^/]*$") then return kind end
  end
  return path:find("%f[^/\0]evaluation%.lua$") and "evaluation" or kind_by_text(files.read(path) or "")
end

-- A name that an editor or a browser has made of one that ends in .lua.
local function meant_name(name)
  local base = name:match("^(.-)%.[Ll][Uu][Aa]%.[%a%d]+$") or name:match("^(.-)%.txt$") or name:match("^(.-)%.LUA$")
    or name:match("^(.-)%.[Ll]ua$")
  return base and not name:find("^[^%.]+%.lua$") and base .. ".lua"
end

-- The files of a folder; names that only nearly end as they should are told.
local function add_folder(found, folder, problems)
  if lfs.attributes(folder, "mode") ~= "directory" then return end
  local names = {}
  for name in lfs.dir(folder) do
    local meant = meant_name(name)
    if meant then problems[#problems + 1] = words.here()("check_name", folder .. "/" .. name, meant) end
    if name:find("^[^%.].*%.lua$") and not meant then names[#names + 1] = folder .. "/" .. name end
  end
  table.sort(names)
  table.move(names, 1, #names, #found + 1, found)
end

-- Experts' files that lie where none is read: in the working folder itself, and in folders of other names.
local function tell_misplaced(problems, folder, under)
  for name in lfs.dir(folder) do
    local path = files.beside(folder, name)
    local mode = name:find("^%.") == nil and lfs.attributes(path, "mode")
    if mode == "file" and name:find("%.lua$") then
      local kind = kind_by_text(files.read(path) or "")
      local place = experts.places[kind]
      if place and path ~= place.folder .. "/" .. name then
        problems[#problems + 1] = words.here()("check_place", path, words.here()("kind_" .. kind), place.folder)
      end
    elseif mode == "directory" and under > 0 and path ~= "checklists/rules" and path ~= "viva-out" then
      tell_misplaced(problems, path, under - 1)
    end
  end
end

---All files of the workspace; where there are none, those that come with Viva.
---@param problems string[] takes what is told of names and places
---@return string[] paths
function M.all(problems)
  local found, ours = {}, {}
  for _, kind in ipairs(KINDS) do
    add_folder(found, experts.places[kind].folder, problems)
    add_folder(ours, viva_root .. "/" .. experts.places[kind].shipped, problems)
  end
  local here = evaluation.here()
  if #found > 0 and lfs.currentdir() ~= viva_root then
    add_folder({}, ".", problems)
    tell_misplaced(problems, ".", 2)
  end
  table.move(here, 1, #here, #found + 1, found)
  ours[#ours + 1] = viva_root .. "/data/demo/demo.lua"
  return #found > 0 and found or ours
end

return M
